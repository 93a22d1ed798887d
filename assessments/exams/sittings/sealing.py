"""Sealing: every candidate's form is drawn, everything goes into one package that nobody can read, and the tablets fetch it."""

from __future__ import annotations

import base64
import hashlib
import random
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.lib.sealing import seal, unseal
from lms.packages import api as packages
from lms.people import api as people
from lms.people.models import Learner
from lms.sync import protocol

from ..errors import NoCandidates, NotNow, TooFewQuestions
from ..models import ItemVersion, Performance, Seat, Sitting
from ..papers.blueprint import Blueprint
from ..papers.forms import TooFewItems, draw
from .disguise import Disguise
from .package import ITERATIONS, b64, new_code, new_key, seal_paper, seat_check
from .permissions import check_can_plan, sitting_for
from .planning import check_not_begun, move, planned
from .states import SittingState

MEDIA_TYPE = "application/json"
_MIXED = {"choice": "options"}


def seal_sitting(sitting_id: UUID | str, *, by: Any, iterations: int = ITERATIONS) -> Sitting:
    """Draw the forms and make the package. Raises NotFoundHere, PermissionDenied, AlreadySealed, NoCandidates, TooFewQuestions."""
    with transaction.atomic():
        sitting = planned(by, sitting_id)
        seats = list(sitting.seats.select_related("learner").order_by("number"))
        if not seats:
            raise NoCandidates
        _draw_forms(sitting, seats)
        key, code = new_key(), new_code()
        sealed = seal_paper(_paper(sitting, seats), key=key, code=code, iterations=iterations)
        ref = packages.store_blob(sealed.model_dump_json().encode(), MEDIA_TYPE)
        packages.keep_blobs([ref.sha256], _holder(sitting))
        move(
            sitting,
            SittingState.SEALED,
            by=by,
            detail={"package": ref.sha256, "seats": len(seats)},
            package=ref.sha256,
            package_bytes=ref.bytes,
            sealed_key=seal(f"{sitting.iri} key", key),
            sealed_code=seal(f"{sitting.iri} code", code.encode()),
            sealed_at=timezone.now(),
        )
    return sitting


def unseal_sitting(sitting_id: UUID | str, *, by: Any) -> Sitting:
    """Back to planning: the package is thrown away, the next sealing draws new forms with a new key.

    Raises NotFoundHere, PermissionDenied, NotNow, Begun.
    """
    with transaction.atomic():
        found = sitting_for(by, sitting_id)
        check_can_plan(by, found.prison_id)
        sitting = Sitting.objects.select_for_update().get(pk=found.pk)
        check_not_begun(sitting)
        if Performance.objects.filter(seat__sitting=sitting).exists():
            raise NotNow(
                _("Practical tasks of this sitting have been assessed already, so its forms stay as they are.")
            )
        packages.release_blobs(_holder(sitting))
        emptied: dict[str, Any] = {
            "package": "",
            "package_bytes": 0,
            "sealed_key": None,
            "sealed_code": None,
            "sealed_at": None,
        }
        move(sitting, SittingState.PLANNED, by=by, **emptied)
        sitting.seats.update(form=[])
        sitting.seed = hashlib.sha256(new_key()).hexdigest()
        sitting.save(update_fields=["seed"])
    return sitting


def key_of(sitting: Sitting) -> bytes:
    return unseal(f"{sitting.iri} key", bytes(sitting.sealed_key or b""))


def code_of(sitting: Sitting) -> str:
    return unseal(f"{sitting.iri} code", bytes(sitting.sealed_code or b"")).decode()


def _holder(sitting: Sitting) -> str:
    return f"sitting:{sitting.pk}"


def disguise_of(sitting: Sitting, item: ItemVersion) -> Disguise:
    return Disguise(sitting.seed, str(item.pk), item.document)


# ── Forms ────────────────────────────────────────────────────────────────────────────────────────


