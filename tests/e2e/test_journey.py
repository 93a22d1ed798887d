"""The main job end to end: a lesson travels from its author to an offline tablet, and the learner's work comes back with a receipt."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Browser, Site, core, migrated_database, wait_for

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    source = "-f lavfi -i testsrc=size=320x180:rate=10:duration=20 -f lavfi -i sine=frequency=300:duration=20"
    subprocess.run(
        f"ffmpeg -v error {source} -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac {path}".split(), check=True
    )
    return path


@pytest.fixture
def office(tmp_path, jobs):
    """(site, seed) of a prison before its first lesson, with worker and scheduler running."""
    site = Site(tmp_path / "site", profile="demo")
    site.migrate(migrated_database())
    seed = site.python("tests.e2e.seed", "office")
    with site:
        jobs(site)
        yield site, seed


def hand_in(page):
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit to").click()
    page.wait_for_load_state()
    assert "submitted for moderation" in page.locator(".messages").inner_text()


def write_course(page, site):
    page.get_by_role("link", name="New lesson").click()
    page.get_by_role("link", name="New course in").first.click()
    page.locator("[name=title]").fill("焊工入门")
    page.locator("[name=summary]").fill("先学安全，再学动手。")
    hand_in(page)


def upload_film(page, site, film):
    page.goto(f"{site.staff}/admin/media/videos/new/")
    page.locator("input[type=file]").set_input_files(film)
    page.locator("main form input[name=title]").fill("焊接录像")
    page.get_by_role("button", name="Upload").click()
    page.get_by_text("Ready", exact=True).wait_for(timeout=120_000)


def write_lesson(page, site):
    page.goto(f"{site.staff}/admin/lessons/new/")
    page.locator("[name=title]").fill("安全第一")
    page.get_by_role("button", name="Write the lesson").click()
    page.wait_for_url("**/edit/")
    body = page.locator("[data-contentpath=body]").first
    add_block(page, body, "Text")
    write(body, "先断电，再动手。", into=body.locator("[name=body-0-value]"))
    add_block(page, body, "Video")
    body.locator("[name=body-1-value-title]").fill("看一段录像")
    body.get_by_role("button", name="Choose a video").click()
    page.locator(".modal").get_by_role("link", name="焊接录像").click()
    page.locator(".modal").wait_for(state="detached")
    add_block(page, body, "Practice question")
    body.get_by_role("button", name="Choose a question").click()
    write_question(page)
    hand_in(page)


def add_block(page, stream, name):
    stream.locator("button.c-sf-add-button").last.click()
    page.get_by_role("option", name=name, exact=True).click()


def write(place, text, *, into):
    """Types into a rich text editor, which hands over what it holds with a short delay."""
    editor = place.locator(".public-DraftEditor-content").first
    editor.click()
    editor.press_sequentially(text)
    expect(into).to_have_value(re.compile(text))


def write_question(page):
    """In the chooser's window: a question with one right answer; the form begins with a choice."""
    modal = page.locator(".modal")
    modal.get_by_role("tab", name="Write a new one").click()
    for number, text in enumerate(("先断电", "先戴手套", "先开机")):
        modal.locator(f"[name=interaction-0-value-options-{number}-value-text]").fill(text)
    modal.locator("[name=interaction-0-value-options-0-value-correct]").check()
    write(modal, "动手以前先做什么？", into=modal.locator("input[name=prompt]"))
    modal.get_by_role("button", name="Save and use").click()
    modal.wait_for(state="detached")


def approve_and_clear(page, site, title):
    """The second officer's two decisions: about the lesson, and about what travels."""
    page.goto(f"{site.staff}/admin/desk/")
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Approve").first.click()
    page.wait_for_load_state()
    clear = page.get_by_role("button", name="Clear it for the tablets")
    for _ in range(60):
        page.goto(f"{site.staff}/admin/publications/")
        page.get_by_role("link", name=title).first.click()
        page.wait_for_load_state()
        if clear.count():
            break
    clear.click()
    page.goto(f"{site.staff}/admin/publications/")  # the list follows what happens
    page.locator("tr", has_text=title).get_by_text("Live", exact=True).wait_for()


