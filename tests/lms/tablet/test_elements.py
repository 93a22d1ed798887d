"""The elements of a lesson in a real browser: by keyboard and finger, feedback at once, and nothing lost by a reload."""

import pytest

pytestmark = pytest.mark.e2e

LESSON = "/lesson/0192aaaa-0000-7000-8000-000000000011"


def block(page, name):
    part = page.locator(f'section[data-block="{name}"]')
    part.locator(":scope > *").first.wait_for()
    return part


def check(part):
    part.locator(".button-main").click()


def test_a_wrong_choice_may_be_tried_again_until_it_is_right(open_page):
    part = block(open_page(LESSON), "q1")
    part.get_by_text("打开气瓶").click()
    check(part)
    part.locator(".feedback-wrong").wait_for()
    part.get_by_role("button", name="再试一次").click()
    part.get_by_text("戴好面罩").click()
    check(part)
    assert "保护眼睛最要紧" in part.locator(".feedback-right").inner_text()


def test_the_answer_can_be_shown_after_a_try(open_page):
    part = block(open_page(LESSON), "q1")
    assert part.get_by_role("button", name="看答案").count() == 0
    part.get_by_text("打开气瓶").click()
    check(part)
    part.get_by_role("button", name="看答案").click()
    assert part.locator(".option.is-right").inner_text().strip().endswith("对")


def test_an_order_is_set_by_keyboard(open_page):
    page = open_page(LESSON)
    part = block(page, "q2")
    part.get_by_role("button", name="往上移：戴面罩").focus()
    page.keyboard.press("Enter")
    check(part)
    part.locator(".feedback-right").wait_for()


def test_an_order_is_set_by_dragging(open_page):
    page = open_page(LESSON)
    part = block(page, "q2")
    part.scroll_into_view_if_needed()
    grips = part.locator(".order-grip")
    start, end = grips.nth(1).bounding_box(), grips.nth(0).bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(end["x"] + 20, end["y"] + 20, steps=6)
    page.mouse.up()
    check(part)
    part.locator(".feedback-right").wait_for()


def test_pairs_are_made_by_two_taps(open_page):
    part = block(open_page(LESSON), "q3")
    for left, right in (("面罩", "护眼"), ("手套", "护手"), ("围裙", "护身")):
        part.get_by_role("button", name=left).first.click()
        part.get_by_role("button", name=right).last.click()
    check(part)
    part.locator(".feedback-right").wait_for()


def test_half_a_gap_text_is_partly_right_and_full_width_counts(open_page):
    part = block(open_page(LESSON), "q4")
    part.locator("input").nth(0).fill("１０")
    part.locator("input").nth(1).fill("睡觉")
    check(part)
    assert "50%" in part.locator(".feedback-wrong").inner_text()


def test_words_are_chosen_in_gaps_by_keyboard_and_each_is_used_once(open_page):
    page = open_page(LESSON)
    part = block(page, "q5")
    first, second = part.get_by_label("第 1 个空，共 2 个"), part.get_by_label("第 2 个空，共 2 个")
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert first.input_value() == "a"
    assert second.locator("option[value=a]").is_disabled()
    assert part.locator(".button-main").is_disabled()
    second.select_option("b")
    check(part)
    part.locator(".feedback-right").wait_for()


def test_a_number_is_said_again_as_it_is_understood(open_page):
    part = block(open_page(LESSON), "q6")
    assert part.get_by_role("img", name="一块钢板").first.is_visible()
    part.get_by_label("数字").fill("1，25")
    part.get_by_text("还要选单位").wait_for()
    assert part.locator(".button-main").is_disabled()
    part.get_by_label("单位").select_option("厘米")
    part.get_by_text("你写的是 1.25 厘米").wait_for()
    check(part)
    part.locator(".feedback-right").wait_for()


def test_what_is_no_number_cannot_be_handed_in_and_is_said(open_page):
    part = block(open_page(LESSON), "q6")
    part.get_by_label("单位").select_option("毫米")
    part.get_by_label("数字").fill("1,2,3")
    part.get_by_text("认不出这个数").wait_for()
    assert part.locator(".button-main").is_disabled()


def test_the_shown_answer_of_a_number_stands_in_its_field(open_page):
    part = block(open_page(LESSON), "q6")
    part.get_by_label("数字").fill("3 毫米")
    check(part)
    part.get_by_role("button", name="看答案").click()
    assert part.get_by_label("数字").input_value() == "12.5"
    assert part.get_by_label("单位").input_value() == "毫米"


