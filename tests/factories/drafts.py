"""Random items as data, of every kind, as the bank holds them: for what must come back as it went out."""

import hashlib
import io
import string

from hypothesis import strategies as st
from PIL import Image

from assessments.bank.drafts import Draft
from assessments.bank.exchange.markup import no_pictures, prompt_of

SIGNS = string.ascii_letters + string.digits + "焊接安全电压危险禁止警告指令学员，。！？（）：+-*/=<>&\"'_.~#{}\\%@^é½ü"
KINDS = (
    "choice",
    "order",
    "match",
    "fill_in",
    "inline_choice",
    "numeric",
    "hotspot",
    "extended_text",
    "upload",
    "practical",
)


def clean(text):
    return " ".join(text.split())


words = st.text(SIGNS + " ", min_size=1, max_size=30).map(clean).filter(bool)
maybe = st.one_of(st.just(""), words)
answers = st.text(SIGNS.replace("=", "") + " ", min_size=1, max_size=12).map(clean).filter(bool)
marks = st.sampled_from([0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0])


def distinct(texts, low, high):
    return st.lists(texts, min_size=low, max_size=high, unique_by=lambda text: text.casefold())


@st.composite
def prompts(draw):
    parts = []
    for _number in range(draw(st.integers(1, 3))):
        text = draw(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        shape = draw(
            st.sampled_from(["<p>{}</p>", "<p><b>{}</b></p>", "<ul><li>{}</li></ul>", "<p>a{}<sub>2</sub><br>b</p>"])
        )
        parts.append(shape.format(text))
    return prompt_of("".join(parts), no_pictures([]), [])


@st.composite
def pictures(draw):
    size = draw(st.tuples(st.integers(1, 9), st.integers(1, 9)))
    out = io.BytesIO()
    form = draw(st.sampled_from(["PNG", "JPEG", "GIF"]))
    Image.new("RGB", size, draw(st.sampled_from(["red", "green", "blue"]))).save(out, form)
    suffix = {"PNG": "png", "JPEG": "jpg", "GIF": "gif"}[form]
    path = f"pictures/{hashlib.sha256(out.getvalue()).hexdigest()[:16]}.{suffix}"
    media = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif"}[suffix]
    made = {"path": path, "media_type": media, "width": size[0], "height": size[1], "alt": draw(words)}
    return made, out.getvalue()


def lettered(texts, start="a"):
    return [{"id": chr(ord(start) + number), "text": text} for number, text in enumerate(texts)]


@st.composite
def rubrics(draw):
    made = []
    for number in range(draw(st.integers(1, 3))):
        points = sorted(
            draw(st.lists(st.sampled_from([0.0, 1.0, 2.5, 4.0, 10.0]), min_size=2, max_size=4, unique=True))
        )
        levels = [{"points": one, "description": draw(words)} for one in points]
        made.append({"id": f"c{number + 1}", "title": draw(words), "levels": levels})
    return made


@st.composite
def rules(draw, values):
    """A mapping that is not the bank's usual one: its default gives it away."""
    upper = draw(st.one_of(st.none(), st.just(4.0)))
    return {"values": values, "default": -0.125, "lower": draw(st.sampled_from([0.0, -1.0, None])), "upper": upper}


@st.composite
def _choice(draw):
    options = lettered(draw(distinct(words, 2, 6)))
    multiple = draw(st.booleans())
    correct = draw(
        st.lists(
            st.sampled_from([one["id"] for one in options]),
            min_size=1,
            max_size=len(options) if multiple else 1,
            unique=True,
        )
    )
    made = {"options": options, "multiple": multiple, "correct": sorted(correct)}
    if draw(st.booleans()):
        made["mapping"] = draw(rules({key: draw(marks) for key in made["correct"]}))
    return made


@st.composite
def _order(draw):
    entries = lettered(draw(distinct(words, 2, 6)))
    return {"entries": entries, "correct": draw(st.permutations([one["id"] for one in entries]))}


@st.composite
def _match(draw):
    left = [{"id": f"l{n}", "text": text} for n, text in enumerate(draw(distinct(words, 2, 5)))]
    right = [{"id": f"r{n}", "text": text} for n, text in enumerate(draw(distinct(words, 1, 5)))]
    pairs = [(one["id"], draw(st.sampled_from(right))["id"]) for one in left]
    made = {"left": left, "right": right, "correct": pairs}
    if draw(st.booleans()):
        made["mapping"] = draw(rules({f"{a}[.]{b}": draw(marks) for a, b in pairs}))
    return made


@st.composite
def _text(draw, gaps):
    text = "".join(f"{draw(st.one_of(st.just(''), words))}[[g{n}]]" for n in range(1, gaps + 1))
    between = draw(st.sampled_from(["", "\n"]))
    return f"{text}{between}{draw(words)}".replace("[[g1]][[g2]]", "[[g1]] [[g2]]")


@st.composite
def _fill_in(draw):
    gaps = [
        {"id": f"g{n}", "accept": draw(distinct(answers, 1, 3)), "ignore_case": draw(st.booleans())}
        for n in range(1, draw(st.integers(1, 3)) + 1)
    ]
    made = {"gaps": gaps, "text": draw(_text(len(gaps)))}
    if draw(st.booleans()):
        values = {f"{gap['id']}[.]{answer}": draw(marks) for gap in gaps for answer in gap["accept"]}
        made["mapping"] = draw(rules(values))
    return made


@st.composite
def _inline_choice(draw):
    once = draw(st.booleans())
    count = draw(st.integers(1, 3))
    shared = lettered(draw(distinct(words, max(2, count), 5)))
    keys = draw(st.permutations([one["id"] for one in shared]))
    gaps = []
    for number in range(count):
        options = shared if once else lettered(draw(distinct(words, 2, 4)))
        correct = keys[number] if once else draw(st.sampled_from(options))["id"]
        gaps.append({"id": f"g{number + 1}", "options": options, "correct": correct})
    made = {"gaps": gaps, "once": once, "text": draw(_text(count))}
    if draw(st.booleans()):
        made["mapping"] = draw(rules({f"{gap['id']}[.]{gap['correct']}": draw(marks) for gap in gaps}))
    return made


@st.composite
def _numeric(draw):
    number = st.one_of(st.integers(-10_000, 10_000).map(float), st.floats(-1e6, 1e6, allow_nan=False))
    units = [{"text": text, "factor": 1.0} for text in draw(distinct(answers, 0, 3))]
    for unit in units[1:]:
        unit["factor"] = draw(st.sampled_from([0.001, 0.1, 10.0, 1000.0, 1 / 3]))
    return {
        "value": draw(number) + 0.0,
        "tolerance": abs(draw(number)),
        "units": units,
        "unit_required": bool(units) and draw(st.booleans()),
    }


@st.composite
def _hotspot(draw):
    picture, content = draw(pictures())
    areas = []
    for number, label in enumerate(draw(distinct(words, 1, 4))):
        shape, size = draw(st.sampled_from([("rect", 4), ("circle", 3), ("poly", 6)]))
        coords = draw(st.lists(st.integers(0, 500), min_size=size, max_size=size))
        areas.append({"id": chr(97 + number), "shape": shape, "coords": coords, "label": label})
    multiple = draw(st.booleans())
    ids = [one["id"] for one in areas]
    correct = sorted(
        draw(st.lists(st.sampled_from(ids), min_size=1, max_size=len(ids) if multiple else 1, unique=True))
    )
    return {"picture": picture, "areas": areas, "correct": correct, "multiple": multiple, "_file": content}


def _marked(**more):
    return st.fixed_dictionaries({"rubric": rubrics(), **more})


ITEMS = {
    "choice": _choice(),
    "order": _order(),
    "match": _match(),
    "fill_in": _fill_in(),
    "inline_choice": _inline_choice(),
    "numeric": _numeric(),
    "hotspot": _hotspot(),
    "extended_text": _marked(model_answer=maybe, most_characters=st.integers(1, 5000)),
    "upload": _marked(
        model_answer=maybe, accepts=st.lists(st.sampled_from(["photo", "voice", "file"]), min_size=1, unique=True)
    ),
    "practical": _marked(minutes=st.one_of(st.none(), st.integers(1, 300)), materials=maybe),
}


@st.composite
def drafts(draw, kinds=KINDS):
    kind = draw(st.sampled_from(kinds))
    item = {"id": "", "version": 1, "kind": kind, "prompt_html": draw(prompts()), **draw(ITEMS[kind])}
    files = {}
    if content := item.pop("_file", None):
        files[item["picture"]["path"]] = content
    shown = draw(st.lists(pictures(), max_size=2, unique_by=lambda one: one[0]["path"]))
    item["pictures"] = [made for made, _content in shown]
    files |= {made["path"]: content for made, content in shown}
    item |= {"feedback_correct": draw(maybe), "feedback_incorrect": draw(maybe)}
    topic = st.text("焊接安全电abcXYZ ;；", min_size=1, max_size=9).map(clean).filter(bool)
    return Draft(
        item=item,
        name=draw(maybe),
        language=draw(st.sampled_from(["zh-hans", "en", "ug", "vi", "my", "ru"])),
        occupation=draw(maybe),
        topics=draw(st.lists(topic, max_size=3, unique=True)),
        difficulty=draw(st.one_of(st.none(), st.integers(1, 5))),
        source=draw(maybe),
        points=draw(marks),
        files=files,
    )


def without_ids(draft):
    """The draft with ids by position and what the bank mixes itself in one order: what must be equal after Excel, which shows no ids."""
    made = draft.model_dump()
    item = made["item"]
    names = {}
    if item["kind"] == "order":
        by_id = {one["id"]: one for one in item["entries"]}
        item["entries"] = [by_id[key] for key in item["correct"]]
    if item["kind"] == "match":
        used = list(
            dict.fromkeys(
                right
                for _left, right in sorted(
                    item["correct"], key=lambda pair: [one["id"] for one in item["left"]].index(pair[0])
                )
            )
        )
        rest = [one for one in item["right"] if one["id"] not in used]
        item["right"] = [next(one for one in item["right"] if one["id"] == key) for key in used] + rest
    for field in ("options", "entries", "left", "right", "areas"):
        for number, one in enumerate(item.get(field, [])):
            names[one["id"]] = one["id"] = f"{field}{number}"
    for gap in item.get("gaps", []):
        for number, one in enumerate(gap.get("options", [])):
            names[f"{gap['id']}[.]{one['id']}"] = f"{gap['id']}[.]o{number}"
            if gap["correct"] == one["id"]:
                right = f"o{number}"
        if "options" in gap:
            gap["correct"] = right
            gap["options"] = [{"id": f"o{number}", "text": one["text"]} for number, one in enumerate(gap["options"])]

    def named(key):
        if key in names:
            return names[key]
        return "[.]".join(names.get(part, part) for part in key.split("[.]")) if item["kind"] == "match" else key

    if item["kind"] == "match":
        item["correct"] = sorted((names[left], names[right]) for left, right in item["correct"])
    elif "correct" in item:
        item["correct"] = [names[key] for key in item["correct"]]
    if item.get("mapping"):
        item["mapping"]["values"] = {named(key): value for key, value in item["mapping"]["values"].items()}
    return made
