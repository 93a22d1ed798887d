"""An outsider checks certificates with one HTML file from a USB stick: real Chromium, file://, no network."""

import base64
import io
import json
import re
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
import segno
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageDraw, ImageFilter

from assessments.certification.credentials import checking, signing, trust_bundle
from assessments.certification.credentials.facts import HolderFacts
from assessments.certification.credentials.verdicts import sentence
from assessments.certification.verifier.page import build_verifier
from tests.e2e.browser import CHROMIUM, FLAGS
from tests.factories import altered as made
from tests.factories import credentials as a

pytestmark = pytest.mark.e2e

# Browsers before Chromium 137 have no Ed25519, those outside a secure context no WebCrypto keys at all.
NO_WEBCRYPTO = """
const real = SubtleCrypto.prototype.importKey;
SubtleCrypto.prototype.importKey = function (...all) {
  const name = all[2].name ?? all[2];
  return ["Ed25519", "ECDSA"].includes(name) ? Promise.reject(new DOMException("no", "NotSupportedError")) : real.apply(this, all);
};
"""


@pytest.fixture(scope="module")
def stick(tmp_path_factory):
    """The folder on the stick."""
    folder = tmp_path_factory.mktemp("stick")
    (folder / "page.html").write_bytes(build_verifier(made.trusted_bundle()))
    return folder


@pytest.fixture
def opened(desktop, stick):
    """opened(): the page, with the clock at NOW and no network; no error may have come up at the end."""
    contexts, errors = [], []

    def open_page(*, language="zh-CN", script=None, size=(1280, 800)):
        context = desktop.new_context(locale=language, offline=True, viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: request.url.startswith(("file:", "data:")) or errors.append(request.url))
        page.clock.set_fixed_time(a.NOW)
        if script:
            page.add_init_script(script)
        page.goto((stick / "page.html").as_uri())
        page.locator("body[data-ready]").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def hand_in(page, *files):
    page.set_input_files("#file", [{"name": name, "mimeType": kind, "buffer": data} for name, kind, data in files])


def verdict_of(page):
    """(outcome, codes) of the one card that shows."""
    card = page.locator("#result .card")
    card.wait_for()
    return card.get_attribute("data-outcome"), card.get_attribute("data-codes").split()


def text_file(text):
    return ("certificate.jwt", "text/plain", text.encode() if isinstance(text, str) else text)


@pytest.fixture(scope="module")
def cases(stick):
    """The altered credentials with the server's verdicts, as a JSON file beside the page."""
    vectors = made.altered()
    trusted = trust_bundle.read_bundle(made.trusted_bundle())
    verdicts = [checking.check(data, bundle=trusted, now=a.NOW) for _, data in vectors]
    (stick / "altered.json").write_text(made.as_json(vectors, verdicts))
    return json.loads((stick / "altered.json").read_text())


@pytest.mark.parametrize("script", [None, NO_WEBCRYPTO], ids=["WebCrypto", "own curves"])
def test_none_of_the_altered_credentials_is_accepted_and_each_verdict_is_the_servers(opened, cases, script):
    page = opened(script=script)
    hand_in(
        page, *((f"{one['name']}.txt".replace("/", " "), "text/plain", base64.b64decode(one["data"])) for one in cases)
    )
    page.locator(".many > li").nth(len(cases) - 1).wait_for(timeout=180_000)
    got = page.eval_on_selector_all(".many > li", "all => all.map(one => [one.dataset.outcome, one.dataset.codes])")
    pairs = list(zip(cases, got, strict=True))
    assert len(cases) > 1000
    assert [one["name"] for one, (outcome, _) in pairs if outcome == "valid"] == []
    assert [(one["name"], one["codes"], codes) for one, (_, codes) in pairs if " ".join(one["codes"]) != codes] == []
    assert all(one["outcome"] == outcome for one, (outcome, _) in pairs)


@pytest.mark.parametrize(("algorithm", "facts", "key"), made.originals(), ids=["EdDSA", "ES256"])
@pytest.mark.parametrize("script", [None, NO_WEBCRYPTO], ids=["WebCrypto", "own curves"])
def test_the_originals_are_accepted_in_each_form(opened, algorithm, facts, key, script):
    page = opened(script=script)
    full, short = a.full(facts, key), a.short(facts, key)
    for form in (full, signing.enveloped(full), made.pdf(full), made.pdf(full, short), short):
        hand_in(page, text_file(form))
        expected = checking.check(form, bundle=made.trusted_bundle(), now=a.NOW)
        assert verdict_of(page) == ("valid", expected.codes)
        page.locator("#result button.main").click()


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "zh"), ("en-US", "en")])
def test_it_says_in_plain_words_what_the_server_says(opened, language, words):
    page = opened(language=language)
    hand_in(page, text_file(a.full()))
    expected = checking.check(a.full(), bundle=made.trusted_bundle(), now=a.NOW)
    assert page.locator(".outcome").inner_text() == sentence("outcome_valid", words)
    told = [re.sub(r"^\S+(?: \S+)? ", "", text) for text in page.locator(".findings li").all_inner_texts()]
    for said, wanted in zip(told, expected.sentences(words)[1:], strict=True):
        assert wanted.endswith(said)
    other = page.get_by_role("button", name="English" if words == "zh" else "中文")
    other.click()
    assert page.locator(".outcome").inner_text() == sentence("outcome_valid", "en" if words == "zh" else "zh")


