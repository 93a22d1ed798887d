"""Walking staff pages in tests."""

HOST = "staff.newleaf.localhost"


def staff(client, officer, language="en"):
    """The client signed in as this officer on the staff origin, second factor shown."""
    officer.language = language
    officer.save()
    client.force_login(officer)
    session = client.session
    session["second_factor"] = True
    session.save()
    client.defaults["HTTP_HOST"] = HOST
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    return client
