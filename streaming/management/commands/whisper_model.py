"""`manage whisper_model add PATH | list | remove NAME`: the speech models of this machine, brought in by hand."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lms.lib.errors import Refused
from streaming.transcription import converting, installed, removing


class Command(BaseCommand):
    help = "Add, list or remove speech models (a folder for faster-whisper, or an official .pt file)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        add = actions.add_parser("add", help="check a model, copy it in, and say what it can do")
        add.add_argument("path", type=Path)
        add.add_argument("--name", default="", help="what it shall be called here; the folder's name otherwise")
        add.add_argument("--beam-size", type=int)
        add.add_argument("--temperature", type=float, nargs="+")
        add.add_argument("--batch-size", type=int, help="several windows at once, only with word times")
        add.add_argument("--no-words", dest="word_timestamps", action="store_const", const=False, help="no word times")
        add.add_argument("--no-prompt", dest="prompt", action="store_const", const=False, help="no terms as a prompt")
        add.add_argument("--no-vad", dest="vad", action="store_const", const=False, help="no voice detection")
        add.add_argument(
            "--convert", action="store_true", help="turn an official .pt into a folder for the faster engine"
        )
        actions.add_parser("list", help="what is installed")
        actions.add_parser("remove", help="take a model away").add_argument("name")

    def handle(self, *, action: str, **options: Any) -> None:
        try:
            getattr(self, action)(**options)
        except Refused as error:
            raise CommandError(str(error)) from error

    def add(self, *, path: Path, name: str, convert: bool, **options: Any) -> None:
        names = ("beam_size", "temperature", "batch_size", "word_timestamps", "prompt", "vad")
        changes = {key: options[key] for key in names if options[key] is not None}
        bring = converting.add_converted if convert else installed.add_model
        self.describe(bring(path, name=name, changes=changes))

    def list(self, **_options: Any) -> None:
        chosen = installed.chosen_model()
        for model in installed.list_models():
            self.describe(model, chosen=chosen is not None and model.name == chosen.name)
        if chosen is None:
            self.stdout.write(_("No speech model is chosen. Recordings are safe and wait for one."))

    def remove(self, *, name: str, **_options: Any) -> None:
        removing.remove_model(name)
        self.stdout.write(_("“%(name)s” has been removed. Finished transcripts stay.") % {"name": name})

    def describe(self, model: installed.InstalledModel, *, chosen: bool = False) -> None:
        able, how = model.abilities, model.decoding
        speaks = _("%(n)d languages") % {"n": able.languages} if able.multilingual else _("English only")
        lines = [
            f"{model.name}{' ← ' + _('new transcripts are made with it') if chosen else ''}",
            f"  {how.engine}, {speaks}, {able.mels} mel, {model.bytes / 1e6:.0f} MB, {able.device} {able.precision}",
            f"  {_('word times')}: {_('yes') if how.word_timestamps else _('no')} · {_('voice detection')}: "
            f"{_('yes') if how.vad else _('no')} · {_('terms as prompt')}: {_('yes') if how.prompt else _('no')}",
            f"  {model.folder}",
            f"  {model.fingerprint}",
        ]
        self.stdout.write("\n".join(lines))
