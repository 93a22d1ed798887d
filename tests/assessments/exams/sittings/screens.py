"""Walking the pages of sittings in tests."""

import json

from django.urls import reverse

from tests.lms.learning.pages import staff


def get(client, officer, name, *args, **query):
    return staff(client, officer).get(reverse(name, args=args), query)


def post(client, officer, name, *args, **said):
    return staff(client, officer).post(reverse(name, args=args), said)


def act(client, officer, sitting, name, **said):
    url = reverse("sitting_act", args=[sitting.pk, name])
    return staff(client, officer).post(url, json.dumps(said), content_type="application/json")


def text_of(response):
    return response.content.decode()


def refused(response):
    """Wagtail sends whom it refuses back to the start page."""
    return response.status_code == 403 or (response.status_code, response.get("Location")) == (302, "/admin/")
