"""The last look at an item that was read: does it fit the bank? What every reader shares."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from pydantic import ValidationError

from lms.packages import shapes

from ..drafts import Draft, Note, Outcome, Verdict, read_any_item
from ..streams.texts import MAX_ENTRIES
from .languages import language_of
from .notes import is_refusal, note, unique

MOST_PROMPT, MOST_OPTION, MOST_SIDE, MOST_TEXT, MOST_FEEDBACK = 3000, 300, 200, 2000, 500
MOST_NAME, MOST_TOPIC, MOST_TOPICS, MOST_SOURCE = 200, 100, 20, 200
MOST_GAPS = MAX_ENTRIES
DEFAULT_PROMPTS = {  # where the file has nothing but the text with gaps
    "fill_in": ("填空。", "Fill in the gaps."),
    "inline_choice": ("选择正确的内容填空。", "Choose what belongs in each gap."),
}


class Refusal(Exception):
    """Raised inside a reader: this item cannot be taken; `note` says why."""

    def __init__(self, code: str, **values: object) -> None:
        self.note = note(code, **values)
        super().__init__(code)


def refused(place: str, *notes: Note) -> Verdict:
    return Verdict(place, Outcome.REFUSED, None, unique(list(notes)))


def judge(place: str, fields: dict, notes: list[Note], *, language: str = "") -> Verdict:
    """A verdict on what a reader understood. `fields` are those of Draft, the item as a dict; `language` a tag of the file."""
    try:
        fields = _tidied(fields, notes)
        said, known = language_of(language, _all_text(fields["item"]))
        if language and not known:
            notes.append(note("language_unknown", what=language))
        if fields["item"].get("kind") in DEFAULT_PROMPTS and not fields["item"].get("prompt_html"):
            chinese, english = DEFAULT_PROMPTS[fields["item"]["kind"]]
            fields["item"]["prompt_html"] = f"<p>{chinese if said == 'zh-hans' else english}</p>"
        item = read_any_item.validate_python({"id": "", "version": 1, **fields.pop("item")})
        draft = Draft(**{**fields, "item": item, "language": said})
        _check(draft)
    except Refusal as refusal:
        return refused(place, *notes, refusal.note)
    except ValidationError as error:
        return refused(place, *notes, note("not_a_question", what=error.errors()[0].get("msg", "")))
    found = unique(notes)
    if any(is_refusal(one) for one in found):
        return Verdict(place, Outcome.REFUSED, None, found)
    return Verdict(place, Outcome.WITH_LOSS if found else Outcome.TAKEN, draft, found)


def _tidied(fields: dict, notes: list[Note]) -> dict:
    """Names, topics and feedback within the bank's lengths, each cut named."""
    item = dict(fields["item"])
    for side in ("feedback_correct", "feedback_incorrect"):
        text = one_line(item.get(side, ""))
        if len(text) > MOST_FEEDBACK:
            notes.append(note("feedback_cut"))
            text = text[:MOST_FEEDBACK].rstrip()
        item[side] = text
    topics: list[str] = []
    for topic in dict.fromkeys(one_line(topic) for topic in fields.get("topics", [])):
        if len(topic) > MOST_TOPIC:
            notes.append(note("topic_cut", what=topic[:30]))
        if topic:
            topics.append(topic[:MOST_TOPIC].rstrip())
    if len(topics) > MOST_TOPICS:
        notes.append(note("topics_left_out", what=", ".join(topics[MOST_TOPICS:])))
    short = {}
    for name, most in (("name", MOST_NAME), ("source", MOST_SOURCE), ("occupation", MOST_NAME)):
        text = one_line(fields.get(name, ""))
        if len(text) > most:
            notes.append(note("name_cut"))
        short[name] = text[:most].rstrip()
    return {**fields, **short, "item": item, "topics": topics[:MOST_TOPICS]}


def one_line(text: object) -> str:
    """Without line breaks, double spaces and signs that cannot be shown."""
    shown = "".join(sign if sign.isspace() or not _is_control(sign) else "" for sign in str(text or ""))
    return " ".join(shown.split())


def lines(text: object) -> str:
    """As one_line, but line by line; empty lines at both ends are left out."""
    return "\n".join(one_line(line) for line in str(text or "").splitlines()).strip("\n")


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs", "Cn", "Co") or sign in "\ufeff\ufffe\uffff"


def _all_text(item: dict) -> str:
    return " ".join(_texts(item))


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in ("id", "kind", "path", "media_type", "shape", "correct", "pictures"):
                yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)


# ── What the bank asks of each kind ──────────────────────────────────────────────────────────────


def _check(draft: Draft) -> None:
    item = draft.item
    if not item.prompt_html.strip() and not getattr(item, "text", ""):
        raise Refusal("no_prompt")
    _short(item.prompt_html, MOST_PROMPT)
    match item:
        case shapes.ChoiceItem():
            _options(item.options, MOST_OPTION)
            _key(item.correct, [option.id for option in item.options])
            if len(item.correct) > 1 and not item.multiple:
                raise Refusal("several_right")
        case shapes.OrderItem():
            _options(item.entries, MOST_OPTION)
            if sorted(item.correct) != sorted(entry.id for entry in item.entries):
                raise Refusal("no_key")
        case shapes.MatchItem():
            _match(item)
        case shapes.FillInItem():
            _gapped(item.text, [gap.id for gap in item.gaps])
            for gap in item.gaps:
                _accepted(gap)
        case shapes.InlineChoiceItem():
            _gapped(item.text, [gap.id for gap in item.gaps])
            _inline(item)
        case shapes.NumericItem():
            for unit in item.units:
                if not unit.text.strip() or "|" in unit.text:
                    raise Refusal("unit_unclear", what=unit.text)
            if item.tolerance < 0 or any(unit.factor <= 0 for unit in item.units):
                raise Refusal("number_unclear", what=item.tolerance)
        case shapes.HotspotItem():
            _hotspot(item)
        case shapes.ExtendedTextItem() | shapes.UploadItem() | shapes.PracticalItem():
            _rubric(item)


