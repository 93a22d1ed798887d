"""bank: the lists of the item bank at 20,000 questions, each as a whole page by a real request; and the search for near-equal ones."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench.figures import Figure
from tests.bench.search import Author

ITEMS = 20_000
GOAL_MS = 300
ROUNDS = 7
LISTS = {
    "all": "",
    "last page": "p=667",
    "by name": "ordering=listed",
    "by facility": "ordering=-facility",
    "by occupation": "ordering=occupation",
    "occupation and topic": "occupation={occupation}&tags=t7",
    "kind and difficulty": "kind=choice&difficulty=3&ordering=kind",
    "exposed": "state=exposed",
    "facility and discrimination": "facility_from=40&facility_to=60&discrimination_from=0.3",
    "never used": "used=never&ordering=difficulty",
    "search, common": "q={common}",
    "search, rare": "q={rare}",
    "search and filters": "q={common}&state=new&difficulty=2&ordering=-discrimination",
}


def run(scale: float) -> Iterator[Figure]:
    """The reference, in the same run: the bare statement for 50 rows of the newest questions, and their number."""
    from tests.bench.server import stage

    place = stage()
    number = max(50, int(ITEMS * scale))
    author = Author(11)
    began = time.perf_counter()
    fill(place.prison, author, number)
    yield Figure("bank", "questions", number, "")
    yield Figure("bank", f"{place.vendor}: filling", time.perf_counter() - began, "s")
    ask = asking(place.prison, author)
    bare = statistics.median(timed(scan) for _ in range(ROUNDS))
    yield Figure("bank", f"{place.vendor}: bare query", bare, "ms")
    for name, query in LISTS.items():
        ask(query)
        processor = time.process_time()
        found = [timed(lambda query=query: ask(query)) for _ in range(ROUNDS)]
        processor = (time.process_time() - processor) / ROUNDS * 1000
        worst, middle = max(found), statistics.median(found)
        yield Figure(
            "bank",
            f"{place.vendor}: {name}",
            middle,
            "ms",
            bare,
            middle / bare,
            f"≤ {GOAL_MS} ms; worst {worst:.0f}, processor {processor:.0f}",
            middle <= GOAL_MS,
        )
    yield from near_equal(place, number)


def near_equal(place: Any, number: int) -> Iterator[Figure]:
    """One saved question beside the whole bank, and the whole bank beside itself."""
    from assessments.bank import api as bank
    from assessments.bank.models import DuplicateSearch, Item

    item = Item.objects.order_by("pk").first()
    assert item is not None
    yield Figure("bank", f"{place.vendor}: near-equal to one", timed(lambda: bank.alike(item)), "ms")
    search = DuplicateSearch.objects.create()
    began = time.perf_counter()
    bank.run_search(search.pk)
    took = time.perf_counter() - began
    search.refresh_from_db()
    yield Figure("bank", f"{place.vendor}: near-equal pairs", search.pairs.count(), "")
    yield Figure("bank", f"{place.vendor}: near-equal, all", took, "s", None, None, "≤ 300 s", took <= 300)


def fill(prison: Any, author: Author, number: int) -> None:
    """Straight into the tables: the door for one question at a time has other benches. One in a hundred is nearly another's copy."""
    from django.db import connection
    from django.utils import timezone
    from taggit.models import Tag

    from assessments.bank.models import Item, ItemStatistics, ItemTag, Occupation

    chance = random.Random(5)
    occupations = [Occupation.objects.create(name=f"职业{n}", code=f"6-{n}") for n in range(20)]
    tags = Tag.objects.bulk_create(Tag(name=f"t{n}", slug=f"t{n}") for n in range(100))
    texts: list[str] = []
    answers: dict[str, list[dict[str, Any]]] = {}
    for start in range(0, number, 500):
        items = []
        for place in range(start, min(start + 500, number)):
            copied = texts and chance.random() < 0.01
            original = chance.choice(texts) if copied else ""
            text = f"{original}对吗" if copied else author.sentence(chance.randint(8, 20))
            texts.append(text)
            options = answers.get(original) or [{"text": author.sentence(4), "correct": n == 0} for n in range(4)]
            answers[text] = options
            items.append(
                Item(
                    prompt=f"<p>{text}</p>",
                    kind="choice",
                    interaction=[("choice", {"options": options, "multiple": False})],
                    name=f"Q{place:05}" if place % 2 else "",
                    occupation=chance.choice(occupations),
                    difficulty=chance.choice([None, 1, 2, 3, 4, 5]),
                    language="zh-hans" if chance.random() < 0.9 else "en",
                    prison=prison if place % 3 else None,
                    exposed_at=timezone.now() if chance.random() < 0.3 else None,
                    retired_at=timezone.now() if chance.random() < 0.05 else None,
                )
            )
        Item.objects.bulk_create(items)
        ItemTag.objects.bulk_create(
            ItemTag(content_object=item, tag=tag) for item in items for tag in chance.sample(tags, 2)
        )
        ItemStatistics.objects.bulk_create(
            ItemStatistics(item=item, times_used=2, takers=60, facility=chance.random(), discrimination=chance.random())
            for item in items
            if chance.random() < 0.6
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def asking(prison: Any, author: Author) -> Callable[[str], None]:
    from django.test import Client

    from assessments.bank.models import Occupation
    from tests.factories import people as a

    client = Client(headers={"host": "staff.newleaf.localhost"})
    client.force_login(a.officer(prison, "evaluator", username="bank-evaluator"))
    words = {"occupation": Occupation.objects.first().pk, "common": author.terms[0], "rare": author.terms[900]}  # type: ignore[union-attr]

    def ask(query: str) -> None:
        reply = client.get(f"/admin/item-bank/?{query.format(**words)}")
        assert reply.status_code == 200, reply.status_code

    return ask


def scan() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, prompt, name, kind, language, difficulty, occupation_id, prison_id, exposed_at, retired_at, changed_at"
            " FROM assessments_item ORDER BY changed_at DESC, id LIMIT 50"
        )
        cursor.fetchall()
        cursor.execute("SELECT count(*) FROM assessments_item")
        cursor.fetchall()


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
