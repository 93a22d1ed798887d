"""The main screens with the demo's data, beside those shown in lms/docs/screens.md: a changed layout asks for new pictures.

NEWLEAF_UPDATE_SCREENS=1 ./newleaf test tests/e2e/samples/test_screens.py   writes them anew.
"""

import io
import os
import subprocess

import pytest
from PIL import Image, ImageChops

from tests.e2e.browser import ROOT, core, wait_for
from tests.e2e.live.feed import Feed
from tests.e2e.samples.live_seed import slide

pytestmark = pytest.mark.e2e

SCREENS = ROOT / "lms" / "docs" / "screens"
UPDATE = os.environ.get("NEWLEAF_UPDATE_SCREENS") == "1"
LARGEST = 200_000  # bytes of a picture
CELLS = (80, 50)  # so coarse that a font, a name or a time makes no difference
DARKER, CHANGED = 28, 0.08  # a cell counts from this many grey levels on; a screen from this share of its cells on
STAFF = {
    "office-start": ("education_office", ""),
    "learners": ("education_office", "learners/"),
    "assign": ("education_office", "assign/"),
    "who-has-done-what": ("education_office", "who-has-done-what/"),
    "tablets": ("device_keeper", "tablets/ward/"),
    "desk": ("author", "desk/"),
    "lesson-editor": ("author", "lesson"),
    "publication": ("supervisor", "publication"),
    "roster": ("everyone", "roster"),
    "audit": ("auditor", "audit/?actor=陈静"),
    "live-lessons": ("teacher", "live/"),
    "studio": ("teacher", "studio"),
    "captions": ("teacher", "captions"),
}
READY = "core.downloads.value.items.length > 0 && core.downloads.value.items.every(i => i.state === 'ready')"

WORK = "s.home().then(h => s.record({verb: arg.verb, object: arg.lesson, lesson: arg.lesson, course: h.continueWith.course.course}))"


def compare(name, page):
    """Raises AssertionError with a sentence that says what to do; writes the picture when that is asked for."""
    page.evaluate("document.fonts.ready.then(() => document.activeElement?.blur())")
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    path = SCREENS / f"{name}.png"
    if UPDATE:
        SCREENS.mkdir(parents=True, exist_ok=True)
        shot.quantize(200, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.exists(), f"{path.relative_to(ROOT)} is missing: run this test with NEWLEAF_UPDATE_SCREENS=1."
    assert path.stat().st_size <= LARGEST, f"{path.name} is larger than {LARGEST} bytes."
    with Image.open(path) as kept:
        share = difference(shot, kept.convert("RGB"))
    assert share <= CHANGED, (
        f"The screen {name} looks different from {path.relative_to(ROOT)} ({share:.0%} of it). "
        "If that is meant, run this test with NEWLEAF_UPDATE_SCREENS=1 and look at the new picture."
    )


def difference(one, other):
    """Which share of the cells of two screens differs visibly."""
    grey = [image.convert("L").resize(CELLS, Image.Resampling.BOX) for image in (one, other)]
    levels = ImageChops.difference(*grey).tobytes()
    return sum(level > DARKER for level in levels) / len(levels)


def test_the_start_page_of_the_demo(demo, chromium):
    site, _addresses = demo
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"http://newleaf.localhost:{site.port}/")
    try:
        compare("demo", page)
    finally:
        context.close()


@pytest.mark.parametrize("name", STAFF)
def test_a_screen_of_the_officers(demo, enter, name):
    site, addresses = demo
    officer, path = STAFF[name]
    page = enter(officer)
    page.goto(f"{site.staff}/admin/{addresses.get(path, path)}")
    if name == "studio":  # its event stream never ends
        page.locator("[data-go-live]").wait_for()
        page.locator("[data-room-line]:empty").wait_for(state="attached")
    else:
        page.wait_for_load_state("networkidle")
    compare(name, page)


def test_the_screens_of_a_learner(demo, chromium):
    """Home, a lesson, and the record with its receipts, as the demo's button opens the tablet."""
    site, _addresses = demo
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    try:
        as_learner(page, site)
        wait_for(page, f"s !== null && {READY}", seconds=90)
        page.locator(".course-card").first.wait_for()
        compare("tablet-home", page)
        lesson = core(page, "s.home().then(h => h.continueWith.lesson.lesson)")
        page.goto(f"{site.tablet}/lesson/{lesson.rsplit(':', 1)[1]}")
        page.locator("section[data-block]").first.wait_for()
        page.wait_for_load_state("networkidle")
        compare("tablet-lesson", page)
        for verb in ("experienced", "completed"):
            core(page, WORK, {"verb": verb, "lesson": lesson})
        wait_for(page, "core.syncNow().then(() => s.work()).then(all => all.filter(one => one.receipt).length > 2)")
        page.goto(f"{site.tablet}/record")
        page.locator(".receipt").first.wait_for()
        compare("tablet-record", page)
    finally:
        context.close()


def test_a_live_lesson_on_a_tablet(demo, chromium, tmp_path):
    site, addresses = demo
    broadcast = addresses["studio of a lesson that runs"].split("/")[1]
    running = Feed(site, broadcast, slide_show(tmp_path), 120)
    running.start()
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    try:
        as_learner(page, site)
        page.locator("a.live-now").click()
        wait_for(page, "document.querySelector('nl-live-player video')?.currentTime > 1", seconds=60)
        compare("tablet-live", page)
    finally:
        context.close()
        running.end()


def slide_show(folder):
    """A slide that does not move, with a voice, for two minutes."""
    voice = ["-f", "lavfi", "-i", "sine=330:r=48000:d=120"]
    picture = ["-loop", "1", "-r", "5", "-t", "120", "-i", str(slide(folder / "slide.png"))]
    codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "5", "-pix_fmt", "yuv420p"]
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-y",
        *picture,
        *voice,
        *codecs,
        "-c:a",
        "libopus",
        "-cluster_time_limit",
        "500",
    ]
    subprocess.run([*command, "-f", "matroska", str(folder / "lesson.mkv")], check=True)
    return folder / "lesson.mkv"


def as_learner(page, site):
    """Opens the tablet of the first learner by the demo's start page, in this tab."""
    page.goto(f"http://newleaf.localhost:{site.port}/")
    form = page.locator("form[action*='/learner/']").first
    form.evaluate("(form) => { form.target = ''; }")
    form.locator("button").click()
    wait_for(page, "s !== null", seconds=90)
    page.goto(f"{site.tablet}/")


def test_a_changed_layout_is_noticed():
    page = Image.new("RGB", (1280, 800), "white")
    moved = page.copy()
    moved.paste("#15803d", (0, 0, 200, 800))  # a menu that was not there
    assert difference(page, page) == 0
    assert difference(page, moved) > CHANGED


def test_every_screen_is_shown_with_a_sentence():
    text = (ROOT / "lms" / "docs" / "screens.md").read_text(encoding="utf-8")
    assert [path.name for path in SCREENS.glob("*.png") if f"screens/{path.name}" not in text] == []
