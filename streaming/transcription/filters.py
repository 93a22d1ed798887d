"""What an engine wrote down although nobody said it. Such segments are kept in the raw result and shown nowhere, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .shapes import Segment, Span
from .texts import letters

NOT_SPEECH, LOOPING, REPEATED, NO_VOICE, EMPTY, ECHO, STOCK = (
    "not_speech", "looping", "repeated", "no_voice", "empty", "echo_of_prompt", "stock_phrase",
)  # fmt: skip
_NO_SPEECH_PROB, _LOGPROB, _COMPRESSION, _VOICE_SECONDS, _REPEATS = 0.6, -1.0, 2.4, 0.2, 3
# What Whisper invents over music and silence: the ends of the films that it learnt from.
_STOCK = (
    "请不吝点赞", "订阅转发", "打赏支持", "明镜与点点", "字幕由amaraorg社群提供", "字幕志愿者", "谢谢观看", "谢谢收看",
    "由amaraorg社区提供的字幕", "thankyouforwatching", "thanksforwatching", "subtitlesbytheamaraorg", "pleasesubscribe",
)  # fmt: skip


def judge(segments: Sequence[Segment], speech: Sequence[Span], *, prompt: str = "") -> list[Segment]:
    """The same segments, in order, each with the reason to drop it or None. `speech`: where the voice detector heard somebody."""
    told = letters(prompt)
    judged = [replace(segment, dropped=_reason(segment, speech, told)) for segment in segments]
    return _without_repeats(judged)


def _reason(segment: Segment, speech: Sequence[Span], prompt: str) -> str | None:
    said = letters(segment.text)
    where = Span(segment.start, segment.end)
    if not said:
        return EMPTY
    if sum(where.shared_with(span) for span in speech) < _VOICE_SECONDS:
        return NO_VOICE
    if segment.no_speech_prob > _NO_SPEECH_PROB and segment.avg_logprob < _LOGPROB:
        return NOT_SPEECH
    if segment.compression_ratio > _COMPRESSION:
        return LOOPING
    if len(prompt) > 12 and len(said) > 12 and said in prompt:
        return ECHO
    if any(phrase in said and len(said) < 3 * len(phrase) for phrase in _STOCK):
        return STOCK
    return None


def _without_repeats(segments: list[Segment]) -> list[Segment]:
    """The same text three times in a row or more is said once."""
    kept = list(segments)
    run: list[int] = []
    for place, segment in enumerate([*segments, None]):
        same = segment is not None and run and letters(segment.text) == letters(segments[run[0]].text)
        if segment is not None and segment.dropped:
            continue
        if same:
            run.append(place)
            continue
        if len(run) >= _REPEATS:
            for repeat in run[1:]:
                kept[repeat] = replace(kept[repeat], dropped=REPEATED)
        run = [place]
    return kept