def _options(options: list[shapes.Choice], most: int) -> None:
    if len(options) < 2:
        raise Refusal("too_few")
    if len(options) > MAX_ENTRIES:
        raise Refusal("too_many", what=MAX_ENTRIES)
    _distinct([option.text for option in options], most)


def _distinct(texts: list[str], most: int) -> None:
    seen: set[str] = set()
    for text in texts:
        if not text.strip():
            raise Refusal("empty_answer")
        _short(text, most)
        if text.strip().casefold() in seen:
            raise Refusal("same_twice", what=text)
        seen.add(text.strip().casefold())


def _short(text: str, most: int) -> None:
    if len(text) > most:
        raise Refusal("too_long", what=text[:40], most=most)


def _key(correct: list[str], known: list[str]) -> None:
    if not correct:
        raise Refusal("no_key")
    for key in correct:
        if key not in known:
            raise Refusal("key_unknown", what=key)


def _match(item: shapes.MatchItem) -> None:
    _options(item.left, MOST_SIDE)
    if not item.right or len(item.right) > 2 * MAX_ENTRIES:
        raise Refusal("too_many" if item.right else "too_few", what=2 * MAX_ENTRIES)
    _distinct([right.text for right in item.right], MOST_SIDE)
    partners: dict[str, str] = {}
    names = {left.id: left.text for left in item.left}
    for left, right in item.correct:
        if left in partners:
            raise Refusal("several_partners", what=names.get(left, left))
        _key([left], list(names))
        _key([right], [one.id for one in item.right])
        partners[left] = right
    for left, text in names.items():
        if left not in partners:
            raise Refusal("no_partner", what=text)
    if len(item.right) - len(set(partners.values())) > MAX_ENTRIES:
        raise Refusal("too_many", what=MAX_ENTRIES)


def _gapped(text: str, gaps: list[str]) -> None:
    _short(text, MOST_TEXT)
    if not gaps:
        raise Refusal("no_gap")
    if len(gaps) > MOST_GAPS:
        raise Refusal("too_many", what=MOST_GAPS)
    rest = text
    for gap in gaps:
        if rest.count(f"[[{gap}]]") != 1:
            raise Refusal("gap_not_closed")
        rest = rest.replace(f"[[{gap}]]", "")
    if "[[" in rest or "]]" in rest:
        raise Refusal("gap_not_closed")


def _accepted(gap: shapes.Gap) -> None:
    if not gap.accept:
        raise Refusal("no_key")
    for answer in gap.accept:
        if not answer.strip():
            raise Refusal("empty_answer")
        if "|" in answer or "[[" in answer or "]]" in answer or answer.endswith("]"):
            raise Refusal("sign_not_possible", what=answer)
        _short(answer, MOST_OPTION)


def _inline(item: shapes.InlineChoiceItem) -> None:
    used: list[str] = []
    for gap in item.gaps:
        _options(gap.options, MOST_OPTION)
        for option in gap.options:
            if "|" in option.text or "[[" in option.text or "]]" in option.text or option.text.endswith("]"):
                raise Refusal("sign_not_possible", what=option.text)
        _key([gap.correct], [option.id for option in gap.options])
        if item.once and gap.correct in used:
            raise Refusal("once_impossible", what=next(o.text for o in gap.options if o.id == gap.correct))
        used.append(gap.correct)


def _hotspot(item: shapes.HotspotItem) -> None:
    if not item.picture.path:
        raise Refusal("picture_needed")
    if not item.areas:
        raise Refusal("too_few")
    if len(item.areas) > 2 * MAX_ENTRIES:
        raise Refusal("too_many", what=2 * MAX_ENTRIES)
    for area in item.areas:
        size = {"rect": 4, "circle": 3}.get(area.shape)
        fits = len(area.coords) == size if size else len(area.coords) >= 6 and len(area.coords) % 2 == 0
        if not fits or min(area.coords) < 0 or max(area.coords) > 20_000 or not area.label.strip():
            raise Refusal("area_unclear", what=area.label or area.coords)
        _short(area.label, MOST_SIDE)
    _distinct([area.label for area in item.areas], MOST_SIDE)
    _key(item.correct, [area.id for area in item.areas])
    if len(item.correct) > 1 and not item.multiple:
        raise Refusal("several_right")


def _rubric(item: shapes.MarkedItemBase) -> None:
    if not item.rubric:
        raise Refusal("rubric_unclear", what="")
    for criterion in item.rubric:
        points = [level.points for level in criterion.levels]
        if not criterion.title.strip() or len(points) < 2 or points != sorted(points) or points[0] < 0:
            raise Refusal("rubric_unclear", what=criterion.title)
