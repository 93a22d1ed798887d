"""A practical exam where there is no line: taken along, assessed and signed twice, reloaded, and all of it at the server once."""

import io
import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.browser import Site, migrated_database
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
APP = "/admin/practicals/app/"
PINS = {"考评员甲": "135790", "考评员乙": "246801"}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SHAPES = {"wide": (1280, 800), "upright": (800, 1280)}


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "site", profile="demo")  # its officers need no second factor
    site.migrate(migrated_database())
    site.python("tests.e2e.practical.seed", "exam")
    with site:
        yield site


@pytest.fixture
def page(desktop):
    """The evaluators' tablet."""
    context = desktop.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    yield page
    context.close()
    assert page.problems == []


def sign_in(site, page, username):
    page.context.clear_cookies()
    page.goto(f"{site.staff}/admin/login/?next={APP}")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.staff}{APP}")


def take_along(page, name):
    page.get_by_role("button", name="带走").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("新的 PIN").fill(PINS[name])
    dialog.get_by_label("再输一次").fill(PINS[name])
    dialog.get_by_role("button", name="带走").click()
    expect(page.get_by_role("heading", level=1, name="考生")).to_be_visible()


def unlock(page, name):
    page.get_by_role("radio", name=name).check()
    page.get_by_label("本平板的 PIN").fill(PINS[name])
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="考生")).to_be_visible()


def photo(colour):
    body = io.BytesIO()
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(body, "JPEG", quality=90)
    picture = Image.open(body)
    picture.paste(colour, (0, 0, 400, 400))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def assess(page, candidate, level, colour):
    page.get_by_role("link", name=candidate).click()
    page.get_by_role("button", name="开始", exact=True).click()
    page.get_by_role("radio", name="已断电").check()
    page.get_by_role("radio", name=level).check()
    page.get_by_label("备注").fill("焊缝整齐，动作规范。")
    page.locator("input[type=file]").set_input_files(photo(colour))
    expect(page.get_by_role("img", name="照片 1")).to_be_visible()


def sign(page, button, *, name=None, pin):
    page.get_by_role("button", name=button).click()
    dialog = page.get_by_role("dialog")
    if name:
        dialog.get_by_role("radio", name=name).check()
    dialog.get_by_label("本平板的 PIN").fill(pin)
    dialog.get_by_role("button", name="签名", exact=True).click()
    expect(dialog).to_have_count(0)


def looked_at(page, name):
    """axe finds nothing, and nothing is wider than the screen, both ways round; a picture where NEWLEAF_SHOTS says so."""
    found = []
    for shape, (width, height) in SHAPES.items():
        page.set_viewport_size({"width": width, "height": height})
        if folder := os.environ.get("NEWLEAF_SHOTS"):
            page.screenshot(path=str(Path(folder) / f"practical-{name}-{shape}.png"))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, shape)
        rules = Axe().run(page, options=WCAG).response["violations"]
        found += [(name, shape, one["id"], one["nodes"][0]["html"][:300]) for one in rules]
    page.set_viewport_size({"width": 1280, "height": 800})
    assert found == []


def test_two_candidates_are_assessed_without_a_line_and_everything_arrives_once(site, page):
    sign_in(site, page, "second")
    take_along(page, "考评员乙")
    page.get_by_role("button", name="锁定").click()
    sign_in(site, page, "first")
    looked_at(page, "door")
    take_along(page, "考评员甲")
    looked_at(page, "candidates")

    site.stop()
    page.reload()
    unlock(page, "考评员甲")
    assess(page, "考生1", "均匀", "red")
    looked_at(page, "task")
    page.get_by_role("link", name="查看并签名").click()
    looked_at(page, "summary")
    sign(page, "以考评员甲的名义签名", pin=PINS["考评员甲"])
    sign(page, "第二人签名", name="考评员乙", pin=PINS["考评员乙"])
    looked_at(page, "signed")
    page.get_by_role("link", name="回到考生名单").click()
    assess(page, "考生2", "有小缺陷", "blue")

    page.reload()  # in the middle of a task, and still no line
    unlock(page, "考评员甲")
    page.get_by_role("link", name="考生2").click()
    expect(page.get_by_role("radio", name="有小缺陷")).to_be_checked()
    expect(page.get_by_label("备注")).to_have_value("焊缝整齐，动作规范。")
    expect(page.get_by_role("img", name="照片 1")).to_be_visible()
    page.get_by_role("link", name="查看并签名").click()
    sign(page, "以考评员甲的名义签名", pin=PINS["考评员甲"])
    sign(page, "第二人签名", name="考评员乙", pin=PINS["考评员乙"])
    page.get_by_role("link", name="回到考生名单").click()
    expect(page.locator("[data-here='6']")).to_be_visible()
    looked_at(page, "waiting")

    site.start()
    page.get_by_role("button", name="现在发送").click()
    expect(page.locator("[data-here='0'][data-there='6']")).to_be_visible()
    once = {"assessments": 2, "signatures": 4, "photos": [True, True], "points": ["10.00", "7.50"]}
    assert site.python("tests.e2e.practical.seed", "arrived") == once
    looked_at(page, "arrived")

    page.get_by_role("button", name="现在发送").click()
    page.get_by_role("button", name="从平板上删除本场考试").click()
    expect(page.get_by_role("link", name="考生1")).to_have_count(0)
    assert site.python("tests.e2e.practical.seed", "arrived") == once

    page.get_by_role("link", name="查看已到服务器的记录").click()
    looked_at(page, "desktop-list")
    page.get_by_role("link", name="焊工五级实操").click()
    expect(page.get_by_text("两人已签名")).to_have_count(2)
    looked_at(page, "desktop-sitting")
    page.get_by_role("link", name="考生1").click()
    expect(page.get_by_role("img", name="照片 1")).to_be_visible()
    looked_at(page, "desktop-task")


