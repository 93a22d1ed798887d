"""Our language tags and Whisper's codes."""

from __future__ import annotations

# What Whisper has been taught; a language that is not here (such as Uyghur) is left to detection.
_TAUGHT = """
en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te
fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht
ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue
"""
WHISPER = frozenset(_TAUGHT.split())


def whisper_code(tag: str) -> str:
    """`zh-Hans` → `zh`. Empty when the language is to be detected or Whisper does not know it."""
    code = tag.lower().split("-")[0].split("_")[0]
    return code if code in WHISPER else ""
