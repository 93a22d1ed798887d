"""Whisper's vocabulary, from the ranks that openai-whisper brings, in the shape that the `tokenizers` library reads."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

_TIMES = 1501  # time stamps: 0.00 to 30.00 in steps of 0.02


@dataclass(frozen=True)
class Vocabulary:
    """`tokens`: every token in the order of its number; `words`: how many of them are text; `merges` in the order of their rank."""

    tokens: list[str]
    words: int
    languages: list[str]
    merges: list[list[str]]

    def tokenizer(self) -> dict[str, Any]:
        """The content of tokenizer.json."""
        added = [
            {"id": number, "content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
             "special": number < len(self.tokens) - _TIMES}
            for number, token in enumerate(self.tokens[self.words :], start=self.words)
        ]  # fmt: skip
        byte_level = {"type": "ByteLevel", "trim_offsets": True, "use_regex": True}
        return {
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None,
            "pre_tokenizer": {**byte_level, "add_prefix_space": False}, "post_processor": None,
            "decoder": {**byte_level, "add_prefix_space": True},
            "model": {
                "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "",
                "end_of_word_suffix": "", "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
                "vocab": {token: number for number, token in enumerate(self.tokens[: self.words])},
                "merges": self.merges,
            },
        }  # fmt: skip


def vocabulary_of(size: int) -> Vocabulary:
    """Of the official model with so many tokens."""
    from whisper.tokenizer import LANGUAGES, get_encoding

    multilingual = size >= 51865
    languages = size - 51765 - int(multilingual)
    encoding = get_encoding("multilingual" if multilingual else "gpt2", num_languages=languages)
    ranks: dict[bytes, int] = encoding._mergeable_ranks
    letters = _letters()
    tokens = [""] * size
    for raw, number in ranks.items():
        tokens[number] = _written(raw, letters)
    for token, number in encoding._special_tokens.items():
        tokens[number] = token
    spoken = [f"<|{code}|>" for code in list(LANGUAGES)[:languages]]
    return Vocabulary(tokens, len(ranks), spoken, _merges(ranks, letters))


def _letters() -> list[str]:
    """A printable character for each byte, as GPT-2 chose them: printable ones stand for themselves."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    spare = iter(range(256, 512))
    return [chr(byte) if byte in printable else chr(next(spare)) for byte in range(256)]


def _written(raw: bytes, letters: list[str]) -> str:
    return "".join(letters[byte] for byte in raw)


def _merges(ranks: dict[bytes, int], letters: list[str]) -> list[list[str]]:
    """Each longer token is the merge of the two parts that remain when only lower ranks have been merged."""
    found: list[list[str]] = []
    for token, rank in sorted(ranks.items(), key=lambda item: item[1]):
        parts = [bytes([byte]) for byte in token]
        while len(parts) > 2:
            joined = [ranks.get(left + right, rank) for left, right in itertools.pairwise(parts)]
            best = min(joined)
            if best >= rank:
                break
            place = joined.index(best)
            parts[place : place + 2] = [parts[place] + parts[place + 1]]
        if len(parts) == 2:
            found.append([_written(part, letters) for part in parts])
    return found
