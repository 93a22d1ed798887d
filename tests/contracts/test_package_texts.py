"""Every text of the packages under the staff screens exists in Chinese, ours where a package has none."""

import pytest
from django.utils import translation
from django.views.i18n import JavaScriptCatalog

from lms.launch import package_texts


@pytest.mark.parametrize("domain", package_texts.DOMAINS)
def test_every_text_of_the_packages_has_a_chinese_translation(domain):
    missing = package_texts.missing_texts(domain)
    assert not missing, (
        f"run python -m lms.launch.package_texts --update: {missing[:5]} and more, {len(missing)} in all"
    )


def test_a_text_that_a_package_brings_anew_is_found(monkeypatch):
    brought = 'msgid "A screen that nobody has translated"\nmsgstr ""\n\nmsgid "Save"\nmsgstr ""\n'
    monkeypatch.setattr(package_texts, "said", lambda domain: HEADER + brought)
    assert package_texts.missing_texts("django") == ["A screen that nobody has translated"]


@pytest.mark.parametrize("domain", package_texts.DOMAINS)
def test_no_text_in_our_catalogue_is_left_empty(domain):
    lines = (package_texts.FOLDER / f"{domain}.po").read_text(encoding="utf-8").split("\n\n")[1:]
    assert [block for block in lines if block.rstrip().endswith(' ""')] == []


def test_our_words_go_before_those_of_wagtail():
    with translation.override("zh-hans"):
        assert translation.gettext("Submit for moderation") == "送审"


def test_the_scripts_of_the_staff_pages_get_our_words_too(rf):
    with translation.override("zh-hans"):
        answer = JavaScriptCatalog.as_view(packages=["wagtail.admin"])(rf.get("/"))
    assert b"\\u63d2\\u5165\\u5185\\u5bb9\\u5757" in answer.content  # 插入内容块


def test_an_update_puts_new_texts_in_and_takes_old_ones_out(tmp_path, monkeypatch):
    catalogue = tmp_path / "django.po"
    catalogue.write_text(HEADER + 'msgid "Gone"\nmsgstr "没有了"\n\nmsgid "Stays"\nmsgstr "还在"\n', encoding="utf-8")
    said = HEADER + "\n\n".join(f'msgid "{text}"\nmsgstr ""' for text in ("Stays", "New", "Said in Chinese already"))
    monkeypatch.setattr(package_texts, "said", lambda domain: said + "\n")
    package_texts.update(catalogue, "django", ["New"])
    blocks = catalogue.read_text(encoding="utf-8").strip().split("\n\n")[1:]
    assert blocks == ['msgid "New"\nmsgstr ""', 'msgid "Stays"\nmsgstr "还在"']


HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\n'
