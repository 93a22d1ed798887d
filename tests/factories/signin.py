"""Officers at the sign-in page, for tests."""

from django.test import Client

from lms.people.signin import codes
from tests.factories.people import PASSWORD

STAFF = "staff.newleaf.localhost"


def browser(address="10.0.0.1"):
    """A browser of its own: cookies of its own, an address."""
    return Client(headers={"host": STAFF}, REMOTE_ADDR=address)


def type_password(client, officer, password=PASSWORD):
    return client.post("/admin/login/", {"username": officer.username, "password": password, "next": ""})


def type_code(client, code):
    return client.post("/sign-in/second/", {"code": code})


def sign_in(client, officer):
    """All the way in, with a code of a fresh list."""
    code = codes.new_list(officer)[0]
    type_password(client, officer)
    return type_code(client, code)
