"""Items of every kind with responses, drawn at random: right ones, nearly right ones, and nonsense."""

from hypothesis import strategies as st

from lms.packages import shapes

COMMON = {"id": "urn:newleaf:item:1", "version": 1, "prompt_html": "<p>?</p>"}
NAMES = ["a", "b", "c", "d"]
WORDS = [
    "220",
    "Volt",
    "volt",
    "二百 二十",
    "安全。",
    "“好”",
    "ＡＢＣ",
    "abc",
    "Straße",
    "STRASSE",
    " ",
    "",
    "1.5",
    "a b",
]
POINTS = st.sampled_from([-2.0, -1.0, -0.5, 0.0, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0])
UNITS = [
    {"text": "mm"},
    {"text": "毫米"},
    {"text": "cm", "factor": 10.0},
    {"text": "MM", "factor": 1000.0},
    {"text": "¥"},
    {"text": "m²", "factor": 0.5},
    {"text": "/min"},
]
FIGURES = st.one_of(
    st.sampled_from(
        [
            "1,234",
            "0,125",
            "1.234.567",
            "1 234,5",
            "3/4",
            "1 1/2",
            "1½",
            "¾",
            "1.2e3",
            "1.2×10³",
            "1,2,3",
            "12。5",
            "１２．５",
            "−3",
            "1.234,5",
            "1,234.5",
            "1/0",
            "10²",
            "1e99",
            ".5",
            "5.",
            "٣",
            "၁၂",
        ]
    ),
    st.from_regex(r"[+-]?[0-9]{1,4}([., ][0-9]{1,4}){0,2}", fullmatch=True),
    st.text("0123456789.,/ -+eE×x*^10²³½", max_size=8),
)


def _listed(names):
    return [{"id": each, "text": each} for each in names]


def mappings(values):
    return st.none() | st.builds(
        shapes.Mapping,
        values=st.dictionaries(st.sampled_from(values), POINTS, max_size=len(values)),
        default=POINTS,
        lower=st.none() | st.sampled_from([-1.0, 0.0, 0.5]),
        upper=st.none() | st.sampled_from([0.0, 1.0, 1.5]),
    )


def _made(kind, **fields):
    fixed = {name: value for name, value in fields.items() if not hasattr(value, "example")}
    return st.fixed_dictionaries({name: value for name, value in fields.items() if name not in fixed}).map(
        lambda drawn: kind(**COMMON, **fixed, **drawn)
    )


SOME = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True)
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), min_size=1, max_size=4, unique=True)
ALL_PAIRS = [f"{one}[.]{other}" for one in NAMES for other in NAMES]
GAPS = ["g1", "g2"]
ALL_WORDS = [f"{gap}[.]{word}" for gap in GAPS for word in WORDS]

CHOICES = _made(
    shapes.ChoiceItem, options=_listed(NAMES), correct=SOME, multiple=st.booleans(), mapping=mappings(NAMES)
)
HOTSPOTS = _made(
    shapes.HotspotItem,
    picture={"path": "p.png", "media_type": "image/png", "alt": ""},
    areas=[{"id": each, "shape": "rect", "coords": [0, 0, 9, 9], "label": each} for each in NAMES],
    correct=SOME,
    multiple=st.booleans(),
    mapping=mappings(NAMES),
)
ORDERS = _made(shapes.OrderItem, entries=_listed(NAMES), correct=st.permutations(NAMES))
MATCHES = _made(shapes.MatchItem, left=_listed(NAMES), right=_listed(NAMES), correct=PAIRS, mapping=mappings(ALL_PAIRS))
FILL_INS = _made(
    shapes.FillInItem,
    text="[[g1]] [[g2]]",
    gaps=st.tuples(
        *[
            st.fixed_dictionaries(
                {
                    "id": st.just(gap),
                    "accept": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
                    "ignore_case": st.booleans(),
                }
            )
            for gap in GAPS
        ]
    ).map(list),
    mapping=mappings(ALL_WORDS),
)
INLINE_CHOICES = _made(
    shapes.InlineChoiceItem,
    text="[[a]] [[b]]",
    gaps=st.tuples(
        *[
            st.fixed_dictionaries(
                {"id": st.just(gap), "options": st.just(_listed(NAMES)), "correct": st.sampled_from(NAMES)}
            )
            for gap in "ab"
        ]
    ).map(list),
    once=st.booleans(),
    mapping=mappings(ALL_PAIRS),
)
NUMBERS = _made(
    shapes.NumericItem,
    value=st.sampled_from([0.0, 0.1, 0.5, 0.75, 1.0, 1.1, 1.5, 12.5, 1234.0, 1200.0, -3.0, 1e-7, 1e21]),
    tolerance=st.sampled_from([0.0, 0.1, 0.25, 1.0, 1e3]),
    units=st.lists(st.sampled_from(UNITS), max_size=3),
    unit_required=st.booleans(),
)

_LISTS = st.lists(st.sampled_from(NAMES), max_size=4, unique=True).map("[,]".join) | st.lists(
    st.sampled_from([*NAMES, "z", " a "]), max_size=5
).map("[,]".join)
_PAIRED = st.lists(st.sampled_from(ALL_PAIRS), max_size=4, unique_by=lambda pair: pair[0]).map("[,]".join) | st.lists(
    st.sampled_from([*ALL_PAIRS, "z[.]a", "a", "a[.]b[.]c"]), max_size=5
).map("[,]".join)
_WORDS = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=3).map("[,]".join)
_MEASURES = st.builds(
    lambda front, figures, space, unit: front + figures + space + unit,
    st.sampled_from(["", "", "", "¥", "￥ ", "about "]),
    FIGURES,
    st.sampled_from(["", " ", "\u3000"]),
    st.sampled_from(["", "", "mm", "ｍｍ", "Mm", "MM", "毫米", "毫 米", "cm", "CM", "m2", "㎡", "m^2", "/min", "°C", "!", "。"]),
)  # fmt: skip


def _with(items, responses):
    drawn = st.tuples(items, st.one_of(responses, responses, responses, st.text(max_size=12)))
    return drawn | items.map(lambda item: (item, _right(item)))


def _right(item):
    """The key as a response; a number in its last unit, with a comma for the point."""
    match item.kind:
        case "choice" | "hotspot" | "order":
            return "[,]".join(item.correct)
        case "match":
            return "[,]".join("[.]".join(pair) for pair in item.correct)
        case "fill_in":
            return "[,]".join(gap.accept[-1].upper() for gap in item.gaps)
        case "inline_choice":
            return "[,]".join(f"{gap.id}[.]{gap.correct}" for gap in item.gaps)
    unit = item.units[-1] if item.units else None
    return f"{item.value / (unit.factor if unit else 1):g}{unit.text if unit else ''}".replace(".", ",")


ANSWERED = {
    "choice": _with(CHOICES, _LISTS),
    "hotspot": _with(HOTSPOTS, _LISTS),
    "order": _with(ORDERS, _LISTS | st.permutations(NAMES).map("[,]".join)),
    "match": _with(MATCHES, _PAIRED),
    "fill_in": _with(FILL_INS, _WORDS),
    "inline_choice": _with(INLINE_CHOICES, _PAIRED),
    "numeric": _with(NUMBERS, _MEASURES),
}
ANY = st.one_of(*ANSWERED.values())