def picture(text, *, kind="PNG", turned=0, blur=0.0, scale=6):
    """A photograph of a QR on paper."""
    target = io.BytesIO()
    segno.make(text, error="m", micro=False).save(target, kind="png", scale=scale)
    code = Image.open(target).convert("L")
    paper = Image.new("L", (code.width * 2, code.height * 2), 225)
    paper.paste(code, (code.width // 3, code.height // 2))
    ImageDraw.Draw(paper).text((20, 20), "Certificate", fill=40)
    photo = paper.rotate(turned, fillcolor=120, expand=True).filter(ImageFilter.GaussianBlur(blur))
    out = io.BytesIO()
    photo.convert("RGB").save(out, kind, **({"quality": 60} if kind == "JPEG" else {}))
    return out.getvalue()


LONG = a.facts(holder=HolderFacts(("བཀྲ་ཤིས་དོན་གྲུབ་ཚེ་རིང་" * 3)[:60]))


@pytest.mark.parametrize(
    ("text", "look"),
    [
        (a.short(), {}),
        (a.short(), {"turned": 90}),
        (a.short(), {"turned": 13, "blur": 1.0, "kind": "JPEG"}),
        (a.short(), {"turned": 200, "scale": 16, "kind": "JPEG"}),
        (a.short(LONG), {"turned": 5, "blur": 0.8, "kind": "JPEG"}),
    ],
    ids=["straight", "on its side", "tilted, blurred, JPEG", "upside down, large", "the longest name"],
)
def test_a_picture_of_the_qr_is_read(opened, text, look):
    page = opened()
    kind = look.get("kind", "PNG").lower()
    hand_in(page, (f"photo.{kind}", f"image/{kind}", picture(text, **look)))
    assert verdict_of(page)[0] == "valid"


def test_a_picture_without_qr_says_so_and_one_that_is_none_too(opened):
    page = opened(language="en-US")
    blank = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(blank, "PNG")
    hand_in(page, ("blank.png", "image/png", blank.getvalue()))
    page.get_by_text("No QR code was found in the picture").wait_for()
    hand_in(page, ("broken.png", "image/png", b"not a picture"))
    page.get_by_text("This picture cannot be opened").wait_for()


def test_two_codes_in_one_picture_are_refused(opened):
    first, second = (Image.open(io.BytesIO(picture(a.short(a.facts(seed))))) for seed in ("one", "two"))
    both = Image.new("RGB", (first.width + second.width, first.height), "white")
    both.paste(first, (0, 0))
    both.paste(second, (first.width, 0))
    target = io.BytesIO()
    both.save(target, "PNG")
    page = opened()
    hand_in(page, ("both.png", "image/png", target.getvalue()))
    assert verdict_of(page) == ("invalid", ["two_credentials"])


def test_pasted_text_is_checked_with_the_keyboard_alone(opened):
    page = opened(language="en-US")
    page.keyboard.press("Tab")  # skip link
    for _ in range(5):  # two languages, camera, file, paste
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(a.full())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert verdict_of(page)[0] == "valid"
    assert page.evaluate("document.activeElement.id") == "result"


def test_the_qr_beside_the_file_is_compared(opened):
    page = opened(language="en-US")
    for other, outcome, code in [
        (a.short(), "valid", "matches"),
        (a.short(a.facts("two")), "invalid", "contradiction"),
    ]:
        hand_in(page, text_file(a.full()))
        assert verdict_of(page)[0] == "valid"
        page.get_by_role("button", name="Compare with the other one").click()
        hand_in(page, ("qr.txt", "text/plain", other.encode()))
        page.locator(f".card[data-codes*={code}]").wait_for()
        assert verdict_of(page)[0] == outcome
        page.get_by_role("button", name="Check the next one").click()


# ── Newer trust data ─────────────────────────────────────────────────────────────────────────────


def newer(page, bundle):
    data = bundle if isinstance(bundle, bytes) else trust_bundle.to_bytes(bundle)
    page.set_input_files("#newer", [{"name": "trust-bundle.json", "mimeType": "application/json", "buffer": data}])
    said = page.locator("#bodies .said")
    said.filter(has_text=re.compile(r"\S")).wait_for()
    return said.inner_text()


def outcome_of_a_good_one(page):
    hand_in(page, text_file(a.full()))
    return verdict_of(page)[0]


LATER = a.MADE_AT + timedelta(hours=6)


def renewed(**changes):
    return a.bundle(a.part(made_at=LATER, revoked=[77_777], **changes), made_at=LATER)


def test_newer_trust_data_tell_of_a_revocation(opened):
    page = opened(language="en-US")
    assert "are in use" in newer(page, renewed())
    assert outcome_of_a_good_one(page) == "invalid"
    assert "revoked" in verdict_of(page)[1]


def test_a_new_key_is_followed_when_the_old_one_vouches_for_it(opened):
    page = opened(language="en-US")
    new = a.key(seed="new")
    assert "are in use" in newer(page, renewed(pairs=[new, a.key()]))
    hand_in(page, text_file(a.full(by=new)))
    assert verdict_of(page)[1][:2] == ["signature_good", "key_good"]


@pytest.mark.parametrize(
    ("bundle", "words"),
    [
        (b"{}", "damaged or were altered"),
        (
            a.bundle(a.part(made_at=LATER, pairs=[a.key(seed="attacker")]), made_at=LATER),
            "not signed with a key that this page knows",
        ),
        (
            a.bundle(a.part(a.body("stranger"), [a.key(seed="stranger")], made_at=LATER), made_at=LATER),
            "not signed with a key",
        ),
        (a.bundle(made_at=a.MADE_AT - timedelta(days=30)), "older than those in use"),
    ],
    ids=["damaged", "another key", "another body", "older"],
)
def test_other_trust_data_are_refused_and_nothing_changes(opened, bundle, words):
    page = opened(language="en-US")
    assert words in newer(page, bundle)
    assert outcome_of_a_good_one(page) == "valid"


@pytest.mark.parametrize("lists", [[], "old"], ids=["taken away", "put back"])
def test_trust_data_whose_status_list_was_exchanged_are_refused(opened, lists):
    page = opened(language="en-US")
    bundle = renewed()
    bundle["bodies"][0]["status_lists"] = [a.status_list_of()] if lists == "old" else []
    assert "damaged or were altered" in newer(page, bundle)
    assert outcome_of_a_good_one(page) == "valid"


def test_a_page_whose_own_trust_data_were_altered_checks_nothing(desktop, stick):
    text = (stick / "page.html").read_text()
    (stick / "altered.html").write_text(text.replace('"version":1', '"version":2'))
    context = desktop.new_context(locale="en-US", offline=True)
    page = context.new_page()
    page.goto((stick / "altered.html").as_uri())
    page.get_by_text("so nothing can be checked").first.wait_for()
    hand_in(page, text_file(a.full()))
    assert verdict_of(page) == ("invalid", ["bundle_refused"])
    context.close()


def test_a_page_whose_script_was_altered_does_not_run(desktop, stick):
    text = (stick / "page.html").read_text()
    (stick / "script.html").write_text(text.replace("<script>", "<script>/* x */", 1))
    context = desktop.new_context(offline=True)
    page = context.new_page()
    page.goto((stick / "script.html").as_uri())
    assert page.locator("body[data-ready]").count() == 0
    context.close()


# ── Camera, looks, accessibility ─────────────────────────────────────────────────────────────────


def test_the_camera_reads_the_qr(playwright, stick, tmp_path):
    frame = Image.open(io.BytesIO(picture(a.short(), turned=4, scale=5))).convert("RGB").resize((640, 640))
    ground = Image.new("RGB", (1280, 720), (200, 200, 200))
    ground.paste(frame, (300, 40))
    ground.save(tmp_path / "frame.png")
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-loop",
        "1",
        "-i",
        tmp_path / "frame.png",
        "-t",
        "2",
        "-r",
        "10",
        "-pix_fmt",
        "yuv420p",
        tmp_path / "camera.y4m",
    ]
    subprocess.run(command, check=True)
    flags = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path}/camera.y4m",
    ]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
    page = browser.new_context(offline=True, locale="en-US").new_page()
    page.clock.set_fixed_time(a.NOW)
    page.goto((stick / "page.html").as_uri())
    page.get_by_role("button", name="Scan with the camera").click()
    assert verdict_of(page)[0] == "valid"
    assert page.locator("#camera").is_hidden()
    browser.close()


def test_without_a_camera_the_page_says_what_to_do(opened):
    page = opened(
        language="en-US",
        script="navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))",
    )
    page.get_by_role("button", name="Scan with the camera").click()
    page.get_by_text("Use a picture instead").wait_for()


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280), (360, 700)], ids=["landscape", "portrait", "telephone"])
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_it_is_accessible_and_fits_the_screen(opened, language, size):
    page = opened(language=language, size=size)
    others = [
        replace(a.facts(), status=a.StatusFacts(1, made.REVOKED)),
        replace(a.facts(), status=a.StatusFacts(9, 1)),
        a.facts(),
    ]
    for facts in others:
        hand_in(page, text_file(a.full(facts)))
        verdict_of(page)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    (page.locator("details").last.locator("summary")).click()
    assert page.locator("footer pre").is_visible()


def test_the_print_shows_the_result_and_when_it_was_checked(opened):
    page = opened(language="en-US")
    hand_in(page, text_file(a.full()))
    verdict_of(page)
    page.emulate_media(media="print")
    assert page.locator("#printed").is_visible()
    assert "1 December 2026" in page.locator("#printed").inner_text()
    assert page.locator("#scan").is_hidden()
    assert page.locator(".certificate").is_visible()
