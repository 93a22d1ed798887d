"""What an evaluator's tablet needs before it goes where there is no line: candidates, tasks with their rubric, what is signed so far, and a key."""

from __future__ import annotations

import base64
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from lms.audit import api as audit
from lms.lib.sealing import derived_key
from lms.packages import api as packages
from lms.people.models import Officer

from ..errors import NotNow
from ..models import ItemVersion, Sitting
from ..permissions import wards_of
from .permissions import practical_sitting_for, practical_sittings_for
from .reading import Task, tasks_of

NEAR = 60  # sittings shown, the newest first


def sittings_with_practicals(by: Officer) -> list[tuple[Sitting, int]]:
    """The newest sittings of the officer's prisons whose paper has practical tasks, with their number of seats."""
    rows = practical_sittings_for(by).annotate(seat_count=Count("seats")).order_by("-planned_start")
    near = list(rows[:NEAR])
    pools = {one.version_id: {int(key) for keys in one.version.pools.values() for key in keys} for one in near}
    drawable = {key for keys in pools.values() for key in keys}
    practical = set(
        ItemVersion.objects.filter(pk__in=drawable, document__kind="practical").values_list("pk", flat=True)
    )
    return [(one, one.seat_count) for one in near if pools[one.version_id] & practical]


@transaction.atomic
def take_along(sitting_id: UUID | str, *, by: Officer) -> dict[str, Any]:
    """Candidates, items, records so far and the key of this sitting's store on tablets. Raises NotFoundHere, NotNow."""
    sitting = practical_sitting_for(by, sitting_id)
    tasks = tasks_of(sitting)
    if not tasks:
        raise NotNow
    wards = wards_of(by)
    items = {task.item.pk: task.item for task in tasks}
    audit.log(by=by, verb="assessments.practical.taken_along", target=sitting)
    return {
        "sitting": {
            "id": str(sitting.pk),
            "title": sitting.title,
            "room": sitting.room,
            "planned_start": sitting.planned_start.isoformat(),
        },
        "tasks": [_task(task) for task in tasks],
        "items": {str(key): _item(item) for key, item in items.items()},
        "blocked": sorted({str(task.seat.pk) for task in tasks if task.seat.learner.ward_id in wards}),
        "records": [record for task in tasks for record in _records(task)],
        "key": base64.b64encode(store_key(sitting)).decode(),
    }


def store_key(sitting: Sitting) -> bytes:
    """32 bytes, the same for each evaluator of the sitting: they work on one tablet and read each other's records there."""
    return derived_key(f"practical store {sitting.pk}")


def _task(task: Task) -> dict[str, Any]:
    return {
        "seat": str(task.seat.pk),
        "number": task.seat.number,
        "name": task.seat.learner.name,
        "learner": task.seat.learner.number,
        "item": task.item.pk,
        "worth": str(task.worth),
    }


def _item(item: ItemVersion) -> dict[str, Any]:
    document = item.document
    return {
        "prompt_html": document["prompt_html"],
        "minutes": document.get("minutes"),
        "materials": document.get("materials", ""),
        "rubric": document["rubric"],
        "pictures": [_picture(one) for one in document.get("pictures", [])],
    }


def _picture(picture: dict[str, Any]) -> dict[str, str]:
    with packages.open_blob(PurePosixPath(picture["path"]).stem) as file:  # named by its hash
        data = base64.b64encode(file.read()).decode()
    return {"alt": picture["alt"], "address": f"data:{picture['media_type']};base64,{data}"}


def _records(task: Task) -> list[dict[str, Any]]:
    """What has arrived, so that the second evaluator can sign it on another tablet."""
    if task.performance is None:
        return []
    found = []
    for one in task.performance.assessments.all():
        found.append({"kind": "assessment", "id": str(one.pk), "content": one.content, "assessor": one.assessor.name})
        found += [
            {
                "kind": "signature",
                "id": str(signature.pk),
                "assessment": str(one.pk),
                "officer": signature.officer_id,
                "name": signature.officer.name,
            }
            for signature in one.signatures.all()
            if signature.officer_id != one.assessor_id
        ]
    return found
