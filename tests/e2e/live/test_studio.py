"""What else happens in a studio: second tabs and teachers, devices that die, poor browsers, guests, files."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.live.conftest import (
    end,
    gapless,
    go_live,
    numbers,
    open_studio,
    raw_streams,
    sign_in,
    sizes_in,
    state,
    until,
)
from tests.factories.broadcasts import a_recording

pytestmark = pytest.mark.e2e

CATCH_TRACKS = """
window.caught = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const media = await ask(wanted);
  window.caught.push(...media.getTracks());
  return media;
};
"""
ONLY_VP8 = """
const really = MediaRecorder.isTypeSupported;
MediaRecorder.isTypeSupported = (type) => type.includes("vp8") && really.call(MediaRecorder, type);
"""

# A computer on which every recorder needs nine seconds before its first part.
SLOW_RECORDER = """
const begin = MediaRecorder.prototype.start;
MediaRecorder.prototype.start = function (slice) {
  window.newest = this;
  setTimeout(() => window.newest === this && begin.call(this, slice), 9_000);
};
"""
# A camera with fifteen pictures a second, whose size changes every second, as some do when the light changes.
RESTLESS_CAMERA = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  if (!wanted.video) return await ask(wanted);
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  const pen = canvas.getContext("2d");
  let drawn = 0;
  setInterval(() => {
    pen.fillStyle = `hsl(${(drawn += 7) % 360} 80% 50%)`;
    pen.fillRect(0, 0, canvas.width, canvas.height);
  }, 1000 / 15);
  setInterval(() => Object.assign(canvas, canvas.width === 640 ? { width: 320, height: 240 } : { width: 640, height: 480 }), 1_000);
  return canvas.captureStream(15);
};
"""


@pytest.fixture
def lesson(site):
    return site.python("tests.e2e.live.seed", "lesson")


def another_person(browser, site, username):
    """A second computer: a context without the first one's cookies and store."""
    context = browser.connection.new_context(permissions=["camera", "microphone"])
    page = context.new_page()
    return sign_in(page, site, username)


def test_a_second_tab_says_so_and_takes_its_turn(site, lesson, teacher_browser):
    first = sign_in(teacher_browser, site)
    open_studio(first, site, lesson)
    second = teacher_browser.open(f"{site.staff}/admin/live/{lesson}/")
    second.get_by_text("本机另一个标签页").or_(second.get_by_text("another tab")).first.wait_for()
    expect(second.locator("[data-go-live]")).to_be_hidden()
    first.close()
    second.locator(".nls-state[data-state='idle']").wait_for()
    expect(second.locator("[data-go-live]")).to_be_visible()


def test_a_second_teacher_takes_over_and_the_first_is_told(site, lesson, teacher_browser):
    first = sign_in(teacher_browser, site)
    open_studio(first, site, lesson)
    go_live(first)
    second = another_person(teacher_browser, site, "second")
    second.goto(f"{site.staff}/admin/live/{lesson}/")
    second.locator(".nls-state[data-state='elsewhere']").wait_for()
    second.on("dialog", lambda dialog: dialog.accept())
    second.locator("[data-take-over]").click()
    second.locator(".nls-state[data-state='live']").wait_for()
    first.locator(".nls-state[data-state='refused']").wait_for()
    until(lambda: len(numbers(site, lesson, 1)) >= 4, page=second)
    assert state(site, lesson)["epochs"] == 2
    end(second)


def test_a_microphone_that_dies_is_told_at_once_and_the_lesson_goes_on(site, lesson, teacher_browser):
    page = sign_in(teacher_browser, site)
    page.add_init_script(CATCH_TRACKS)
    open_studio(page, site, lesson)
    go_live(page)
    page.evaluate("caught.find((one) => one.kind === 'audio').dispatchEvent(new Event('ended'))")
    page.locator("[data-alarm='microphone']").wait_for()
    before = len(numbers(site, lesson))
    until(lambda: len(numbers(site, lesson)) >= before + 6, page=page)
    page.locator("[data-microphones]").select_option(index=1)
    page.locator("[data-alarm='microphone']").wait_for(state="detached")
    end(page)
    assert state(site, lesson)["epochs"] == 1
    assert raw_streams(site, lesson) == {"h264", "opus"}


