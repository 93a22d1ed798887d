"""The caption editor in a real browser: every tool by its key, and nothing that was typed is lost."""

import contextlib
import json
import sqlite3
from uuid import UUID

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Site, migrated_database
from tests.e2e.live.caption_seed import CUES
from tests.e2e.live.conftest import until

pytestmark = pytest.mark.e2e

TEXTS = [text for _start, _end, text in CUES]
# How many pixels of the wave stand in the column of a moment (the canvas shows the first twenty seconds).
TALL = """(seconds) => {
    const canvas = document.querySelector("#captions canvas");
    const pen = canvas.getContext("2d");
    const column = pen.getImageData(Math.round((seconds / 20) * canvas.width), 0, 1, canvas.height).data;
    let longest = 0, run = 0;
    const middle = column.slice(4 * Math.round(canvas.height / 2), 4 * Math.round(canvas.height / 2) + 3).join();
    for (let y = 0; y < canvas.height; y++) {
        run = column.slice(4 * y, 4 * y + 3).join() === middle ? run + 1 : 0;
        longest = Math.max(longest, run);
    }
    return longest / canvas.height;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    made = Site(tmp_path_factory.mktemp("captions"), profile="demo")
    made.migrate(migrated_database())
    made.python("tests.e2e.live.caption_seed", "lesson")
    with made:
        yield made


@pytest.fixture
def track(site):
    """The captions as the engine heard them, as if nobody had ever touched them; the number of their track."""
    with database(site) as rows:
        rows.execute("DELETE FROM streaming_captionversion WHERE number > 1")
        rows.execute(
            "UPDATE streaming_captiontrack SET touched = 0, changed_by_id = NULL, revision = revision + 1, "
            "cues = (SELECT cues FROM streaming_captionversion WHERE number = 1)"
        )
        return UUID(rows.execute("SELECT id FROM streaming_captiontrack").fetchone()[0])


@contextlib.contextmanager
def database(site):
    """Past the product's own code: a process for each look would take longer than the test."""
    with contextlib.closing(sqlite3.connect(site.data / "newleaf.sqlite3", timeout=60)) as rows, rows:
        yield rows


@pytest.fixture
def editor(site, track, sign_in):
    return open_editor(sign_in(site, "teacher"), site, track)


def open_editor(page, site, track):
    page.goto(f"{site.staff}/admin/captions/{track}/")
    page.locator(".cue").first.wait_for()
    return page


def texts(page):
    return page.locator(".cue textarea").evaluate_all("(all) => all.map((one) => one.value)")


def place(page, number, caret):
    """The cursor into the text of a caption, before the character of this number."""
    box = page.locator(".cue textarea").nth(number)
    box.focus()
    box.evaluate("(box, at) => box.setSelectionRange(at, at)", caret)


def saved(page):
    page.locator(".captions-status[data-state='saved']").wait_for()


def stored(site):
    """The working copy as the server has it: [start, end, text] of each."""
    with database(site) as rows:
        (cues,) = rows.execute("SELECT cues FROM streaming_captiontrack").fetchone()
    return [[cue["start"], cue["end"], cue["text"]] for cue in json.loads(cues)]


def player(page, expression):
    return page.evaluate(f"document.querySelector('#captions video').{expression}")


def test_the_wave_shows_where_somebody_speaks(editor):
    expect(editor.locator("#captions canvas")).to_be_visible()
    until(lambda: editor.evaluate(TALL, 3.5) > 0.2, page=editor)
    assert editor.evaluate(TALL, 15) < 0.1


def test_play_from_here_plays_the_caption_and_stops_again(editor):
    place(editor, 1, 0)
    editor.keyboard.press("Alt+p")
    editor.locator(".cue.is-playing").nth(0).wait_for()
    assert editor.locator(".cue").nth(1).get_attribute("class").split()[-1] == "is-playing"
    assert player(editor, "currentTime") >= CUES[1][0]
    editor.keyboard.press("Alt+p")
    assert player(editor, "paused")


def test_a_caption_is_split_at_the_cursor(editor, site):
    place(editor, 1, 6)
    editor.keyboard.press("Control+Enter")
    assert texts(editor) == [TEXTS[0], "先关闭电源，", "再带好安全帽。", *TEXTS[2:]]
    assert editor.evaluate("document.activeElement.value") == "再带好安全帽。"
    saved(editor)
    (_s, first_end, _t), (second_start, second_end, _u) = stored(site)[1:3]
    assert CUES[1][0] < first_end < second_start < second_end == CUES[1][1]


def test_two_captions_are_joined(editor, site):
    place(editor, 0, 0)
    editor.keyboard.press("Alt+m")
    assert len(texts(editor)) == 3
    saved(editor)
    start, end, text = stored(site)[0]
    assert (start, end, text.replace("\n", "")) == (CUES[0][0], CUES[1][1], TEXTS[0] + TEXTS[1])


