"""The words of a published document, and the pieces that they are indexed in."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lms.lib.search_text import Token, tokens
from lms.packages import shapes

MOST_TIMES = 250  # the same word in one piece
MOST_WORDS = 12_000
CUT_WORDS = 100  # with the overlap less than MOST_TIMES, even of one word said over and over
OVERLAP_WORDS = 24  # what the next piece begins with again, so that no phrase is lost at the seam
SPOKEN_WORDS = 160  # of captions in one piece: about half a minute
_BREAK = re.compile(r"<(?:br|/p|/h\d|/li|/td|/th|/tr)[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")

Place = tuple[int, str, float | None]  # offset in the text, block, seconds


@dataclass(frozen=True)
class Part:
    """A text in one place: a block, or a cue with its second."""

    text: str
    block: str = ""
    seconds: float | None = None


@dataclass(frozen=True)
class Piece:
    """A run of parts that is one row of the index."""

    text: str
    places: list[Place]
    words: list[Token]


def plain(markup: str) -> str:
    """Cleaned HTML as text."""
    return " ".join(html.unescape(_TAG.sub("", _BREAK.sub(" ", markup))).split())


def block_text(block: shapes.LessonBlock) -> str:
    """The words of a block; never the answers of a question. The tablet's `blockText` gives the same."""
    found: list[str] = []
    match block:
        case shapes.TextBlock():
            found = [plain(block.html)]
        case shapes.CalloutBlock():
            found = [block.title, plain(block.html)]
        case shapes.PictureBlock():
            found = [block.caption, block.alt]
        case shapes.VideoBlock() | shapes.FileBlock():
            found = [block.title]
        case shapes.AudioBlock():
            found = [block.title, plain(block.transcript_html)]
        case shapes.GlossaryBlock():
            found = [text for term in block.terms for text in (term.term, term.reading, term.meaning)]
        case shapes.StepsBlock():
            found = [block.title, *(text for step in block.steps for text in (step.title, plain(step.html)))]
        case shapes.ReflectionBlock():
            found = [block.prompt]
        case shapes.SongBlock():
            found = [block.title, *(text for line in block.lines for text in (line.text, line.translation))]
        case shapes.CharactersBlock():
            found = [block.title]
            found += [text for one in block.characters for text in (one.character, one.pinyin, one.meaning)]
        case shapes.QuestionBlock():
            found = [plain(block.item.prompt_html)]
    return " · ".join(" ".join(text.split()) for text in found if text)


def document_parts(document: shapes.LessonDocument) -> list[Part]:
    """Title, objectives and blocks of one version of a lesson."""
    blocks = [Part(block_text(block), block.id) for block in document.blocks]
    return [Part(text) for text in [document.title, *document.objectives]] + [part for part in blocks if part.text]


def pieces(parts: Iterable[Part], *, most_words: int = MOST_WORDS) -> Iterator[Piece]:
    """Parts put together until a piece is full; a piece begins with the last words of the one before."""
    for chosen in _filled([(part, tokens(part.text)) for part in _halved(parts)], most_words):
        text, places = "", []
        for part in chosen:
            places.append((len(text), part.block, part.seconds))
            text += part.text + "\n"
        yield Piece(text, places, tokens(text))


def _halved(parts: Iterable[Part]) -> Iterator[Part]:
    """Long parts in cuts that end where a word begins, so that a piece can take them one by one."""
    for part in parts:
        starts = [token.start for token in tokens(part.text)][::CUT_WORDS]
        for start, end in zip([0, *starts[1:]][: len(starts)], [*starts[1:], len(part.text)], strict=False):
            yield Part(part.text[start:end].rstrip(), part.block, part.seconds)


def _filled(parts: Sequence[tuple[Part, list[Token]]], most_words: int) -> Iterator[list[Part]]:
    chosen: list[tuple[Part, list[Token]]] = []
    count: Counter[str] = Counter()
    fresh = False
    for part, words in parts:
        more = count + Counter(token.word for token in words)
        full = more.total() > most_words or max(more.values(), default=0) > MOST_TIMES
        if full and fresh:
            yield [one for one, _words in chosen]
            chosen = _tail(chosen)
            count = Counter(token.word for _part, known in chosen for token in known)
        chosen.append((part, words))
        count += Counter(token.word for token in words)
        fresh = True
    if fresh:
        yield [one for one, _words in chosen]


def _tail(chosen: list[tuple[Part, list[Token]]]) -> list[tuple[Part, list[Token]]]:
    """The last parts, as many as hold OVERLAP_WORDS."""
    kept: list[tuple[Part, list[Token]]] = []
    total = 0
    for part, words in reversed(chosen):
        if total >= OVERLAP_WORDS:
            break
        kept.insert(0, (part, words))
        total += len(words)
    return kept
