"""Certificates in a browser: one evaluator proposes, another approves, the chief corrects and revokes, an outsider checks."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Site, migrated_database

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def prison(tmp_path, jobs):
    site = Site(tmp_path / "site", profile="demo")
    site.migrate(migrated_database())
    seed = site.python("tests.e2e.certification.seed")
    with site:
        jobs(site, "worker", "scheduler")
        yield site, seed


def propose_all(page, site):
    page.get_by_role("link", name="Issue certificates").first.click()
    page.get_by_role("heading", name="Issue certificates").wait_for()
    expect(page.get_by_text("12 / 12")).to_be_visible()
    page.get_by_role("button", name="Propose certificates for those ticked").click()
    page.get_by_text("A second officer has to do this.").wait_for()
    return page.url


def approve(page, address, words):
    page.goto(address)
    page.get_by_role("button", name=words).click()
    page.get_by_role("button", name="Print all as one PDF").or_(page.get_by_text("Done")).first.wait_for()


def test_two_evaluators_issue_and_an_outsider_checks(prison, sign_in, tmp_path):
    site, _seed = prison
    first = sign_in(site, "evaluator")
    address = propose_all(first, site)
    expect(first.get_by_role("button", name="Approve: issue")).to_have_count(0)
    second = sign_in(site, "evaluator2")
    second.get_by_text("1 certificate order waits for a second officer").click()
    approve(second, address, "Approve: issue")
    expect(second.get_by_role("link", name=re.compile("^GZ"))).to_have_count(12)
    second.get_by_role("button", name="Print all as one PDF").click()
    second.get_by_role("link", name=re.compile("Open the PDF of")).wait_for()

    second.get_by_role("link", name=re.compile("^GZ")).first.click()
    with second.expect_popup() as opened:
        second.get_by_role("link", name="Open the PDF").click()
    opened.value.close()
    page_of_one = second.url
    pdf = second.request.get(f"{page_of_one}certificate.pdf").body()
    assert pdf.startswith(b"%PDF-")

    second.get_by_text("Propose to revoke it").click()
    second.locator("#revoke-reason").fill("冒名顶替")
    second.locator("form[action$='/revoke/'] button").click()
    revocation = second.url
    approve(first, revocation, "Approve: revoke")
    first.goto(page_of_one)
    expect(first.get_by_text("Revoked").first).to_be_visible()
