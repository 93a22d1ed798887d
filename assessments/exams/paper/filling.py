"""From a seat of a sealed sitting to what is printed for it, with the candidate's own order of options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import PurePosixPath
from uuid import UUID

from django.utils import timezone

from assessments.bank.drafts import AnyItem, read_any_item
from lms.packages import api as packages
from lms.packages import shapes

from ..models import ItemVersion, Seat, Sitting
from ..papers.blueprint import Blueprint
from .booklet import pictures_of
from .forms import Candidate, ExamForm, Question, Section
from .layout import Layout
from .sheets import layout_of

PRINTED = ("zh-hans", "en")


class Forms(Mapping[UUID, Layout]):
    """The forms of a sitting, and the layouts of their answer sheets by seat, each made when it is asked for."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        seats = sitting.seats.select_related("learner").order_by("number")
        self.seats: dict[UUID, Seat] = {seat.pk: seat for seat in seats if seat.form}
        self._layouts: dict[UUID, Layout] = {}

    def __getitem__(self, seat: UUID) -> Layout:
        if seat not in self._layouts:
            self._layouts[seat] = layout_of(self.form(self.seats[seat]))
        return self._layouts[seat]

    def __iter__(self) -> Iterator[UUID]:
        return iter(self.seats)

    def __len__(self) -> int:
        return len(self.seats)

    def __contains__(self, seat: object) -> bool:
        return seat in self.seats

    @cached_property
    def items(self) -> dict[int, AnyItem]:  # type: ignore[override]
        """By the key of ItemVersion."""
        keys = {place["item"] for seat in self.seats.values() for place in seat.form}
        found = ItemVersion.objects.filter(pk__in=keys)
        return {one.pk: read_any_item.validate_python(one.document) for one in found}

    def keys_of(self, seat: Seat) -> dict[str, int]:
        """Key of ItemVersion by the item's id."""
        return {self.items[place["item"]].id: place["item"] for place in seat.form}

    def form(self, seat: Seat, *, pictures: bool = False) -> ExamForm:
        sitting, learner = self.sitting, seat.learner
        blueprint = Blueprint.model_validate(sitting.version.blueprint)
        seat.sitting = sitting
        form = ExamForm(
            sitting=sitting.pk,
            seat=seat.pk,
            title=sitting.title,
            language=_language(seat),
            candidate=Candidate(name=learner.name, number=learner.number, seat=str(seat.number)),
            sections=tuple(Section(part.title, tuple(self._questions(seat, part.id))) for part in blueprint.sections),
            minutes=seat.allowed_seconds() // 60,
            room=sitting.room,
            begins=timezone.localtime(sitting.planned_start).strftime("%Y-%m-%d %H:%M"),
        )
        if pictures:
            form = _with_pictures(form)
        return form

    def _questions(self, seat: Seat, section: str) -> Iterator[Question]:
        for place in seat.form:
            if place["section"] == section:
                yield Question(_ordered(self.items[place["item"]], place["order"]), float(place["points"]))


def _ordered(item: AnyItem, order: list[str]) -> AnyItem:
    if not order or not isinstance(item, shapes.ChoiceItem):
        return item
    places = {key: place for place, key in enumerate(order)}
    options = sorted(item.options, key=lambda option: places.get(option.id, len(places)))
    return item.model_copy(update={"options": options})


def _language(seat: Seat) -> str:
    wanted = (seat.language or seat.learner.language, seat.sitting.version.language)
    return next((one for one in wanted if one in PRINTED), PRINTED[0])


def _with_pictures(form: ExamForm) -> ExamForm:
    return replace(form, pictures=dict(_read(set(pictures_of(form)))))


def _read(paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        with packages.open_blob(PurePosixPath(path).stem) as file:  # named by its hash
            yield path, file.read()
