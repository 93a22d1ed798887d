from streaming.transcription.languages import whisper_code
from streaming.transcription.prompts import LONGEST, prompt_for


def test_a_chinese_lesson_is_prompted_in_simplified_characters_with_its_terms():
    prompt = prompt_for("zh", ["焊接", "电弧", "焊接"])
    assert prompt.startswith("以下是")
    assert prompt.endswith("本课词语：焊接、电弧。")


def test_where_the_language_is_to_be_detected_only_the_terms_are_said():
    assert prompt_for("", ["welding", "焊接"]) == "welding, 焊接"
    assert prompt_for("", []) == ""


def test_many_terms_are_cut_at_the_room_there_is():
    assert len(prompt_for("en", [f"term number {n}" for n in range(500)])) <= LONGEST + 40


def test_language_tags_become_whispers_codes():
    assert [whisper_code(tag) for tag in ("zh-Hans", "zh-hans", "EN", "ug", "", "vi")] == [
        "zh",
        "zh",
        "en",
        "",
        "",
        "vi",
    ]
