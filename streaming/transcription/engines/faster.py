"""faster-whisper (CTranslate2): the engine by default. The model is a folder of five files, checked before it comes here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..shapes import RATE, Decoding, Heard, Segment, Word
from .base import Abilities, EngineFailed, Request

_PROMPT_CHARACTERS = 400  # the engine cuts the prompt at 223 tokens anyway


class FasterWhisper:
    def __init__(self) -> None:
        self._model: Any = None
        self._decoding = Decoding()

    def load(self, folder: Path, decoding: Decoding, *, device: str) -> Abilities:
        from faster_whisper import WhisperModel

        precision = "float16" if device == "cuda" else "int8"
        try:
            self._model = WhisperModel(
                str(folder), device=device, compute_type=precision, cpu_threads=1, local_files_only=True
            )
        except MemoryError as error:
            raise EngineFailed("no_memory", str(error)) from error
        except Exception as error:
            raise EngineFailed(_why_not_loaded(str(error)), str(error)) from error
        self._decoding = decoding
        inner = self._model.model
        mels = int(self._model.feature_extractor.mel_filters.shape[0])
        if inner.n_mels != mels:
            raise EngineFailed("wrong_mels", f"model {inner.n_mels}, preprocessor {mels}")
        return Abilities(inner.is_multilingual, len(self._model.supported_languages), mels, device, inner.compute_type)

    def decode(self, request: Request, on_progress: Callable[[float], None]) -> tuple[Heard, Iterator[Segment]]:
        settings = self._decoding
        options: dict[str, Any] = {
            "language": request.language or None,
            "beam_size": settings.beam_size,
            "temperature": list(settings.temperature),
            "word_timestamps": settings.word_timestamps,
            # An initial prompt would reach the first window only; hotwords stand before every one.
            "hotwords": request.prompt[:_PROMPT_CHARACTERS] if settings.prompt and request.prompt else None,
        }
        if settings.batch_size and settings.word_timestamps:
            from faster_whisper import BatchedInferencePipeline

            batched = BatchedInferencePipeline(self._model)
            found, info = batched.transcribe(request.samples, batch_size=settings.batch_size, **options)
        else:
            found, info = self._model.transcribe(
                request.samples,
                vad_filter=settings.vad,
                condition_on_previous_text=settings.condition_on_previous_text,
                **options,
            )
        return Heard(info.language, float(info.language_probability)), _segments(found, on_progress)

    def listen(self, samples: Any) -> Heard:
        """Which language the first half minute sounds like."""
        language, probability, _all = self._model.detect_language(audio=samples[: 30 * RATE])
        return Heard(language, float(probability))


def _segments(found: Any, on_progress: Callable[[float], None]) -> Iterator[Segment]:
    for made in found:
        yield Segment(
            start=round(float(made.start), 3),
            end=round(float(made.end), 3),
            text=made.text,
            words=[
                Word(
                    round(float(word.start), 3), round(float(word.end), 3), word.word, round(float(word.probability), 4)
                )
                for word in made.words or []
            ],
            no_speech_prob=round(float(made.no_speech_prob), 6),
            avg_logprob=round(float(made.avg_logprob), 4),
            compression_ratio=round(float(made.compression_ratio), 3),
        )
        on_progress(float(made.end))


def _why_not_loaded(said: str) -> str:
    said = said.lower()
    if "memory" in said or "alloc" in said:
        return "no_memory"
    if "cuda" in said or "driver" in said or "cublas" in said or "cudnn" in said:
        return "no_device"
    if "incomplete" in said or "truncated" in said or "unexpected end" in said:
        return "model_cut_off"
    if "version" in said or "unsupported model" in said:
        return "model_of_other_version"
    return "model_unreadable"
