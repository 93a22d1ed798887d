"""Certificates in a browser: one evaluator proposes, another approves, the chief corrects and revokes, an outsider checks."""

import base64
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
    page.get_by_role("link", name="12 candidates wait for the certificate").click()
    page.get_by_role("heading", name="Issue certificates").wait_for()
    expect(page.get_by_text("12 / 12")).to_be_visible()
    page.get_by_role("button", name="Propose certificates for those ticked").click()
    page.get_by_text("A second officer has to do this.").wait_for()
    return page.url


def approve(page, address, words):
    page.goto(address)
    page.get_by_role("button", name=words).click()
    page.get_by_role("button", name="Print all as one PDF").or_(page.get_by_text("Done", exact=True)).first.wait_for()


@pytest.fixture
def outside(desktop):
    """A browser of somebody who has nothing but a USB stick."""
    context = desktop.new_context(offline=True)
    yield context.new_page()
    context.close()


def test_two_evaluators_issue_and_an_outsider_checks(prison, sign_in, tmp_path, outside):
    site, _seed = prison
    first = sign_in(site, "evaluator")
    address = propose_all(first, site)
    expect(first.get_by_role("button", name="Approve: issue")).to_have_count(0)
    second = sign_in(site, "evaluator2")
    second.locator("main a[href*='/certificates/orders/']").first.click()
    approve(second, address, "Approve: issue")
    expect(second.get_by_role("link", name=re.compile("^GZ"))).to_have_count(12)
    second.get_by_role("button", name="Print all as one PDF").click()
    second.get_by_role("link", name=re.compile("Open the PDF of")).wait_for()

    second.get_by_role("link", name=re.compile("^GZ")).first.click()
    second.get_by_role("link", name="Open the PDF").wait_for()
    one = second.url
    pdf = fetched(second, f"{one}certificate.pdf")
    assert outcome(stick_of(second, site, tmp_path / "before.html"), pdf, outside) == "valid"

    second.goto(one)
    second.get_by_text("Propose to revoke it").click()
    second.locator("#revoke-reason").fill("冒名顶替")
    second.locator("form[action$='/revoke/'] button").click()
    second.get_by_text("A second officer has to do this.").wait_for()
    approve(first, second.url, "Approve: revoke")
    first.goto(one)
    expect(first.get_by_text("Revoked").first).to_be_visible()
    assert outcome(stick_of(first, site, tmp_path / "after.html"), pdf, outside) == "invalid"
    altered = pdf.replace(b"%PDF-1", b"%PDF-2", 1)[:-4000]
    assert outcome(tmp_path / "before.html", altered, outside) == "invalid"


def fetched(page, address):
    """The file's bytes, as the browser itself gets them."""
    text = page.evaluate(
        """async (address) => {
             const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
             return btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
           }""",
        address,
    )
    return base64.b64decode(text)


def stick_of(page, site, path):
    """The verifier as an officer downloads it, on a stick."""
    page.goto(f"{site.staff}/admin/certificates/keys/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Verifier (HTML)").click()
    download.value.save_as(path)
    return path


def outcome(path, pdf, page):
    """What the page says of the PDF, with the network off."""
    page.goto(path.as_uri())
    page.locator("body[data-ready]").wait_for()
    page.set_input_files("#file", [{"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": pdf}])
    card = page.locator("#result .card")
    card.wait_for()
    return card.get_attribute("data-outcome")
