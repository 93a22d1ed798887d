"""Each kind of block: from the CMS's value to the shape that travels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.html import escape
from django.utils.translation import gettext as _

from content.errors import NotReady
from lms.lib.errors import Invalid, NotFoundHere
from lms.lib.leases import JobState
from lms.packages import api as packages
from lms.packages import shapes

from .chapters import chapters_of
from .files import Files
from .html import clean_html, table_html
from .lyrics import parse_lyrics
from .papers import published_pdf
from .pictures import published_picture
from .strokes import reading_of, store_strokes


class NotYet(NotReady):
    """Something is still being prepared; try again later."""

    code = "not_yet"


Builder = Callable[[Any, str, Files, str], Any]


def to_blocks(child: Any, files: Files, language: str) -> list[Any]:
    """What a stream child becomes; ids stay over edits and are the same in all languages. Raises NotReady, NotYet."""
    if child.block_type == "paper":
        return _paper(child.value, str(child.id), files)
    block = KINDS[child.block_type](child.value, str(child.id), files, language)
    return [] if block is None else [block]


def _text(value: Any, id: str, files: Files, language: str) -> shapes.TextBlock | None:
    html = clean_html(value)
    return shapes.TextBlock(id=id, html=html) if html else None


def _table(value: Any, id: str, files: Files, language: str) -> shapes.TextBlock:
    return shapes.TextBlock(id=id, html=clean_html(table_html(value or {})))


def _callout(value: Any, id: str, files: Files, language: str) -> shapes.CalloutBlock:
    return shapes.CalloutBlock(
        id=id, tone=value["tone"], title=value.get("title") or "", html=clean_html(value.get("text"))
    )


def _glossary(value: Any, id: str, files: Files, language: str) -> shapes.GlossaryBlock:
    terms = [
        shapes.Term(
            term=term["term"], reading=term.get("reading") or _reading(term["term"], language), meaning=term["meaning"]
        )
        for term in value["terms"]
    ]
    return shapes.GlossaryBlock(id=id, terms=terms)


def _reading(term: str, language: str) -> str:
    return reading_of(term) if any("\u4e00" <= letter <= "\u9fff" for letter in term) else ""


def _media_of(image: Any, files: Files) -> shapes.Media:
    made = published_picture(image)
    return files.media(made.ref, width=made.width, height=made.height)


def _picture(value: Any, id: str, files: Files, language: str) -> shapes.PictureBlock:
    image = _there(value.get("picture"), _("picture"))
    return shapes.PictureBlock(
        id=id, picture=_media_of(image, files), alt=value["alt"], caption=value.get("caption") or ""
    )


def _there(row: Any, what: str) -> Any:
    if row is None:
        raise NotReady(_("A %(what)s that the lesson shows is missing. Choose another one.") % {"what": what})
    return row


def _ready(asset: Any, what: str) -> Any:
    asset = _there(asset, what)
    if asset.is_ready:
        return asset
    if asset.job_state in (JobState.FAILED, JobState.CANCELLED):
        raise NotReady(
            _("“%(title)s” could not be prepared: %(why)s") % {"title": asset.title, "why": asset.error or "–"}
        )
    raise NotYet(
        _("“%(title)s” is still being prepared for the tablets. It goes on by itself.") % {"title": asset.title}
    )


def _video(value: Any, id: str, files: Files, language: str) -> shapes.VideoBlock:
    asset = _ready(value["video"], _("video"))
    captions = []
    for caption in asset.captions.all():
        ref = packages.store_blob(caption.vtt.encode(), "text/vtt")
        captions.append(
            shapes.CaptionTrack(path=files.keep(ref, "captions", caption.language), language=caption.language)
        )
    size = {"width": asset.width, "height": asset.height, "seconds": asset.seconds}
    poster = files.media(asset.poster, "poster", width=asset.width, height=asset.height) if asset.poster else None
    return shapes.VideoBlock(
        id=id,
        title=value["title"],
        video=files.media(asset.mp4, **size),
        poster=poster,
        captions=captions,
        chapters=chapters_of(value.get("chapters") or "", asset.interruptions, asset.seconds),
    )


def _audio(value: Any, id: str, files: Files, language: str) -> shapes.AudioBlock:
    asset = _ready(value["audio"], _("recording"))
    audio = files.media(asset.m4a, seconds=asset.seconds)
    return shapes.AudioBlock(
        id=id, title=value["title"], audio=audio, transcript_html=clean_html(value.get("transcript"))
    )


def _song(value: Any, id: str, files: Files, language: str) -> shapes.SongBlock:
    asset = _ready(value["audio"], _("recording"))
    audio = files.media(asset.m4a, seconds=asset.seconds)
    return shapes.SongBlock(
        id=id, title=value["title"], audio=audio, credit=value.get("credit") or "", lines=parse_lyrics(value["lyrics"])
    )


def _file(value: Any, id: str, files: Files, language: str) -> shapes.FileBlock:
    ref = published_pdf(_there(value["file"], _("file"))).ref
    return shapes.FileBlock(id=id, title=value["title"], file=files.media(ref, "download"), bytes=ref.bytes)


def _steps(value: Any, id: str, files: Files, language: str) -> shapes.StepsBlock:
    steps = [
        shapes.Step(
            title=step["title"],
            html=clean_html(step.get("text")),
            picture=_media_of(step.get("picture"), files) if step.get("picture") else None,
            alt=step.get("alt") or "",
        )
        for step in value["steps"]
    ]
    return shapes.StepsBlock(id=id, title=value["title"], steps=steps)


def _reflection(value: Any, id: str, files: Files, language: str) -> shapes.ReflectionBlock:
    return shapes.ReflectionBlock(id=id, prompt=value["prompt"])


def _paper(value: Any, id: str, files: Files) -> list[Any]:
    """The sections of a practice paper as headings, each with its questions."""
    from assessments.exams import api as exams

    paper = _there(value["paper"], _("practice paper"))
    built: list[Any] = []
    heading = ""
    try:
        for number, (section, item) in enumerate(exams.practice_questions(paper.pk, seed=id), 1):
            if section != heading:
                heading = section
                built.append(shapes.TextBlock(id=f"{id}-t{number}", html=clean_html(f"<h3>{escape(section)}</h3>")))
            built.append(_question_block(f"{id}-{number}", item, files))
    except (Invalid, NotFoundHere) as refused:
        raise NotReady(str(refused)) from refused
    return built


def _question(value: Any, id: str, files: Files, language: str) -> shapes.QuestionBlock:
    return _question_block(id, _there(value["item"], _("question")).pk, files)


def _question_block(id: str, item: UUID, files: Files) -> shapes.QuestionBlock:
    from assessments.bank import api as bank

    try:
        return shapes.QuestionBlock(id=id, item=bank.practice_document(item, lambda ref: files.keep(ref, "media")))
    except Invalid as refused:
        raise NotReady(str(refused)) from refused


def _characters(value: Any, id: str, files: Files, language: str) -> shapes.CharactersBlock:
    characters = [
        shapes.Character(
            character=one["character"],
            pinyin=one.get("pinyin") or reading_of(one["character"]),
            meaning=one.get("meaning") or "",
            strokes=files.keep(store_strokes(one["character"]), "strokes"),
        )
        for one in value["characters"]
    ]
    return shapes.CharactersBlock(id=id, title=value["title"], characters=characters)


KINDS: dict[str, Builder] = {
    "text": _text,
    "table": _table,
    "callout": _callout,
    "glossary": _glossary,
    "picture": _picture,
    "video": _video,
    "audio": _audio,
    "song": _song,
    "file": _file,
    "steps": _steps,
    "reflection": _reflection,
    "question": _question,
    "characters": _characters,
}
