"""The page as a file: the same each time, closed, without a trace of where it came from."""

import base64
import hashlib
import json
import re

import pytest

from assessments.certification.credentials.errors import BundleInvalid
from assessments.certification.credentials.facts import Words
from assessments.certification.credentials.verdicts import SENTENCES
from assessments.certification.verifier.page import build_verifier
from tests.factories import credentials as a

CUSTODY = [
    "newleaf",
    "新叶",
    "监狱",
    "监区",
    "罪犯",
    "服刑",
    "刑满",
    "狱",
    "prison",
    "custody",
    "inmate",
    "入监",
    "出监",
]


@pytest.fixture(scope="module")
def page():
    return build_verifier(a.two_bodies()).decode()


def test_the_same_bundle_gives_the_same_bytes(page):
    assert build_verifier(a.two_bodies()).decode() == page


def test_the_page_carries_the_bundle_and_the_sentences(page):
    def data(name):
        return json.loads(re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)[1])

    assert data("bundle") == a.two_bodies()
    assert data("sentences") == json.loads(SENTENCES.read_text())


def test_its_policy_allows_its_own_script_and_style_and_no_address(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)[1]
    style = re.search(r"<style>(.*)</style>", page, re.DOTALL)[1]
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (script, style)]
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src 'sha256-{hashes[0]}' 'wasm-unsafe-eval'",
        f"style-src 'sha256-{hashes[1]}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_nothing_is_fetched_from_anywhere(page):
    outside = {found for found in re.findall(r"https?://[^\s\"'`<>)]+", page) if "example.org" not in found}
    licences = re.search(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)[1]
    assert {found for found in outside if found not in licences} == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(link|img|iframe|object|embed|base)\b|\bsrc=", page.split("<script")[0])


def test_the_licences_of_what_it_carries_are_in_it(page):
    for name in ("zxing-wasm", "zxing-cpp", "@noble/curves", "@noble/hashes", "Apache License", "MIT License"):
        assert name in page


@pytest.mark.parametrize("word", CUSTODY)
def test_no_word_in_it_betrays_where_it_was_made(page, word):
    assert word not in page.lower()


def test_a_name_cannot_end_the_script(page):
    tricky = a.body(name=Words("</script><script>alert(1)</script>", "<!--"))
    made = build_verifier(a.bundle(a.part(tricky))).decode()
    assert made.count("<script") == page.count("<script")
    assert "<!--" not in made


def test_no_page_is_made_of_a_damaged_bundle():
    with pytest.raises(BundleInvalid):
        build_verifier(a.two_bodies() | {"version": 7})