def test_a_browser_that_knows_only_vp8_goes_live_too(site, lesson, teacher_browser):
    page = sign_in(teacher_browser, site)
    page.add_init_script(ONLY_VP8)
    open_studio(page, site, lesson)
    go_live(page)
    until(lambda: len(numbers(site, lesson)) >= 4, page=page)
    end(page)
    assert site.raw(lesson).suffix == ".webm"
    assert raw_streams(site, lesson) == {"vp8", "opus"}


def test_a_recorder_that_is_slow_to_begin_gets_more_time_and_a_smaller_picture(site, lesson, teacher_browser):
    page = sign_in(teacher_browser, site)
    page.add_init_script(SLOW_RECORDER)
    open_studio(page, site, lesson)
    go_live(page)
    until(lambda: len(numbers(site, lesson, 1)) >= 4, page=page)
    end(page)
    assert sizes_in(site.raw(lesson, 1)) == {(960, 540)}


def test_a_camera_that_changes_its_size_never_reaches_the_recording(site, lesson, teacher_browser):
    page = sign_in(teacher_browser, site)
    page.add_init_script(RESTLESS_CAMERA)
    open_studio(page, site, lesson)
    go_live(page)
    until(lambda: len(numbers(site, lesson)) >= 10, page=page)
    end(page)
    assert state(site, lesson)["epochs"] == 1
    assert sizes_in(site.raw(lesson)) == {(1280, 720)}
    assert gapless(site.raw(lesson))


def test_screen_and_camera_are_chosen_without_a_new_recorder(site, lesson, teacher_browser):
    page = sign_in(teacher_browser, site)
    open_studio(page, site, lesson)
    go_live(page)
    page.locator("input[name=show][value=both]").check()
    before = len(numbers(site, lesson))
    until(lambda: len(numbers(site, lesson)) >= before + 4, page=page)
    end(page)
    assert state(site, lesson)["epochs"] == 1


def test_a_guest_teaches_one_lesson_without_an_account(site, lesson, teacher_browser):
    code = site.python("tests.e2e.live.seed", "guest", lesson)
    page = teacher_browser.open(f"{site.staff}/guest/{lesson}/")
    page.locator("[name=code]").fill(code)
    page.keyboard.press("Enter")
    page.locator(".nls-state[data-state='idle']").wait_for()
    go_live(page)
    assert state(site, lesson)["sender"].startswith("guest:")
    page.locator("[data-end]").click()
    page.locator("[data-end-dialog] button[value=end]").click()
    page.locator(".nls-state[data-state='ended']").wait_for()
    assert state(site, lesson)["state"] == "ended"


def test_a_local_recording_is_uploaded_whole(site, lesson, teacher_browser, tmp_path):
    film = tmp_path / "local.mkv"
    data = a_recording(film, seconds=4)
    page = sign_in(teacher_browser, site)
    open_studio(page, site, lesson)
    page.locator("[data-upload] input[type=file]").set_input_files(film)
    page.get_by_text("录像已全部上传到服务器").or_(page.get_by_text("is complete on the server")).first.wait_for()
    assert site.raw(lesson).read_bytes() == data


def test_notes_save_themselves(site, lesson, teacher_browser):
    page = sign_in(teacher_browser, site)
    open_studio(page, site, lesson)
    page.locator("[data-notes]").fill("先讲安全")
    expect(page.locator("[data-notes-state]")).not_to_be_empty()
    page.reload()
    expect(page.locator("[data-notes]")).to_have_value("先讲安全")


def test_a_playlist_under_the_name_of_a_film_is_refused(site, lesson, teacher_browser, tmp_path):
    trick = tmp_path / "film.mkv"
    trick.write_text("#EXTM3U\n#EXTINF:1\nfile:///etc/passwd\n")
    page = sign_in(teacher_browser, site)
    open_studio(page, site, lesson)
    page.locator("[data-upload] input[type=file]").set_input_files(trick)
    expect(page.locator("[data-upload-state]")).to_have_text(re.compile("playlist|播放列表"))


def test_the_encoders_page_copies_the_key(site, teacher_browser):
    lesson = site.python("tests.e2e.live.seed", "lesson", "电工", 30, "encoder")
    page = sign_in(teacher_browser, site)
    page.goto(f"{site.staff}/admin/live/{lesson}/")
    page.locator("form[action$='stream-key/'] button").click()
    page.locator("#stream-key").wait_for()
    teacher_browser.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy='stream-key']").click()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#stream-key").input_value()
