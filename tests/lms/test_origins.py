"""Three host names, three worlds."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_host_that_is_none_of_ours_gets_nothing(client):
    assert client.get("/", headers={"host": "example.com"}).status_code in {400, 404}


def test_an_officers_session_means_nothing_on_the_tablet_host(client, administrator):
    stranger = client.get("/admin/", headers={"host": "tablet.newleaf.localhost"})
    client.force_login(administrator)
    officer = client.get("/admin/", headers={"host": "tablet.newleaf.localhost"})
    assert officer.content == stranger.content  # the learner app, which knows no such page
    assert b"wagtail" not in officer.content.lower()


def test_the_tablet_host_sets_no_cookie(client):
    response = client.get("/", headers={"host": "tablet.newleaf.localhost"})
    assert not response.cookies


def test_every_answer_of_the_staff_host_carries_its_policy(client):
    response = client.get("/admin/login/", headers={"host": "staff.newleaf.localhost"})
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert response["Origin-Agent-Cluster"] == "?1"
