"""Every page of the learner app: nothing for axe to find, nothing wider than the screen, no error, in both languages and from right to left."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

ID = "0192aaaa-0000-7000-8000-0000000000"
PAGES = {
    "pairing": ("/", "pairing"),
    "sign-in": ("/", "sign-in"),
    "home": ("/", ""),
    "courses": ("/courses", ""),
    "course": (f"/course/{ID}01", ""),
    "open course": (f"/course/{ID}04", ""),
    "lesson": (f"/lesson/{ID}11", ""),
    "locked lesson": (f"/lesson/{ID}13", ""),
    "lesson on its way": (f"/lesson/{ID}12", ""),
    "live": (f"/live/{ID[:-1]}901", ""),
    "live, planned": (f"/live/{ID[:-1]}902", ""),
    "live, interrupted": (f"/live/{ID[:-1]}905", ""),
    "live, with the results of a poll": (f"/live/{ID[:-1]}906", ""),
    "live, over": (f"/live/{ID[:-1]}907", ""),
    "live, now a lesson": (f"/live/{ID[:-1]}908", ""),
    "live, cancelled": (f"/live/{ID[:-1]}909", ""),
    "search": ("/search?q=weld", ""),
    "record": ("/record", ""),
    "settings": ("/settings", ""),
    "home with exams": ("/", "exams"),
    "exams": ("/exams", "exams"),
    "exam to come": (f"/exams/{ID[:-1]}951", "exams"),
    "exam with its result": (f"/exams/{ID[:-1]}953", "exams"),
    "lost": ("/nowhere", ""),
}
TROUBLES = [
    "no_space",
    "catalogue_expired",
    "catalogue_refused",
    "wrong_clock",
    "damaged",
    "update_needed",
    "unknown_device",
    "lease_over",
    "revoked",
    "inactive",
    "not_supported",
]
PAGES |= {kind: (f"/trouble/{kind}", kind) for kind in TROUBLES}
EXAM = ("wait", "offline", "who", "alone", "ready", "run", "last", "paused", "done")
PAGES |= {f"exam, {state}": (f"/exam/{ID[:-1]}950", f"exam-{state}") for state in EXAM}
LANGUAGES = ("zh-Hans", "en", "ar-XB")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def findings(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(
    ("name", "language"),
    [(name, language) for name in PAGES for language in LANGUAGES if name not in TROUBLES or language != "ar-XB"],
)
def test_axe_finds_nothing(open_page, name, language):
    path, state = PAGES[name]
    page = open_page(path, language=language, state=state)
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar-XB" else "ltr")
    assert findings(page) == []
    assert page.problems == []


@pytest.mark.parametrize(
    ("language", "look"), [("zh-Hans", ""), ("en", "&contrast=high"), ("ar-XB", "&theme=dark&text=larger")]
)
def test_axe_finds_nothing_while_the_sound_is_alone(open_page, language, look):
    page = open_page(PAGES["live"][0], language=language, look=look, width=800)
    page.evaluate("document.querySelector('nl-live-player').stands(true)")
    page.locator(".live-alone").wait_for()
    assert findings(page) == []
    assert too_wide(page) <= 0


SEEKABLE = """() => {
    window.asked = [];
    const at = {get: () => window.asked.at(-1) ?? 0, set: (second) => void window.asked.push(second)};
    Object.defineProperty(document.querySelector("nl-video video"), "currentTime", at);
}"""


def test_a_chapter_is_reached_by_keyboard_and_leads_to_its_second(open_page):
    page = open_page(PAGES["lesson"][0], language="en")
    chapters = page.get_by_role("navigation", name="Chapters").get_by_role("button")
    assert chapters.all_inner_texts() == [
        "0:00\nCheck first",
        "0:01\nInterruption, 5 seconds: nothing was recorded",
        "0:02\nStrike the arc",
    ]
    page.evaluate(SEEKABLE)  # this server answers no ranges, so its film cannot go anywhere
    chapters.nth(2).focus()
    page.keyboard.press("Enter")
    expect(chapters.nth(2)).to_have_attribute("aria-current", "true")
    assert page.evaluate("window.asked") == [2]
    page.locator("nl-video-transcript summary").click()
    expect(page.locator(".transcript-chapter")).to_have_count(3)


@pytest.mark.parametrize("look", ["&theme=dark", "&contrast=high", "&theme=dark&contrast=high", "&text=larger"])
@pytest.mark.parametrize("name", ["home", "lesson", "live", "record", "course", "settings"])
def test_axe_finds_nothing_in_other_looks(open_page, name, look):
    path, state = PAGES[name]
    assert findings(open_page(path, language="en", state=state, look=look)) == []


@pytest.mark.parametrize("width", [1280, 800, 390])
@pytest.mark.parametrize(
    "name",
    [
        *("pairing", "sign-in", "home", "course", "lesson", "live", "record", "settings", "revoked"),
        *("exam, offline", "exam, who", "exam, ready", "exam, last", "exam with its result"),
    ],
)
def test_nothing_is_wider_than_the_screen(open_page, name, width):
    path, state = PAGES[name]
    page = open_page(path, language="en", state=state, width=width, look="&text=larger")
    assert too_wide(page) <= 0


def test_axe_sees_a_button_without_a_name(open_page):
    page = open_page("/settings")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert [rule for rule, _ in findings(page)] == ["button-name"]


def test_targets_are_large_enough_for_a_finger(open_page):
    page = open_page(PAGES["lesson"][0])
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, a, summary, .tick, .option')].filter((one) => {
          const box = one.getBoundingClientRect();
          return box.width && !one.matches('.skip') && (box.width < 44 || box.height < 44);
        }).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert small == []
