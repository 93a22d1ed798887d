"""The wire shapes of what is published: manifests, catalogue and the lesson document that a tablet renders.

`lms/sync/protocol.py` re-exports them: it is the one place where a reader finds every wire shape, and the tablet's
TypeScript types are generated from there. They stand here because `packages` lies below `sync`.
Sizes are bytes, durations seconds, times RFC 3339 in UTC. Texts per language are maps from a BCP 47 tag to a text.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Texts = dict[str, str]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


# ── Manifests and catalogue ──────────────────────────────────────────────────────────────────────


class Entry(Shape):
    """One file of a package. `role`: document (a LessonDocument), media, poster, captions, narration, download, strokes."""

    path: str
    sha256: Sha256
    bytes: int
    media_type: str
    role: Literal["document", "media", "poster", "captions", "narration", "download", "strokes"]
    language: str = ""


class LessonManifest(Shape):
    """One lesson. Its package id is the SHA-256 of this manifest's canonical JSON."""

    kind: Literal["lesson"] = "lesson"
    format: int = 1
    lesson: str  # activity IRI, urn:newleaf:lesson:<uuid>
    course: str  # activity IRI, urn:newleaf:course:<uuid>
    titles: Texts
    minutes: int
    completion: Completion
    languages: list[str]
    plain_languages: list[str]  # those that also have a plain-language version
    entries: list[Entry]
    player: int = 1  # lowest version of the lesson player that can show it
    replaces: Sha256 | None = None


class Completion(Shape):
    """When a lesson counts as completed. `fraction`: of the longest video, or of the questions, 0–1."""

    rule: Literal["opened", "watched", "passed"]
    fraction: float = 1.0


class LessonRef(Shape):
    lesson: str
    package: Sha256
    bytes: int  # manifest and all entries
    titles: Texts
    minutes: int
    unit: str  # key into CourseManifest.units
    completion: Completion
    requires: list[str] = []  # lesson IRIs to be completed first


class UnitRef(Shape):
    key: str
    titles: Texts


class CourseManifest(Shape):
    kind: Literal["course"] = "course"
    format: int = 1
    course: str
    course_kind: Literal["civic", "vocational", "cultural", "language", "induction", "release", "wellbeing"]
    titles: Texts
    summaries: Texts
    picture: Entry | None = None
    requires: list[str] = []  # course IRIs
    units: list[UnitRef]
    lessons: list[LessonRef]
    topic: Topic | None = None  # the monthly topic that the course belongs to
    open_enrolment: bool = False  # learners may choose it themselves


class Topic(Shape):
    theme_titles: Texts
    titles: Texts
    year: int
    month: int


class CatalogueCourse(Shape):
    course: str
    manifest: Sha256  # of the CourseManifest, fetched as a blob
    bytes: int  # of everything in it
    priority: int = 100  # lower first


class Catalogue(Shape):
    """What an audience should hold. Travels as a compact JWS (ES256, kid = RFC 7638 thumbprint) over its canonical JSON."""

    kind: Literal["catalogue"] = "catalogue"
    audience: str  # urn:newleaf:prison:<uuid>
    serial: int  # only grows
    epoch: str
    issued_at: datetime
    expires_at: datetime
    courses: list[CatalogueCourse]


# ── The lesson document: what the tablet renders, one per language (and plain-language version) ────


class Media(Shape):
    """A file of the same package, by its path there."""

    path: str
    media_type: str
    width: int | None = None
    height: int | None = None
    seconds: float | None = None


class Narration(Shape):
    """Read-aloud of one block, rendered at publishing."""

    path: str
    seconds: float


class Block(Shape):
    id: str  # stable over edits
    narration: Narration | None = None


class TextBlock(Block):
    type: Literal["text"] = "text"
    html: str  # cleaned: p h2 h3 h4 ul ol li b i strong em br hr table thead tbody tr th td blockquote sub sup, no attributes but dir, lang, colspan, rowspan


class CalloutBlock(Block):
    type: Literal["callout"] = "callout"
    tone: Literal["info", "tip", "warning", "danger"]
    title: str
    html: str


class PictureBlock(Block):
    type: Literal["picture"] = "picture"
    picture: Media
    alt: str
    caption: str = ""


class CaptionTrack(Shape):
    path: str  # WebVTT
    language: str


class Chapter(Shape):
    """A place in a video: with a title, or an interruption of the recording, which the tablet says in words."""

    at_seconds: float
    title: str = ""
    interruption_seconds: int = 0


class VideoBlock(Block):
    type: Literal["video"] = "video"
    title: str
    video: Media
    poster: Media | None = None
    captions: list[CaptionTrack] = []
    chapters: list[Chapter] = []  # in order; packages of earlier versions have none


class AudioBlock(Block):
    type: Literal["audio"] = "audio"
    title: str
    audio: Media
    transcript_html: str = ""


class FileBlock(Block):
    type: Literal["file"] = "file"
    title: str
    file: Media
    bytes: int


class Term(Shape):
    term: str
    reading: str = ""  # pinyin
    meaning: str


class GlossaryBlock(Block):
    type: Literal["glossary"] = "glossary"
    terms: list[Term]


class Step(Shape):
    title: str
    html: str
    picture: Media | None = None
    alt: str = ""


class StepsBlock(Block):
    type: Literal["steps"] = "steps"
    title: str
    steps: list[Step]


class ReflectionBlock(Block):
    type: Literal["reflection"] = "reflection"
    prompt: str


class LyricLine(Shape):
    at_seconds: float
    text: str
    translation: str = ""


class SongBlock(Block):
    type: Literal["song"] = "song"
    title: str
    audio: Media
    credit: str = ""
    lines: list[LyricLine]


