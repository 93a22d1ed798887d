import sys

import pytest

from streaming.transcription import api, installed
from streaming.transcription.engines import client
from tests.streaming.transcription import sounds

HOW = {"word_timestamps": False, "temperature": [0.0], "prompt": False}


@pytest.fixture(autouse=True)
def own_models(settings, tmp_path):
    settings.WHISPER_MODELS_DIR = tmp_path / "models"
    settings.WHISPER_MODEL = ""
    return settings.WHISPER_MODELS_DIR


@pytest.fixture
def kit():
    """The folder of the test model."""
    if not sounds.KIT.is_dir():
        pytest.skip(sounds.NO_KIT)
    return sounds.KIT


@pytest.fixture
def tiny(kit):
    """The test model, really installed."""
    return api.add_model(kit / "ct2", name="tiny", changes=HOW)


SCRIPT = """
import json, os, signal, sys, time
plan = json.loads(open({plan!r}, encoding="utf-8").read())
for line in sys.stdin:
    order = json.loads(line)
    for answer in plan[order["do"]].pop(0) if len(plan[order["do"]]) > 1 else plan[order["do"]][0]:
        if answer == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if answer == "sleep":
            time.sleep(60)
        print(json.dumps(answer), flush=True)
"""


@pytest.fixture
def stored_engine(tmp_path, monkeypatch):
    """An engine whose answers are stored: `play(speech=…, decode=[…])`, each a list of answers or, for several orders, of such lists."""
    import json

    def play(*, speech, decode, load=None):
        able = {"multilingual": True, "languages": 100, "mels": 80, "device": "cpu", "precision": "int8"}
        plan = {"speech": [[{"done": speech}]], "decode": decode, "load": load or [[{"done": able}]]}
        place = tmp_path / "plan.json"
        place.write_text(json.dumps(plan), encoding="utf-8")
        script = tmp_path / "engine.py"
        script.write_text(SCRIPT.format(plan=str(place)), encoding="utf-8")
        monkeypatch.setattr(client, "COMMAND", [sys.executable, str(script)])

    return play


@pytest.fixture
def a_model(stored_engine, own_models, monkeypatch):
    """An installed model whose engine is a stored one: its files are only names."""
    stored_engine(speech=[], decode=[[{"done": {"heard": {}}}]])
    source = own_models.parent / "brought"
    source.mkdir()
    (source / "model.pt").write_bytes(b"weights")
    return installed.add_model(source, name="stored")
