from streaming.transcription import texts
from streaming.transcription.shapes import Segment, Word


def test_traditional_characters_become_simplified():
    assert texts.simplified("焊接課程裏面，電線") == "焊接课程里面，电线"


def test_japanese_and_english_stay_as_they_are():
    assert texts.simplified("電気の勉強") == "電気の勉強"
    assert texts.simplified("Safety first.") == "Safety first."


def test_no_space_stands_between_characters_and_one_between_words():
    assert (
        texts.join(["今天学习 电工基础。", " 请 打开", " page  ten ", "of the book."])
        == "今天学习电工基础。请打开 page ten of the book."
    )


def test_control_characters_and_broken_ones_are_taken_out():
    assert texts.tidy("安\u200b全\ufffd第一\x07。") == "安全第一。"


def test_words_are_converted_within_their_sentence():
    words = [Word(0, 1, "電", 0.9), Word(1, 2, "線", 0.9), Word(2, 3, "。", 0.9)]
    cleaned = texts.clean(Segment(0, 3, " 電線。", words=words))
    assert (cleaned.text, [word.text for word in cleaned.words]) == ("电线。", ["电", "线", "。"])


def test_english_words_keep_the_space_before_them():
    words = [Word(0, 1, " Wear", 0.9), Word(1, 2, " your", 0.9), Word(2, 3, " goggles.", 0.9)]
    cleaned = texts.clean(Segment(0, 3, " Wear your goggles.", words=words))
    assert "".join(word.text for word in cleaned.words).strip() == cleaned.text


def test_letters_compare_what_was_said():
    assert texts.letters(" Ｈello, World！ 你好。") == "helloworld你好"
