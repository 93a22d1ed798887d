"""Signing in with a security key, and what axe finds, in a real Chromium."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from lms.audit import api as audit
from lms.people import grants
from lms.people.models import Officer
from lms.people.roles import Role
from lms.people.signin import codes
from tests.e2e.browser import CHROMIUM, FLAGS
from tests.factories import people as a

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def page(playwright):
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    page = chromium.new_page(locale="zh-CN")
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    yield page
    chromium.close()


@pytest.fixture
def site(live_server):
    return live_server.url.replace("localhost", "staff.newleaf.localhost").replace(
        "127.0.0.1", "staff.newleaf.localhost"
    )


def give_password(page, site, officer):
    page.goto(f"{site}/admin/login/")
    page.fill("[name=username]", officer.username)
    page.fill("[name=password]", a.PASSWORD)
    page.click("footer button[type=submit]")


def plug_in_a_key(page):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": False,
        "hasUserVerification": False,
        "automaticPresenceSimulation": True,
    }
    return devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def test_an_officer_registers_a_key_and_signs_in_with_it(page, site, teacher):
    printed = codes.new_list(teacher)
    plug_in_a_key(page)
    give_password(page, site, teacher)
    page.fill("[name=code]", printed[0])
    page.click("form:has([name=code]) button")
    page.wait_for_url("**/admin/my-sign-in/")
    page.fill("#key-name", "蓝色密钥")
    page.click("[data-security-key] button")
    page.wait_for_selector("text=蓝色密钥")
    page.context.clear_cookies()
    give_password(page, site, teacher)
    page.click("[data-security-key] button")
    page.wait_for_url("**/admin/")
    assert teacher.security_keys.get().counter > 0
    assert not page.problems


def test_a_key_of_somebody_else_does_not_open_the_account(page, site, teacher):
    printed = codes.new_list(teacher)
    devtools, first = plug_in_a_key(page)
    give_password(page, site, teacher)
    page.fill("[name=code]", printed[0])
    page.click("form:has([name=code]) button")
    page.click("[data-security-key] button")
    page.wait_for_selector("form[action*=remove]")
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": first})
    plug_in_a_key(page)
    page.context.clear_cookies()
    give_password(page, site, teacher)
    page.click("[data-security-key] button")
    page.wait_for_function("document.querySelector('[data-security-key] button').disabled === false")
    page.goto(f"{site}/admin/officers/")
    assert "/admin/login/" in page.url


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_axe_finds_nothing_on_the_officers_pages(page, site, prison, ward, settings, language):
    settings.SECOND_FACTOR_REQUIRED = False
    chief = a.administrator()
    officer = a.officer(prison, "teacher", username="teacher", name="李警官")
    grants.request_role(officer.pk, Role.AUTHOR, prison=prison, by=chief, reason="writes")
    audit.log(by=chief, verb="people.learner.moved", target="王小明", detail={"from": "1"})
    Officer.objects.update(language=language)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
    page.goto(f"{site}/admin/login/")
    found = {"login": violations(page)}
    give_password(page, site, chief)
    paths = [
        "", "guide/", "officers/", f"officers/{officer.pk}/", "officers/new/", "role-requests/", f"role-requests/{officer.role_requests.get().pk}/",
        "tokens/", "tokens/import/", "prisons/", "prisons/new/", "wards/", f"wards/{ward.pk}/", "audit/", "audit/check/", "my-sign-in/", "my-sign-in/password/",
    ]  # fmt: skip
    for path in paths:
        assert page.goto(f"{site}/admin/{path}").status == 200, path
        found[path] = violations(page)
    page.goto(f"{site}/admin/audit/check/")
    page.click("form[action*=anchor] button")
    found["anchor sheet"] = violations(page)
    page.goto(f"{site}/admin/my-sign-in/")
    page.click("form[action*=codes] button")
    found["codes sheet"] = violations(page)
    assert {path: list_ for path, list_ in found.items() if list_} == {}
    assert not page.problems


def violations(page):
    page.wait_for_load_state("networkidle")
    return [(rule["id"], rule["nodes"][0]["target"]) for rule in Axe().run(page, options=WCAG).response["violations"]]
