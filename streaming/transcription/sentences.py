"""Every way in which a model, an engine or a recording can be broken, as one sentence for the person who can mend it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

NO_MODEL = gettext_noop(
    "No speech model is installed. The recording is safe; the transcript follows when a model has been added."
)

SENTENCES = {
    "no_model": NO_MODEL,
    "engine_not_installed": gettext_noop("The engine that this model needs is not installed on this machine."),
    "engine_failed": gettext_noop("The speech engine reported an error of its own. It is tried again."),
    "engine_stalled": gettext_noop("The speech engine was silent for too long and was ended."),
    "engine_killed": gettext_noop("The speech engine was ended, probably because memory ran out. A smaller model needs less."),
    "engine_crashed": gettext_noop("The speech engine crashed. The other parts of the recording go on."),
    "gave_up": gettext_noop("This part could not be transcribed in three attempts."),
    "no_memory": gettext_noop("There is not enough memory for this model. A smaller model needs less."),
    "no_device": gettext_noop("The graphics processor cannot be used. Set the device to cpu, or mend the driver."),
    "sound_gone": gettext_noop("The sound file of this recording is not where it was."),
    "not_a_wave": gettext_noop("The sound file is not 16 kHz mono WAV."),
    "sound_changed": gettext_noop("The sound file has changed since the transcript was asked for."),
    "model_gone": gettext_noop("The model with which this transcript was begun has been removed."),
    "no_folder": gettext_noop("There is no folder or file of this name."),
    "not_a_model": gettext_noop("This is neither a model folder for faster-whisper nor an official .pt file."),
    "file_missing": gettext_noop("A file of the model is missing: %(file)s."),
    "file_empty": gettext_noop("A file of the model is empty: %(file)s."),
    "file_unreadable": gettext_noop("A file of the model cannot be read: %(file)s."),
    "file_not_json": gettext_noop("A file of the model is damaged: %(file)s."),
    "file_changed": gettext_noop("A file of the model has changed since it was added: %(file)s."),
    "vocabulary_mismatch": gettext_noop("tokenizer.json and the vocabulary belong to different models."),
    "not_whisper": gettext_noop("config.json is not that of a Whisper model."),
    "wrong_mels": gettext_noop("preprocessor_config.json belongs to another model: the numbers of frequency bands differ."),
    "model_cut_off": gettext_noop("model.bin is cut off. Copy the model again."),
    "model_of_other_version": gettext_noop("model.bin was made by another version of CTranslate2. Convert it again."),
    "model_unreadable": gettext_noop("The model cannot be loaded: its main file is damaged or of another kind."),
    "bad_settings": gettext_noop("The decode settings of the model are not right: %(detail)s"),
    "batch_needs_words": gettext_noop("Several windows at once need word times. Leave word times on, or set the batch size to 0."),
    "bad_name": gettext_noop("A model's name has letters, digits, dots and dashes only."),
    "name_taken": gettext_noop("A model of this name is installed already. Choose another name, or remove it first."),
    "no_such_model": gettext_noop("No model of this name is installed."),
    "no_room": gettext_noop("There is not enough room on the disk for this model."),
}  # fmt: skip


def sentence(code: str, **values: str) -> str:
    """In the language of whoever reads it."""
    return _(SENTENCES.get(code, SENTENCES["engine_failed"])) % values
