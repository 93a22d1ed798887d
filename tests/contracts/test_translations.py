"""Every text of the staff side exists in Chinese."""

from lms.launch import translations


def test_every_text_has_a_chinese_translation():
    missing = translations.collect() - translations.translated(translations.CATALOGUE)
    assert not missing, f"{len(missing)} texts are not translated, such as {sorted(missing)[:5]}"


def test_a_text_without_translation_is_found(tmp_path):
    catalogue = tmp_path / "django.po"
    catalogue.write_text('msgid "Ward"\nmsgstr "监区"\n\nmsgid "Tablet"\nmsgstr ""\n', encoding="utf-8")
    assert translations.translated(catalogue) == {"Ward"}
