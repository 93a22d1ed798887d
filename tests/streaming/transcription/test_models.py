"""Models brought in by hand: every way in which one can be broken is one sentence."""

import json
import shutil

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from streaming.models import Transcript
from streaming.transcription import api, installed
from streaming.transcription.errors import ModelNeeded, ModelRefused
from streaming.transcription.shapes import Decoding

FILES = ["model.bin", "config.json", "tokenizer.json", "vocabulary.json", "preprocessor_config.json"]


@pytest.fixture
def brought(kit, tmp_path):
    """A writable copy of the test model, as an operator brings it."""
    place = tmp_path / "stick" / "my-model"
    shutil.copytree(kit / "ct2", place)
    place.chmod(0o755)
    for file in place.iterdir():
        file.chmod(0o644)
    return place


def refused(path, **options):
    with pytest.raises(ModelRefused) as caught:
        api.add_model(path, **options)
    assert api.list_models() == []
    return caught.value


def test_a_good_model_says_what_it_can_do(brought):
    model = api.add_model(brought)
    assert (model.name, model.abilities.multilingual, model.abilities.languages, model.abilities.mels) == (
        "my-model", True, 100, 80,
    )  # fmt: skip
    assert api.chosen_model() == model


def test_the_same_files_have_the_same_fingerprint_whatever_the_name(brought):
    assert api.add_model(brought, name="a").fingerprint == api.add_model(brought, name="b").fingerprint


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(brought, name):
    (brought / name).unlink()
    assert name in str(refused(brought))


@pytest.mark.parametrize("name", FILES)
def test_an_empty_file_is_named(brought, name):
    (brought / name).write_bytes(b"")
    assert (refused(brought).why, name in str(refused(brought))) == ("file_empty", True)


@pytest.mark.parametrize("name", FILES[1:])
def test_a_truncated_json_file_is_named(brought, name):
    content = (brought / name).read_bytes()
    (brought / name).write_bytes(content[: len(content) // 2])
    assert (refused(brought).why, name in str(refused(brought))) == ("file_not_json", True)


def test_a_truncated_model_is_cut_off(brought):
    content = (brought / "model.bin").read_bytes()
    (brought / "model.bin").write_bytes(content[: len(content) // 2])
    assert refused(brought).why in {"model_cut_off", "model_unreadable"}


def test_a_model_file_of_another_kind_cannot_be_loaded(brought):
    (brought / "model.bin").write_bytes(b"PK\x03\x04" + bytes(10_000))
    assert refused(brought).why in {"model_of_other_version", "model_unreadable", "model_cut_off"}


def test_a_preprocessor_of_another_model_is_noticed(brought):
    (brought / "preprocessor_config.json").write_text('{"feature_size": 128}')
    assert refused(brought).why == "wrong_mels"


def test_a_config_that_is_not_whispers_is_noticed(brought):
    (brought / "config.json").write_text('{"model_type": "llama"}')
    assert refused(brought).why == "not_whisper"


def test_a_tokenizer_of_another_model_is_noticed(brought):
    tokenizer = json.loads((brought / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["model"]["vocab"] = {"a": 0, "b": 1}
    (brought / "tokenizer.json").write_text(json.dumps(tokenizer))
    assert refused(brought).why == "vocabulary_mismatch"


def test_what_is_no_model_at_all_is_refused(tmp_path):
    (tmp_path / "photos").mkdir()
    assert refused(tmp_path / "photos").why == "not_a_model"
    assert refused(tmp_path / "nowhere").why == "no_folder"
    assert refused("large-v3" and tmp_path / "large-v3").why == "no_folder"


@pytest.mark.parametrize("name", ["../up", ".hidden", "a/b", ""])
def test_a_name_that_leads_elsewhere_is_refused(brought, name):
    target = brought if name else brought.rename(brought.parent / "名字")
    assert refused(target, name=name).why == "bad_name"


def test_a_name_is_given_once(brought):
    api.add_model(brought)
    with translation.override("en"), pytest.raises(ModelRefused, match="installed already"):
        api.add_model(brought)


def test_decode_settings_come_with_the_model_and_the_operator_has_the_last_word(brought):
    (brought / "settings.json").write_text('{"word_timestamps": false, "beam_size": 2}')
    model = api.add_model(brought, changes={"beam_size": 3})
    assert (model.decoding.word_timestamps, model.decoding.beam_size) == (False, 3)


@pytest.mark.parametrize("content", ['{"beam": 5}', '{"beam_size": "many"}', "[", '{"vad": 1}', '{"temperature": []}'])
def test_wrong_decode_settings_are_refused_with_their_name(brought, content):
    (brought / "settings.json").write_text(content)
    assert refused(brought).why == "bad_settings"


def test_several_windows_at_once_without_word_times_are_refused(brought):
    with pytest.raises(ModelRefused) as caught:
        api.add_model(brought, changes={"batch_size": 4, "word_timestamps": False})
    assert caught.value.why == "batch_needs_words"


def test_decode_settings_survive_being_written_down():
    how = Decoding(temperature=(0.0, 0.4), batch_size=8)
    assert Decoding.from_json(json.loads(json.dumps(how.as_json()))) == how


def test_the_setting_chooses_among_several(brought, settings):
    api.add_model(brought, name="first")
    api.add_model(brought, name="second")
    assert api.chosen_model().name == "second"
    settings.WHISPER_MODEL = "first"
    assert api.chosen_model().name == "first"
    settings.WHISPER_MODEL = "gone"
    assert api.chosen_model() is None


def test_a_model_whose_file_was_swapped_is_noticed_before_it_is_loaded(tiny):
    (tiny.folder / "config.json").write_text("{}")
    with pytest.raises(ModelRefused, match=r"config\.json"):
        tiny.check()


@pytest.mark.django_db
def test_a_model_that_is_needed_is_not_removed(a_model):
    Transcript.objects.create(
        subject="recording:1", audio="a.wav", audio_sha256="0" * 64, audio_seconds=1, state="running",
        model_fingerprint=a_model.fingerprint,
    )  # fmt: skip
    with pytest.raises(ModelNeeded):
        api.remove_model(a_model.name)
    Transcript.objects.update(state="done")
    api.remove_model(a_model.name)
    assert api.list_models() == []


def test_half_a_copy_is_no_model(own_models):
    (own_models / ".coming-1").mkdir(parents=True)
    (own_models / "half").mkdir()
    (own_models / "half" / installed.MANIFEST).write_text("{")
    assert api.list_models() == []


@pytest.mark.django_db
def test_the_command_adds_lists_and_removes(brought, capsys):
    call_command("whisper_model", "add", str(brought), "--name", "tiny", "--no-words", "--temperature", "0")
    call_command("whisper_model", "list")
    assert "tiny ←" in capsys.readouterr().out
    assert api.chosen_model().decoding.temperature == (0.0,)
    call_command("whisper_model", "remove", "tiny")
    assert api.list_models() == []
    with pytest.raises(CommandError, match=r"No model|没有"):
        call_command("whisper_model", "remove", "tiny")
