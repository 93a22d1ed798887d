"""Candidates in a browser: an evaluator registers a pasted list, reads its report, and takes the results of an awarding body."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Site, migrated_database
from tests.e2e.certification.candidates_seed import RESULT_HEADINGS, as_csv

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def prison(tmp_path):
    site = Site(tmp_path / "site", profile="demo")
    site.migrate(migrated_database())
    seed = site.python("tests.e2e.certification.candidates_seed")
    with site:
        yield site, seed


def menu(page, name):
    """Opens a page of the menu of certification."""
    page.get_by_role("button", name="Certification").click()
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()


def rows_of(page, name):
    return page.get_by_role("region", name=name).locator("tbody tr")


def test_a_pasted_list_is_reported_line_by_line_and_then_registered(prison, sign_in):
    site, seed = prison
    (first, name), (second, _other) = seed["free"][:2]
    page = sign_in(site, "evaluator")
    page.locator("main").get_by_role("link", name="Register candidates").click()
    page.get_by_role("link", name="From a list or a file").click()
    page.get_by_label("Scheme").select_option(seed["scheme"])
    listed = [f"{first}\t{name}", f"{second}\t张三丰", "Q9999\t无名", seed["eligible"][0][0]]
    page.get_by_label("List", exact=True).fill("\n".join(listed))
    page.get_by_role("button", name="Check the list").click()

    report = rows_of(page, "Lines of the list")
    expect(report).to_have_count(4)
    for row, words in enumerate(
        ("Will be registered.", "The name is another one here.", "No learner with this number", "already")
    ):
        expect(report.nth(row)).to_contain_text(words)
    page.get_by_role("button", name="Register 1 candidate").click()
    expect(page.get_by_text("1 candidate is registered.")).to_be_visible()
    expect(rows_of(page, "Candidates")).to_have_count(5)
    expect(page.get_by_role("link", name="张三丰")).to_have_count(0)

    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.get_by_role("list", name="The way to the certificate")).to_be_visible()
    page.get_by_role("link", name="Low-voltage electrician", exact=True).click()
    expect(page.get_by_role("link", name="5 candidates on the way")).to_be_visible()


def test_a_doubtful_line_of_a_results_file_is_decided_before_anything_is_taken(prison, sign_in):
    site, seed = prison
    (_number, name, number), (_other, doubtful, right) = seed["eligible"][:2]
    wrong = right[:-1] + str((int(right[-1]) + 5) % 10)
    scores = [[number, name, "", seed["today"], 82, 75, "", ""], [wrong, doubtful, "", seed["today"], 66, 71, "", ""]]
    content = as_csv([RESULT_HEADINGS, *scores])
    page = sign_in(site, "evaluator")
    menu(page, "Lists and results")
    page.get_by_role("link", name="Shandu Safety Training Centre").click()
    file = {"name": "results.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.get_by_label("File of the body (Excel or CSV)").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    take = page.get_by_role("button", name=re.compile("^Take"))
    expect(take).to_be_disabled()
    expect(page.get_by_text("1 doubtful line has to be decided first.")).to_be_visible()

    page.get_by_role("link", name="Show them").click()
    page.get_by_role("button", name="It is this candidate").click()
    expect(take).to_have_text("Take 2 lines")
    take.click()
    expect(page.get_by_text("Taken: 4 results, 0 certificate numbers.")).to_be_visible()

    page.get_by_role("link", name=re.compile("^Doubtful")).click()
    page.get_by_role("link", name=re.compile(f"^{doubtful}.*{right}")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(doubtful)
    expect(rows_of(page, "Results")).to_have_count(2)
