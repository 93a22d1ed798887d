"""A small Whisper made as large as `base` without changing what it hears: for figures about speed, where no real weights are at hand.

Every hidden number stands there COPIES times and every matrix that reads them is divided by that (Chen, Goodfellow and Shlens,
"Net2Net", 2016); layers that add nothing fill up the depth. The widened model says the same words; what it costs is what its size costs.

`python -m tests.bench.widened MODEL.pt WIDER.pt`
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

COPIES = 5  # 96 → 480 numbers a state; `base` has 512
LAYERS = 6  # as many as `base`


def widen(source: Path, target: Path) -> None:
    """Reads an official checkpoint, writes another one."""
    import torch

    checkpoint = torch.load(source, map_location="cpu", weights_only=True)
    dims = checkpoint["dims"]
    old = {name: value.float() for name, value in checkpoint["model_state_dict"].items()}
    new = {name: _wide(name, value) for name, value in old.items() if ".blocks." not in name}
    new["decoder.ln.weight"], new["decoder.ln.bias"] = (
        new[f"decoder.ln.{part}"] / COPIES for part in ("weight", "bias")
    )
    for side, heads in (("encoder", dims["n_audio_head"]), ("decoder", dims["n_text_head"])):
        layers = dims["n_audio_layer" if side == "encoder" else "n_text_layer"]
        for number in range(LAYERS):
            stem = f"{side}.blocks.{min(number, layers - 1)}."
            for name, value in old.items():
                if name.startswith(stem):
                    part = name.removeprefix(stem)
                    wide = _wide_in_block(part, value, heads if side == "encoder" else 0)
                    if number >= layers and part.startswith(("attn.out", "cross_attn.out", "mlp.2")):
                        wide = torch.zeros_like(wide)
                    new[f"{side}.blocks.{number}.{part}"] = wide
    dims = dims | {"n_audio_state": dims["n_audio_state"] * COPIES, "n_text_state": dims["n_text_state"] * COPIES}
    dims |= {"n_text_head": dims["n_text_head"] * COPIES, "n_audio_layer": LAYERS, "n_text_layer": LAYERS}
    torch.save({"dims": dims, "model_state_dict": {name: value.half() for name, value in new.items()}}, target)


def _wide(name: str, value: Any) -> Any:
    """Outside of the layers: embeddings and positions, norms, the two convolutions."""
    if name.endswith("positional_embedding") or name == "decoder.token_embedding.weight":
        return value.repeat(1, COPIES)
    if name == "encoder.conv1.weight":  # reads the spectrum, which stays as it is
        return value.repeat(COPIES, 1, 1)
    if name == "encoder.conv2.weight":
        return value.repeat(COPIES, COPIES, 1) / COPIES
    return value.repeat(COPIES)


def _wide_in_block(part: str, value: Any, heads: int) -> Any:
    """`heads`: of the encoder, whose heads grow; 0: of the decoder, which gets more heads of the same size."""
    wide = value.repeat(COPIES) if value.dim() == 1 else value.repeat(COPIES, COPIES) / COPIES
    if not heads or not part.startswith("attn.") or part == "attn.out.bias":
        return wide
    places = _grown_heads(value.shape[0], heads)
    if part == "attn.out.weight":
        return wide[:, places]
    wide = wide[places]
    return wide / COPIES**0.5 if part.startswith("attn.query") else wide


def _grown_heads(size: int, heads: int) -> list[int]:
    """Where each number of a grown head is found: all copies of the first head, then all of the second, …"""
    each = size // heads
    return [copy * size + head * each + at for head in range(heads) for copy in range(COPIES) for at in range(each)]


if __name__ == "__main__":
    widen(Path(sys.argv[1]), Path(sys.argv[2]))