def test_a_word_is_replaced_everywhere_from_the_keyboard(editor, site):
    editor.keyboard.press("Control+f")
    editor.keyboard.type("带好")
    assert editor.locator(".cue.is-found").count() == 2
    editor.keyboard.press("Tab")
    editor.keyboard.type("戴好")
    editor.keyboard.press("Enter")
    expect(editor.locator(".captions-told")).to_contain_text("2")
    saved(editor)
    assert [text for _s, _e, text in stored(site)] == [text.replace("带好", "戴好") for text in TEXTS]


def test_enter_goes_from_hit_to_hit(editor):
    editor.keyboard.press("Control+f")
    editor.keyboard.type("带好")
    editor.keyboard.press("Enter")
    until(lambda: player(editor, "currentTime") == CUES[1][0], page=editor)
    editor.keyboard.press("Enter")
    until(lambda: player(editor, "currentTime") == CUES[3][0], page=editor)
    editor.keyboard.press("Enter")
    until(lambda: player(editor, "currentTime") == CUES[1][0], page=editor)
    editor.keyboard.type("无")
    editor.keyboard.press("Enter")
    expect(editor.locator(".captions-told")).not_to_be_empty()


def test_undo_takes_back_and_redo_brings_again(editor, site):
    place(editor, 0, 0)
    editor.keyboard.type("同学们，")
    editor.keyboard.press("Alt+m")
    assert len(texts(editor)) == 3
    editor.keyboard.press("Control+z")
    assert texts(editor)[0] == "同学们，" + TEXTS[0]
    editor.keyboard.press("Control+z")
    assert texts(editor) == TEXTS
    editor.keyboard.press("Control+y")
    assert texts(editor)[0] == "同学们，" + TEXTS[0]
    saved(editor)
    assert stored(site)[0][2] == "同学们，" + TEXTS[0]


def test_arrows_go_from_caption_to_caption_and_the_film_follows(editor):
    place(editor, 0, 0)
    editor.keyboard.press("Alt+ArrowDown")
    editor.keyboard.press("Alt+ArrowDown")
    assert editor.evaluate("document.activeElement.value") == TEXTS[2]
    editor.keyboard.press("Alt+ArrowUp")
    assert editor.evaluate("document.activeElement.value") == TEXTS[1]


def test_a_caption_is_made_where_the_film_is_and_removed_again(editor, site):
    editor.evaluate("document.querySelector('#captions video').currentTime = 12")
    editor.keyboard.press("Alt+n")
    editor.keyboard.type("现在看图纸。")
    saved(editor)
    assert stored(site)[3] == [12.0, 14.0, "现在看图纸。"]
    editor.keyboard.press("Alt+Delete")
    saved(editor)
    assert [text for _s, _e, text in stored(site)] == TEXTS


def test_a_time_that_would_cover_the_next_caption_stops_before_it(editor, site):
    end = editor.locator(".cue input").nth(1)
    end.fill("0:05")
    end.press("Tab")
    saved(editor)
    assert stored(site)[0][:2] == [CUES[0][0], CUES[1][0]]
    assert end.input_value() == "00:00:04.0"
    end.fill("soon")
    end.press("Tab")
    expect(editor.locator(".captions-told")).to_contain_text("0:12.5")
    assert end.input_value() == "00:00:04.0"


def test_what_is_typed_without_a_line_stays_here_and_is_saved_later(editor, site, track):
    editor.context.set_offline(True)
    place(editor, 0, 0)
    editor.keyboard.type("同学们，")
    editor.locator(".captions-status[data-state='waiting']").wait_for()
    assert stored(site)[0][2] == TEXTS[0]
    editor.context.set_offline(False)
    again = editor.context.new_page()  # the first tab's computer was switched off
    editor.close(run_before_unload=False)
    open_editor(again, site, track)
    assert texts(again)[0] == "同学们，" + TEXTS[0]
    saved(again)
    assert stored(site)[0][2] == "同学们，" + TEXTS[0]


def test_a_version_is_kept_and_comes_back(editor, site, track):
    editor.keyboard.press("Control+s")
    editor.wait_for_url("**/versions/")
    open_editor(editor, site, track)
    place(editor, 0, 0)
    editor.keyboard.type("同学们，")
    saved(editor)
    editor.get_by_role("link", name="Versions").click()
    editor.get_by_role("button", name="Use this version").last.click()
    editor.locator(".cue").first.wait_for()
    assert texts(editor) == TEXTS


def test_of_two_editors_the_later_one_loses_nothing(editor, site, track, sign_in):
    other = open_editor(sign_in(site, "second"), site, track)
    place(editor, 0, 0)
    editor.keyboard.type("甲")
    saved(editor)
    place(other, 0, 0)
    other.keyboard.type("乙")
    other.locator(".captions-conflict").wait_for()
    other.locator(".captions-conflict button").click()
    other.locator(".cue").first.wait_for()
    assert texts(other)[0] == "甲" + TEXTS[0]
    other.get_by_role("link", name="Versions").click()
    expect(other.locator("tbody tr").first).to_contain_text("王警官")
