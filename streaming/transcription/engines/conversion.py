"""An official `.pt` becomes a model folder for faster-whisper, once. Its own process: it needs openai-whisper and as much memory as the model.

`python -m streaming.transcription.engines.conversion MODEL.pt FOLDER`
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from .vocabulary import Vocabulary, vocabulary_of

_PRECISION = "int8"


def convert(source: Path, target: Path) -> None:
    """Writes the five files into `target`, a folder that does not exist yet."""
    import torch
    from ctranslate2.converters.converter import Converter

    checkpoint = torch.load(source, map_location="cpu", weights_only=True)
    dims = checkpoint["dims"]
    weights = {name: value.float().numpy() for name, value in checkpoint["model_state_dict"].items()}
    vocabulary = vocabulary_of(dims["n_vocab"])

    class Official(Converter):  # type: ignore[misc]
        def _load(self) -> Any:
            return _spec(dims, weights, vocabulary)

    Official().convert(str(target), quantization=_PRECISION)
    preprocessor = {"feature_size": dims["n_mels"], "sampling_rate": 16000, "hop_length": 160, "chunk_length": 30, "n_fft": 400}  # fmt: skip
    for name, content in (("tokenizer.json", vocabulary.tokenizer()), ("preprocessor_config.json", preprocessor)):
        (target / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _spec(dims: dict[str, int], weights: dict[str, Any], vocabulary: Vocabulary) -> Any:
    from ctranslate2.specs import whisper_spec

    layers, heads = dims["n_text_layer"], dims["n_text_head"]
    spec = whisper_spec.WhisperSpec(dims["n_audio_layer"], dims["n_audio_head"], layers, heads)
    for name in ("conv1", "conv2"):
        _linear(getattr(spec.encoder, name), f"encoder.{name}", weights)
    for side, stem in ((spec.encoder, "encoder"), (spec.decoder, "decoder")):
        side.position_encodings.encodings = weights[f"{stem}.positional_embedding"]
        _norm(side.layer_norm, "encoder.ln_post" if stem == "encoder" else "decoder.ln", weights)
        for number, layer in enumerate(side.layer):
            _layer(layer, f"{stem}.blocks.{number}", weights, crossed=stem == "decoder")
    spec.decoder.embeddings.weight = spec.decoder.projection.weight = weights["decoder.token_embedding.weight"]
    spec.register_vocabulary(vocabulary.tokens)
    place = {token: number for number, token in enumerate(vocabulary.tokens)}
    spec.config.lang_ids = [place[token] for token in vocabulary.languages]
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [place["\u0120"], place["<|endoftext|>"]]
    spec.config.alignment_heads = [(layer, head) for layer in range(layers // 2, layers) for head in range(heads)]
    return spec


def _layer(layer: Any, stem: str, weights: dict[str, Any], *, crossed: bool) -> None:
    _attention(layer.self_attention, f"{stem}.attn", weights, fused=3)
    if crossed:
        _attention(layer.attention, f"{stem}.cross_attn", weights, fused=1)
    _linear(layer.ffn.linear_0, f"{stem}.mlp.0", weights)
    _linear(layer.ffn.linear_1, f"{stem}.mlp.2", weights)
    _norm(layer.ffn.layer_norm, f"{stem}.mlp_ln", weights)


def _attention(attention: Any, stem: str, weights: dict[str, Any], *, fused: int) -> None:
    """`fused`: how many of query, key and value share the first matrix: all three, or the query alone."""
    from ctranslate2.converters import utils
    from ctranslate2.specs import common_spec

    parts = [common_spec.LinearSpec() for _ in range(3)]
    for part, name in zip(parts, ("query", "key", "value"), strict=True):
        _linear(part, f"{stem}.{name}", weights)
    utils.fuse_linear(attention.linear[0], parts[:fused])
    if fused == 1:
        utils.fuse_linear(attention.linear[1], parts[1:])
    _linear(attention.linear[-1], f"{stem}.out", weights)
    _norm(attention.layer_norm, f"{stem}_ln", weights)


def _linear(part: Any, name: str, weights: dict[str, Any]) -> None:
    part.weight = weights[f"{name}.weight"]
    if f"{name}.bias" in weights:
        part.bias = weights[f"{name}.bias"]


def _norm(part: Any, name: str, weights: dict[str, Any]) -> None:
    part.gamma, part.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
