"""openai-whisper: for those who hold only an official `.pt`. An optional extra; loaded by path, never by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..shapes import RATE, Decoding, Heard, Segment, Span, Word
from .base import Abilities, EngineFailed, Request

MODEL_FILE = "model.pt"
_LONGEST_PIECE = 28.0  # seconds: one window of the model
_LONGEST_PAUSE = 4.0  # a longer silence begins a new piece
_PADDING = 0.4


class OfficialWhisper:
    """It has no voice detector and returns a whole file at once, so it gets the block in pieces of speech of half a minute."""

    def __init__(self) -> None:
        self._model: Any = None
        self._decoding = Decoding()

    def load(self, folder: Path, decoding: Decoding, *, device: str) -> Abilities:
        import torch
        import whisper

        torch.set_num_threads(1)
        try:
            self._model = whisper.load_model(str(folder / MODEL_FILE), device=device)
        except MemoryError as error:
            raise EngineFailed("no_memory", str(error)) from error
        except Exception as error:
            raise EngineFailed("model_unreadable", str(error)) from error
        self._decoding = decoding
        dims = self._model.dims
        _set_alignment_heads(self._model)
        return Abilities(
            self._model.is_multilingual,
            self._model.num_languages,
            dims.n_mels,
            device,
            "float16" if device == "cuda" else "float32",
        )

    def decode(self, request: Request, on_progress: Callable[[float], None]) -> tuple[Heard, Iterator[Segment]]:
        seconds = len(request.samples) / RATE
        pieces = _pieces(request.samples, seconds) if self._decoding.vad else [Span(0.0, seconds)]
        if not pieces:
            return Heard(), iter(())
        heard = Heard(request.language, 1.0) if request.language else self._listen(request.samples, pieces[0])
        return heard, self._segments(request, pieces, heard.language, on_progress)

    def listen(self, samples: Any) -> Heard:
        """Which language the first half minute sounds like."""
        import whisper

        if not self._model.is_multilingual:
            return Heard("en", 1.0)
        audio = whisper.pad_or_trim(samples)
        mel = whisper.log_mel_spectrogram(audio, self._model.dims.n_mels).to(self._model.device)
        _tokens, found = self._model.detect_language(mel)
        language = max(found, key=found.get)
        return Heard(language, float(found[language]))

    def _listen(self, samples: Any, piece: Span) -> Heard:
        return self.listen(samples[round(piece.start * RATE) : round(piece.end * RATE)])

    def _segments(
        self, request: Request, pieces: list[Span], language: str, on_progress: Callable[[float], None]
    ) -> Iterator[Segment]:
        settings = self._decoding
        for piece in pieces:
            made = self._model.transcribe(
                request.samples[round(piece.start * RATE) : round(piece.end * RATE)],
                language=language,
                beam_size=settings.beam_size,
                temperature=settings.temperature,
                word_timestamps=settings.word_timestamps,
                condition_on_previous_text=settings.condition_on_previous_text,
                initial_prompt=request.prompt if settings.prompt and request.prompt else None,
                carry_initial_prompt=bool(settings.prompt and request.prompt),
                fp16=self._model.device.type == "cuda",
                verbose=None,
            )
            for raw in made["segments"]:
                yield _segment(raw, piece)
            on_progress(piece.end)


def _segment(raw: dict[str, Any], piece: Span) -> Segment:
    def at(value: float) -> float:
        return round(min(piece.start + float(value), piece.end), 3)

    return Segment(
        start=at(raw["start"]),
        end=at(raw["end"]),
        text=raw["text"],
        words=[
            Word(at(word["start"]), at(word["end"]), word["word"], round(float(word["probability"]), 4))
            for word in raw.get("words") or []
        ],
        no_speech_prob=round(float(raw["no_speech_prob"]), 6),
        avg_logprob=round(float(raw["avg_logprob"]), 4),
        compression_ratio=round(float(raw["compression_ratio"]), 3),
    )


def _pieces(samples: Any, seconds: float) -> list[Span]:
    """Stretches of speech, joined while they fit into one window and no long silence lies between."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(max_speech_duration_s=_LONGEST_PIECE, min_silence_duration_ms=300, speech_pad_ms=0)
    joined: list[Span] = []
    for chunk in get_speech_timestamps(samples, options):
        span = Span(chunk["start"] / RATE, chunk["end"] / RATE)
        if joined and span.end - joined[-1].start <= _LONGEST_PIECE and span.start - joined[-1].end <= _LONGEST_PAUSE:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return [Span(max(0.0, span.start - _PADDING), min(seconds, span.end + _PADDING)) for span in joined]


def _set_alignment_heads(model: Any) -> None:
    """A model loaded by path has no alignment heads of its own: every head of the upper half of the decoder, as whisper's default is."""
    import torch

    dims = model.dims
    heads = torch.zeros(dims.n_text_layer, dims.n_text_head, dtype=torch.bool)
    heads[dims.n_text_layer // 2 :] = True
    model.register_buffer("alignment_heads", heads.to_sparse(), persistent=False)
