"""Declarations and response processing of an item that is written: each mark of the bank said in QTI's words."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from lms.packages import shapes

from ...drafts import Draft
from ..building import shown
from .names import xml_id

_TEMPLATE = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"
_PAIR = "[.]"


def declare(root: Element, draft: Draft) -> None:
    item = draft.item
    match item:
        case shapes.ChoiceItem() | shapes.HotspotItem():
            made = _declaration(root, "RESPONSE", "multiple" if item.multiple else "single", "identifier")
            _correct(made, [xml_id(key) for key in item.correct])
            if item.mapping or item.multiple:
                _mapping(made, draft, {key: xml_id(key) for key in item.correct}, penalty=True)
        case shapes.OrderItem():
            _correct(_declaration(root, "RESPONSE", "ordered", "identifier"), [xml_id(key) for key in item.correct])
        case shapes.MatchItem():
            _pairs(_declaration(root, "RESPONSE", "multiple", "directedPair"), draft, list(item.correct), penalty=True)
        case shapes.InlineChoiceItem() if item.once:
            pairs = [(gap.id, gap.correct) for gap in item.gaps]
            _pairs(_declaration(root, "RESPONSE", "multiple", "directedPair"), draft, pairs, penalty=False, turned=True)
        case shapes.InlineChoiceItem():
            for gap in item.gaps:
                own = {option.id: f"{xml_id(gap.id)}.{option.id}" for option in gap.options}
                made = _declaration(root, xml_id(gap.id), "single", "identifier")
                _correct(made, [own[gap.correct]])
                _gap_mapping(made, draft, gap.id, {gap.correct: own[gap.correct]}, own, len(item.gaps))
        case shapes.FillInItem():
            for entry in item.gaps:
                own = {answer: answer for answer in entry.accept}
                made = _declaration(root, xml_id(entry.id), "single", "string")
                _correct(made, entry.accept[:1])
                _gap_mapping(made, draft, entry.id, own, own, len(item.gaps), ignore_case=entry.ignore_case)
        case shapes.NumericItem():
            _correct(_declaration(root, "RESPONSE", "single", "float"), [shown(item.value)])
        case shapes.ExtendedTextItem():
            _declaration(root, "RESPONSE", "single", "string")
        case shapes.UploadItem():
            _declaration(root, "RESPONSE", "single", "file")
    _outcomes(root, draft)


def _outcomes(root: Element, draft: Draft) -> None:
    marked = isinstance(draft.item, shapes.MarkedItemBase)
    score = {"identifier": "SCORE", "cardinality": "single", "base-type": "float"}
    if marked:
        score["external-scored"] = "human"
    SubElement(root, "qti-outcome-declaration", score)
    most = SubElement(
        root, "qti-outcome-declaration", {"identifier": "MAXSCORE", "cardinality": "single", "base-type": "float"}
    )
    SubElement(SubElement(most, "qti-default-value"), "qti-value").text = shown(draft.points)
    if draft.item.feedback_correct or draft.item.feedback_incorrect:
        SubElement(
            root,
            "qti-outcome-declaration",
            {"identifier": "FEEDBACK", "cardinality": "single", "base-type": "identifier"},
        )


def _declaration(root: Element, identifier: str, cardinality: str, base_type: str) -> Element:
    return SubElement(
        root,
        "qti-response-declaration",
        {"identifier": identifier, "cardinality": cardinality, "base-type": base_type},
    )


def _correct(made: Element, keys: list[str]) -> None:
    inside = SubElement(made, "qti-correct-response")
    for key in keys:
        SubElement(inside, "qti-value").text = key


def _pairs(made: Element, draft: Draft, pairs: list[tuple[str, str]], *, penalty: bool, turned: bool = False) -> None:
    def written(key: str) -> str:
        first, _, second = key.partition(_PAIR)
        return f"{xml_id(second)} {xml_id(first)}" if turned else f"{xml_id(first)} {xml_id(second)}"

    keys = {f"{first}{_PAIR}{second}": written(f"{first}{_PAIR}{second}") for first, second in pairs}
    _correct(made, list(keys.values()))
    values = {**keys, **{key: written(key) for key in (draft.item.mapping.values if draft.item.mapping else {})}}
    _mapping(made, draft, keys, penalty=penalty, written=values)


def _mapping(
    made: Element, draft: Draft, keys: dict[str, str], *, penalty: bool, written: dict[str, str] | None = None
) -> None:
    """The item's own mapping, or the bank's usual marks: each right part alike, with `penalty` each wrong one as much off."""
    mapping = draft.item.mapping
    if mapping is None:
        each = draft.points / len(keys)
        usual = {"default-value": shown(-each) if penalty else "0", "lower-bound": "0"}
        _entries(SubElement(made, "qti-mapping", usual), dict.fromkeys(keys.values(), each))
        return
    bounds = {"lower-bound": mapping.lower, "upper-bound": mapping.upper}
    given = {name: shown(value) for name, value in bounds.items() if value is not None}
    names = written or {key: xml_id(key) for key in mapping.values}
    inside = SubElement(made, "qti-mapping", {**given, "default-value": shown(mapping.default)})
    _entries(inside, {names[key]: value for key, value in mapping.values.items()})


def _gap_mapping(
    made: Element,
    draft: Draft,
    gap: str,
    right: dict[str, str],
    names: dict[str, str],
    gaps: int,
    *,
    ignore_case: bool | None = None,
) -> None:
    mapping = draft.item.mapping
    if mapping is None:
        inside = SubElement(made, "qti-mapping", {"default-value": "0"})
        _entries(inside, dict.fromkeys(right.values(), draft.points / gaps), ignore_case)
        return
    start = f"{gap}{_PAIR}"
    values = {
        names.get(key.removeprefix(start), key.removeprefix(start)): value
        for key, value in mapping.values.items()
        if key.startswith(start)
    }
    inside = SubElement(made, "qti-mapping", {"default-value": shown(mapping.default)})
    _entries(inside, values or dict.fromkeys(right.values(), mapping.default), ignore_case)


def _entries(inside: Element, values: dict[str, float], ignore_case: bool | None = None) -> None:
    case = {} if ignore_case is None else {"case-sensitive": str(not ignore_case).lower()}
    for key, value in values.items():
        SubElement(inside, "qti-map-entry", {"map-key": key, "mapped-value": shown(value), **case})


# ── Response processing ──────────────────────────────────────────────────────────────────────────


def process(root: Element, draft: Draft) -> None:
    item = draft.item
    if isinstance(item, shapes.MarkedItemBase):
        return
    said = item.feedback_correct or item.feedback_incorrect
    is_match = isinstance(item, shapes.OrderItem) or (
        isinstance(item, (shapes.ChoiceItem, shapes.HotspotItem)) and not item.multiple and not item.mapping
    )
    if is_match and draft.points == 1 and not said:
        SubElement(root, "qti-response-processing", {"template": _TEMPLATE})
        return
    steps = SubElement(root, "qti-response-processing")
    if is_match:
        _all_or_nothing(steps, "qti-match", {}, draft.points)
    elif isinstance(item, shapes.NumericItem):
        near = shown(item.tolerance)
        given = {"tolerance-mode": "absolute", "tolerance": f"{near} {near}"} if item.tolerance else {}
        _all_or_nothing(steps, "qti-equal", given or {"tolerance-mode": "exact"}, draft.points)
    else:
        _mapped(SubElement(steps, "qti-set-outcome-value", {"identifier": "SCORE"}), draft)
    if said:
        condition = SubElement(steps, "qti-response-condition")
        branch = SubElement(condition, "qti-response-if")
        test = SubElement(branch, "qti-gte")
        for name in ("SCORE", "MAXSCORE"):
            SubElement(test, "qti-variable", {"identifier": name})
        _set(branch, "FEEDBACK", "identifier", "correct")
        _set(SubElement(condition, "qti-response-else"), "FEEDBACK", "identifier", "incorrect")


def _all_or_nothing(steps: Element, test: str, given: dict[str, str], points: float) -> None:
    condition = SubElement(steps, "qti-response-condition")
    branch = SubElement(condition, "qti-response-if")
    compared = SubElement(branch, test, given)
    SubElement(compared, "qti-variable", {"identifier": "RESPONSE"})
    SubElement(compared, "qti-correct", {"identifier": "RESPONSE"})
    _set(branch, "SCORE", "float", shown(points))
    _set(SubElement(condition, "qti-response-else"), "SCORE", "float", "0")


def _set(branch: Element, outcome: str, base_type: str, value: str) -> None:
    inside = SubElement(branch, "qti-set-outcome-value", {"identifier": outcome})
    SubElement(inside, "qti-base-value", {"base-type": base_type}).text = value


def _mapped(step: Element, draft: Draft) -> None:
    item, inside = draft.item, step
    gapped = isinstance(item, shapes.FillInItem) or (isinstance(item, shapes.InlineChoiceItem) and not item.once)
    if not gapped:
        SubElement(inside, "qti-map-response", {"identifier": "RESPONSE"})
        return
    if item.mapping:
        for name, bound in (("max", item.mapping.lower), ("min", item.mapping.upper)):
            if bound is not None:
                inside = SubElement(inside, f"qti-{name}")
                SubElement(inside, "qti-base-value", {"base-type": "float"}).text = shown(bound)
    inside = SubElement(inside, "qti-sum")
    for gap in item.gaps:  # type: ignore[union-attr]
        SubElement(inside, "qti-map-response", {"identifier": xml_id(gap.id)})