def _draw_forms(sitting: Sitting, seats: Iterable[Seat]) -> None:
    """Each seat's form, from the pools that were frozen with the paper, without what has been exposed or retired since."""
    version = sitting.version
    blueprint = Blueprint.model_validate(version.blueprint)
    pools = {part: [str(key) for key in keys] for part, keys in version.pools.items()}
    used = {key for keys in pools.values() for key in keys}
    kept = {str(one.pk): one for one in ItemVersion.objects.filter(pk__in=used).select_related("item")}
    without = frozenset(key for key, one in kept.items() if one.item.exposed_at or one.item.retired_at)
    for seat in seats:
        secret = f"{sitting.seed} {seat.pk}"
        try:
            placed = draw(blueprint, pools, seed=secret, mixed=version.mixed, without=without)
        except TooFewItems as error:
            raise TooFewQuestions from error
        chance = random.Random(secret)  # noqa: S311  (the seed is the secret)
        seat.form = [
            {
                "section": one.section,
                "item": int(one.item),
                "points": str(one.points),
                "order": _order(kept[one.item].document, chance) if version.options_mixed else [],
            }
            for one in placed
        ]
        seat.save(update_fields=["form"])


def _order(document: dict[str, Any], chance: random.Random) -> list[str]:
    """The options of a choice in an order of this candidate's own, by the bank's ids."""
    part = _MIXED.get(document["kind"])
    ids = [one["id"] for one in document[part]] if part else []
    chance.shuffle(ids)
    return ids


# ── What stands inside ───────────────────────────────────────────────────────────────────────────


def _paper(sitting: Sitting, seats: list[Seat]) -> protocol.ExamPaper:
    keys = {place["item"] for seat in seats for place in seat.form}
    versions = {one.pk: one for one in ItemVersion.objects.filter(pk__in=keys)}
    disguises = {pk: disguise_of(sitting, one) for pk, one in versions.items()}
    items = {str(pk): disguise.shown() for pk, disguise in disguises.items()}
    blueprint = Blueprint.model_validate(sitting.version.blueprint)
    return protocol.ExamPaper.model_validate(
        {
            "sitting": str(sitting.pk),
            "title": sitting.title,
            "room": sitting.room,
            "language": sitting.version.language,
            "minutes": sitting.minutes,
            "items": items,
            "pictures": _pictures(items.values()),
            "seats": [_seat(seat, blueprint, disguises) for seat in seats],
        }
    )


def _seat(seat: Seat, blueprint: Blueprint, disguises: dict[int, Disguise]) -> dict[str, Any]:
    learner = seat.learner
    sections = []
    for section in blueprint.sections:
        places = [place for place in seat.form if place["section"] == section.id]
        questions = [
            {
                "item": str(place["item"]),
                "points": float(place["points"]),
                "order": [disguises[place["item"]].name(own) for own in place["order"]],
            }
            for place in places
        ]
        sections.append({"title": section.title, "instructions": section.instructions, "questions": questions})
    return {
        "seat": str(seat.pk),
        "number": seat.number,
        "learner": str(learner.pk),
        "learner_number": learner.number,
        "name": learner.name,
        "language": seat.language or learner.language,
        "read_aloud": seat.read_aloud,
        "seconds": seat.allowed_seconds(),
        "verifier": _verifier(seat, learner),
        "sections": sections,
    }


def _verifier(seat: Seat, learner: Learner) -> protocol.SeatVerifier | None:
    known = people.secret_profile(learner)
    if known is None:
        return None
    kind, salt, iterations, _version = known
    check = seat_check(str(seat.pk), people.pbkdf2_key(learner))
    return protocol.SeatVerifier(
        secret_kind="pictures" if kind == "pictures" else "pin", salt=b64(salt), iterations=iterations, check=check
    )


def _pictures(items: Iterable[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """The files of all pictures, by the paths that the items name."""
    found = {}
    for item in items:
        for picture in [*item["pictures"], *([item["picture"]] if item.get("picture") else [])]:
            if picture["path"] not in found:
                with packages.open_blob(PurePosixPath(picture["path"]).stem) as file:  # named by its hash
                    data = base64.b64encode(file.read()).decode()
                found[picture["path"]] = {"media_type": picture["media_type"], "data": data}
    return found