def test_nothing_of_the_exam_lies_readable_on_the_tablet(site, page):
    sign_in(site, page, "first")
    take_along(page, "考评员甲")
    assess(page, "考生1", "均匀", "red")
    stored = page.evaluate(
        """async () => {
            const db = await new Promise((done) => { const r = indexedDB.open("newleaf-practicals"); r.onsuccess = () => done(r.result); });
            let text = "";
            for (const name of db.objectStoreNames) {
                const rows = await new Promise((done) => { const r = db.transaction(name).objectStore(name).getAll(); r.onsuccess = () => done(r.result); });
                const plain = (key, value) => (value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value) : value);
                text += JSON.stringify(rows, plain);
                text += rows.map((row) => (row.data ? new TextDecoder().decode(row.data) : "")).join("");
            }
            return text;
        }"""
    )
    assert "考评员甲" in stored  # the officer's name is not hidden: the search works
    for word in ("考生1", "焊接一条平焊缝", "已断电", "焊缝整齐", "\\xff\\xd8\\xff"):
        assert word not in stored
    assert not re.search("JFIF", stored)


def test_a_wrong_pin_opens_nothing_and_signs_nothing(site, page):
    sign_in(site, page, "first")
    take_along(page, "考评员甲")
    page.get_by_role("button", name="锁定").click()
    page.get_by_label("本平板的 PIN").fill("000000")
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="PIN 不对")).to_be_visible()
    expect(page.get_by_role("link", name="考生1")).to_have_count(0)


def test_an_evaluator_of_the_ward_gets_no_task_and_cannot_sign(site, page):
    sign_in(site, page, "own")
    PINS["本监区民警"] = "112233"
    take_along(page, "本监区民警")
    expect(page.get_by_text("您所在监区的学员")).to_have_count(4)
    page.get_by_role("button", name="锁定").click()
    sign_in(site, page, "first")
    take_along(page, "考评员甲")
    assess(page, "考生1", "均匀", "red")
    page.get_by_role("link", name="查看并签名").click()
    sign(page, "以考评员甲的名义签名", pin=PINS["考评员甲"])
    page.get_by_role("button", name="第二人签名").click()
    expect(page.get_by_role("status").filter(has_text="必须由别人签名")).to_be_visible()


def test_the_whole_task_by_keyboard_in_english(site, page):
    sign_in(site, page, "first")
    page.get_by_role("button", name="English").press("Enter")
    page.get_by_role("button", name="Take along").press("Enter")
    page.keyboard.type("135790")
    page.keyboard.press("Tab")
    page.keyboard.type("135790")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="考生1").press("Enter")
    page.get_by_role("radio", name="没有断电").press(" ")
    page.keyboard.press("ArrowDown")
    page.get_by_role("radio", name="有裂纹").press(" ")
    looked_at(page, "task-en")
    page.get_by_role("link", name="Look over and sign").press("Enter")
    page.get_by_role("button", name="Sign as").press("Enter")
    page.keyboard.type("135790")
    page.keyboard.press("Enter")
    expect(page.get_by_text("✓ 考评员甲")).to_be_visible()
    looked_at(page, "signed-en")
    page.get_by_role("button", name="Change the assessment").press("Enter")
    expect(page.get_by_role("radio", name="已断电")).to_be_checked()