class Character(Shape):
    character: str
    pinyin: str
    meaning: str = ""
    strokes: str  # path of a JSON file in hanzi-writer's data format


class CharactersBlock(Block):
    type: Literal["characters"] = "characters"
    title: str
    characters: list[Character]


class Choice(Shape):
    id: str
    text: str


class ItemPicture(Media):
    """A picture of an item, with what it shows in words."""

    alt: str


class Mapping(Shape):
    """QTI's mapping: what each value of a response is worth, where they are not all worth the same.

    A value is an option id, a pair "left[.]right", or "gap[.]answer". The sum is held within `lower` and `upper`; an item's
    best is `upper`, else the sum of what its key is worth.
    """

    values: dict[str, float]
    default: float = 0.0  # of a value that is not named
    lower: float | None = 0.0
    upper: float | None = None


class ItemBase(Shape):
    """A practice item: QTI's interactions by their plain names. The key travels along, since feedback comes at once."""

    id: str  # activity IRI, urn:newleaf:item:<uuid>
    version: int
    prompt_html: str
    pictures: list[ItemPicture] = []  # shown below the prompt
    feedback_correct: str = ""
    feedback_incorrect: str = ""
    mapping: Mapping | None = None


class ChoiceItem(ItemBase):
    kind: Literal["choice"] = "choice"
    options: list[Choice]
    correct: list[str]  # one: radio buttons, several: tick boxes
    multiple: bool = False


class OrderItem(ItemBase):
    kind: Literal["order"] = "order"
    entries: list[Choice]  # in the order shown
    correct: list[str]


class MatchItem(ItemBase):
    kind: Literal["match"] = "match"
    left: list[Choice]
    right: list[Choice]
    correct: list[tuple[str, str]]  # left id, right id


class Gap(Shape):
    id: str
    accept: list[str]
    ignore_case: bool = True


class FillInItem(ItemBase):
    kind: Literal["fill_in"] = "fill_in"
    text: str  # gaps stand as [[gap id]]
    gaps: list[Gap]


class ChoiceGap(Shape):
    id: str
    options: list[Choice]
    correct: str


class InlineChoiceItem(ItemBase):
    """QTI's inline choice; with `once` its gap match: every gap has the same options, and each is used once at most."""

    kind: Literal["inline_choice"] = "inline_choice"
    text: str  # gaps stand as [[gap id]]
    gaps: list[ChoiceGap]
    once: bool = False


class Unit(Shape):
    text: str
    factor: float = 1.0  # a value in this unit × factor = the value in the unit of the key


class NumericItem(ItemBase):
    """A number, right within the tolerance, borders included."""

    kind: Literal["numeric"] = "numeric"
    value: float
    tolerance: float = 0.0  # absolute, in the unit of the key
    units: list[Unit] = []  # the first is the key's; empty: a bare number
    unit_required: bool = False  # else a bare number counts as in the unit of the key


class Area(Shape):
    """A part of a picture, in its pixels. rect: left, top, right, bottom; circle: x, y, radius; poly: x, y of each corner."""

    id: str
    shape: Literal["rect", "circle", "poly"]
    coords: list[int]
    label: str  # in words, for those who cannot see it


class HotspotItem(ItemBase):
    """QTI's hotspot: areas that are seen and chosen."""

    kind: Literal["hotspot"] = "hotspot"
    picture: ItemPicture
    areas: list[Area]
    correct: list[str]
    multiple: bool = False


Item = Annotated[
    ChoiceItem | OrderItem | MatchItem | FillInItem | InlineChoiceItem | NumericItem | HotspotItem,
    Field(discriminator="kind"),
]


# ── Items that a person marks: never in a lesson's package ────────────────────────────────────────


class RubricLevel(Shape):
    points: float
    description: str


class Criterion(Shape):
    id: str
    title: str
    levels: list[RubricLevel]  # from the fewest points to the most


class MarkedItemBase(ItemBase):
    rubric: list[Criterion]


class ExtendedTextItem(MarkedItemBase):
    kind: Literal["extended_text"] = "extended_text"
    most_characters: int = 2000
    model_answer: str = ""  # for markers


class UploadItem(MarkedItemBase):
    kind: Literal["upload"] = "upload"
    accepts: list[Literal["photo", "voice", "file"]] = ["photo"]
    model_answer: str = ""


class PracticalItem(MarkedItemBase):
    """A task performed in front of evaluators."""

    kind: Literal["practical"] = "practical"
    minutes: int | None = None
    materials: str = ""


MarkedItem = Annotated[ExtendedTextItem | UploadItem | PracticalItem, Field(discriminator="kind")]


class QuestionBlock(Block):
    type: Literal["question"] = "question"
    item: Item


LessonBlock = Annotated[
    TextBlock
    | CalloutBlock
    | PictureBlock
    | VideoBlock
    | AudioBlock
    | FileBlock
    | GlossaryBlock
    | StepsBlock
    | ReflectionBlock
    | SongBlock
    | CharactersBlock
    | QuestionBlock,
    Field(discriminator="type"),
]


class LessonDocument(Shape):
    """`lesson.<language>.json` or `lesson.<language>.plain.json` in the package."""

    kind: Literal["document"] = "document"
    lesson: str
    language: str
    plain: bool = False
    title: str
    objectives: list[str] = []
    blocks: list[LessonBlock]


LessonManifest.model_rebuild()
CourseManifest.model_rebuild()


# ── Item responses: xAPI result.response, by the cmi.interaction formats of the xAPI specification ──
# choice and hotspot "a[,]c", order (sequencing) "c[,]a[,]b", match (matching) "l1[.]r2[,]l2[.]r1", fill_in "first[,]second",
# inline_choice (matching) "g1[.]o2[,]g2[.]o1", numeric "12.5 mm"