def test_places_on_a_picture_are_chosen_by_finger_and_by_keyboard(open_page):
    page = open_page(LESSON)
    part = block(page, "q7")
    part.get_by_role("button", name="位置 1：左上角").click()
    middle = part.get_by_role("button", name="位置 2：中间")
    middle.focus()
    page.keyboard.press("Space")
    assert middle.get_attribute("aria-pressed") == "true"
    part.get_by_text("已选：1 · 2").wait_for()
    check(part)
    part.locator(".feedback-right").wait_for()


def test_a_wrong_place_is_marked_by_a_sign_and_in_words(open_page):
    part = block(open_page(LESSON), "q7")
    part.get_by_role("button", name="位置 1：左上角").click()
    part.get_by_role("button", name="位置 3：右下角").click()
    check(part)
    assert "✗" in part.get_by_role("button", name="位置 3：右下角 不对").text_content()


def test_what_was_typed_is_there_after_a_reload(open_page):
    page = open_page(LESSON)
    block(page, "q4").locator("input").nth(0).fill("十")
    block(page, "r1").locator("textarea").fill("我在想")
    page.fill("#ask", "为什么？")
    page.fill("#note", "记下")
    page.reload()
    assert block(page, "q4").locator("input").nth(0).input_value() == "十"
    assert block(page, "r1").locator("textarea").input_value() == "我在想"
    assert (page.input_value("#ask"), page.input_value("#note")) == ("为什么？", "记下")


def test_a_reflection_says_who_can_read_it(open_page):
    part = block(open_page(LESSON), "r1")
    assert "只有你自己能看" in part.inner_text()
    part.get_by_text("给民警教师看", exact=True).click()
    assert "会给民警教师看" in part.inner_text()
    assert part.get_by_role("button", name="交给民警教师").is_disabled()


def test_steps_go_one_by_one_and_keep_their_ticks(open_page):
    page = open_page(LESSON)
    part = block(page, "s1")
    part.get_by_label("这一步我做完了").check()
    part.get_by_role("button", name="下一步").click()
    assert "取下旧焊条" in part.locator(".step").inner_text()
    page.reload()
    assert block(page, "s1").locator(".dot.is-done").count() == 1


def test_a_word_opens_at_a_tap(open_page):
    part = block(open_page(LESSON), "g1")
    part.get_by_role("button", name="起弧").click()
    assert "电弧" in part.inner_text()


def test_a_tap_on_a_line_of_a_song_goes_there(open_page):
    page = open_page(LESSON)
    part = block(page, "m1")
    part.get_by_text("芬芳美丽满枝桠").click()
    part.locator(".lyric[aria-current=true]", has_text="芬芳").wait_for()
    assert page.evaluate("document.querySelector('nl-song audio').currentTime") >= 2.8


def test_the_lesson_changes_its_language(open_page):
    page = open_page(LESSON)
    page.get_by_role("button", name="English").first.click()
    page.get_by_role("heading", name="Welding safely: three things before you start").wait_for()


def test_read_aloud_marks_the_block_that_is_read(open_page):
    page = open_page(LESSON)
    page.evaluate("HTMLMediaElement.prototype.play = function () { return Promise.resolve(); }")
    block(page, "t1").get_by_role("button", name="读这一段").click()
    page.locator('section.is-read[data-block="t1"]').wait_for()
    page.get_by_role("button", name="停止朗读").first.click()
    assert page.locator(".is-read").count() == 0


def test_wrong_tries_are_answered_by_a_countdown(open_page):
    page = open_page("/", state="sign-in")
    page.locator(".person").first.click()
    page.fill("#pin", "111111")
    page.get_by_text("不对，请再试一次").wait_for()
    page.fill("#pin", "000000")
    page.locator(".wait").wait_for()
    assert "秒后再试" in page.locator(".wait").inner_text()
    assert page.locator("#pin").count() == 0


def test_a_pin_is_tapped_on_the_pad(open_page):
    page = open_page("/", state="sign-in")
    page.locator(".person").first.click()
    for digit in "258036":
        page.get_by_role("button", name=digit, exact=True).click()
    page.locator(".home").wait_for()


def test_a_wrong_pairing_code_says_where_to_get_a_new_one(open_page):
    page = open_page("/", state="pairing")
    page.fill("#code", "NOPE")
    page.get_by_role("button", name="登记").click()
    assert "取一个新的" in page.get_by_role("alert").inner_text()