def test_a_lesson_travels_to_an_offline_tablet_and_the_work_comes_back_with_a_receipt(
    office, film, sign_in, playwright, tmp_path
):
    site, seed = office
    author = sign_in(site, "author")
    write_course(author, site)
    upload_film(author, site, film)
    write_lesson(author, site)
    reviewer = sign_in(site, "supervisor")
    approve_and_clear(reviewer, site, "焊工入门")
    approve_and_clear(reviewer, site, "安全第一")
    assign(sign_in(site, "education_office"), site)

    with Browser(playwright, tmp_path / "tablet") as tablet:
        page = tablet.open(site.tablet)
        pair_and_sign_in(page, seed)
        lesson = download(page)
        site.stop()
        learn_offline(page, site, lesson)
    with Browser(playwright, tmp_path / "tablet") as tablet:  # the browser was killed; the server is still down
        page = tablet.open(f"{site.tablet}/lesson/{lesson}")
        page.locator("button.person", has_text="1001").click()
        page.locator("#pin").wait_for()
        site.start()
        work = arrived(page)
    answered = [one for one in work if one["verb"].endswith("answered")]
    assert len(answered) == 1, work
    assert all(one["receipt"] for one in work)
    assert len([row for row in site.python("tests.e2e.seed", "statements") if row[1].endswith("answered")]) == 1
    sees_the_progress(sign_in(site, "education_office"), site)


def assign(page, site):
    """Two clicks from the start page: the task, then the course's button."""
    page.get_by_role("link", name="Assign").first.click()
    page.get_by_role("button", name="Assign 焊工入门").click()
    page.locator(".messages").get_by_text("焊工入门").wait_for()


def pair_and_sign_in(page, seed):
    page.locator("#code").fill(seed["code"])
    page.keyboard.press("Enter")
    page.locator("button.person", has_text="1001").click()  # the ward's learners are prepared on a shared tablet
    enter_pin(page)


def enter_pin(page):
    page.locator("#pin").fill("258036")
    wait_for(page, "s !== null")


def download(page):
    """Waits until the lesson is on the tablet; its uuid."""
    wait_for(page, READY, seconds=60)
    wait_for(page, "navigator.serviceWorker.controller !== null")
    course = core(page, "s.home().then(h => h.myCourses[0].course)")
    lesson = core(page, "s.course(arg).then(c => c.units.flatMap((unit) => unit.lessons)[0].lesson)", course)
    return lesson.rsplit(":", 1)[1]


def learn_offline(page, site, lesson):
    """Opens the lesson by its address, watches, seeks, answers. The server is not there."""
    page.goto(f"{site.tablet}/lesson/{lesson}")
    page.get_by_text("先断电，再动手。").first.wait_for()
    position = page.evaluate(WATCH)
    assert position > 10
    page.locator("label.option", has_text="先断电").click()
    page.get_by_role("button", name="看看对不对").click()
    page.locator(".feedback-right").wait_for()


READY = "core.downloads.value.items.length > 0 && core.downloads.value.items.every(i => i.state === 'ready')"
WATCH = """async () => {
    const video = document.querySelector("video");
    const event = (name) => new Promise((done) => video.addEventListener(name, done, { once: true }));
    video.muted = true;
    if (video.readyState < 1) { video.load(); await event("loadedmetadata"); }
    await video.play();
    await event("timeupdate");
    video.currentTime = 12;
    await event("seeked");
    await event("timeupdate");
    video.pause();
    return video.currentTime;
}"""


def arrived(page):
    """Signs in again, lets the tablet sync; all of the learner's work once it is at the prison."""
    enter_pin(page)
    wait_for(page, "core.syncNow().then(() => s.workCounts()).then(c => c.tablet === 0)", seconds=60)
    return core(page, "s.work()")


def sees_the_progress(page, site):
    """The office's matrix shows the learner and a mark that is the server's own."""
    for _ in range(30):
        page.goto(f"{site.staff}/admin/who-has-done-what/")
        row = page.locator("tr", has_text="1001")
        if row.count() and "100" in row.inner_text() + row.inner_html():
            return
    raise AssertionError(page.locator("main").inner_text())
