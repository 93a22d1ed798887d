"""The whole state for one tablet, and the quick answer "nothing new"."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from lms.learning import api as learning
from lms.learning.models import Notice, Progress
from lms.packages import api as packages
from lms.people import api as people
from lms.people.models import Device, Learner
from lms.records import api as records

from . import protocol
from .backoff import next_contact
from .models import DeviceState, Journal
from .signin import profile
from .texts import help_texts, phrases

ExamsOf = Callable[[Device], list[protocol.ExamNotice]]
LearnerExamsOf = Callable[[Sequence[UUID]], dict[UUID, list[protocol.LearnerExam]]]
CandidaciesOf = Callable[[Sequence[UUID]], dict[UUID, list[protocol.LearnerCandidacy]]]
_exams: list[tuple[ExamsOf, LearnerExamsOf]] = []
_candidacies: list[CandidaciesOf] = []

RECOMPUTE = timedelta(minutes=10)  # even if the stamp says that nothing has happened
VOLATILE = {"server_time", "next_contact_seconds"}


def register_exams(of_tablet: ExamsOf, of_learners: LearnerExamsOf) -> None:
    """Who holds exams says what a tablet keeps ready and what its learners read about theirs. Each change of it is audited with
    its prison: by that the stamp moves."""
    _exams[:] = [(of_tablet, of_learners)]


def register_candidacies(of_learners: CandidaciesOf) -> None:
    """Who certifies says how far learners are on the way. Each change of it is audited with its prison, as for exams."""
    _candidacies[:] = [of_learners]


def is_unchanged(device: Device, etag: str) -> bool:
    """Whether the tablet's state still is the one of this ETag, as far as one query over indexes can tell."""
    if not etag:
        return False
    now, then = _stamps(device, etag)
    return now == then


def stamp(device: Device) -> str:
    """Moves with every change that this tablet's state could depend on; may move without one."""
    return _stamps(device)[0]


def _stamps(device: Device, etag: str = "") -> tuple[str, str | None]:
    """(the stamp of now, the one that was remembered for this ETag not too long ago).

    One query of maxima and sums over indexes: what officers did in the prison (all of it is audited), what changed for the
    tablet's own learners and what they did elsewhere, the catalogue, the epoch, the backups.
    """
    device_id, prison_id = _key(device.pk), _key(device.prison_id)
    learner_id = _key(device.learner_id) if device.learner_id else None
    recent = connection.ops.adapt_datetimefield_value(timezone.now() - RECOMPUTE)
    sought = [
        str(device.prison_id),
        device_id,
        learner_id,
        device_id,
        device_id,
        device_id,
        device_id,
        prison_id,
        device_id,
        etag,
        recent,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_STAMPS, sought)
        *row, remembered = cursor.fetchone()
    return ".".join("" if part is None else str(part) for part in row), remembered


_STAMPS = """
SELECT (SELECT max(seq) FROM audit_auditevent WHERE prison = %s),
       (SELECT max(seq) FROM audit_auditevent WHERE prison = ''),
       (SELECT sum(version) FROM learning_learnerversion v JOIN people_devicelearner u ON u.learner_id = v.learner_id
         WHERE u.device_id = %s),
       (SELECT version FROM learning_learnerversion WHERE learner_id = %s),
       (SELECT count(*) FROM people_devicelearner WHERE device_id = %s),
       (SELECT sum(head) FROM records_tally t JOIN people_devicelearner u ON u.learner_id = t.learner_id
         WHERE u.device_id = %s AND t.device_id <> %s),
       (SELECT safe_through FROM sync_journal WHERE device_id = %s),
       (SELECT serial FROM packages_prisoncatalogue WHERE prison_id = %s),
       (SELECT max(number) FROM packages_epoch),
       (SELECT stamp FROM sync_devicestate WHERE device_id = %s AND etag = %s AND computed_at >= %s)
"""


def _key(value: UUID) -> UUID | str:
    return value if connection.vendor == "postgresql" else value.hex


def sync_state(device: Device) -> tuple[str, protocol.SyncState, int]:
    """(ETag, state, serial of its catalogue). Remembers the ETag, so that the next request may be answered without computing."""
    serial, catalogue = packages.catalogue_jws(device.prison_id)
    now_stamp = stamp(device)
    state = _compute(device, catalogue)
    etag = hashlib.sha256(state.model_dump_json(exclude=VOLATILE).encode()).hexdigest()
    defaults = {"stamp": now_stamp, "etag": etag, "computed_at": timezone.now()}
    DeviceState.objects.update_or_create(device_id=device.pk, defaults=defaults)
    return etag, state, serial


def _compute(device: Device, catalogue: str) -> protocol.SyncState:
    users = list(people.users_of_device(device).order_by("pk"))
    known = {learner.pk for learner in users}
    group = people.learners_of_device(device) if device.kind == Device.Kind.SHARED else Learner.objects.none()
    journal = Journal.objects.filter(pk=device.pk).only("safe_through").first()
    return protocol.SyncState(
        epoch=str(packages.current_epoch().id),
        server_time=timezone.now(),
        next_contact_seconds=next_contact(),
        lease_days=device.prison.offline_lease_days,
        device_name=device.name,
        device_kind="personal" if device.kind == Device.Kind.PERSONAL else "shared",
        catalogue=catalogue,
        learners=learner_states(device, users),
        members_to_prepare=[
            protocol.MemberRef(learner=str(member.pk), number=member.number, name=member.name)
            for member in group.filter(secret__isnull=False).order_by("number")
            if member.pk not in known
        ],
        safe_through=journal.safe_through if journal else 0,
        phrases=phrases(device.prison_id),
        help_texts=help_texts(device.prison_id),
        exams=[notice for of_tablet, _of_learners in _exams for notice in of_tablet(device)],
    )


def learner_states(device: Device, users: Sequence[Learner]) -> list[protocol.LearnerState]:
    """Somebody who has left or moved away gets no content any more; the tablet ends the sign-in and still delivers."""
    active = [one for one in users if one.state == Learner.State.ACTIVE and one.prison_id == device.prison_id]
    plans = learning.assignments_of_many(active)
    progress = learning.progress_of_many([one.pk for one in active])
    elsewhere = records.beyond([one.pk for one in active], device.pk)
    keys = [one.pk for one in active]
    candidacies = {key: rows for of_learners in _candidacies for key, rows in of_learners(keys).items()}
    exams = {key: rows for _, of_learners in _exams for key, rows in of_learners(keys).items()}
    return [
        protocol.LearnerState(
            profile=profile(learner),
            assignments=[_assignment(view) for view in plans.get(learner.pk, [])],
            progress=[_progress(row) for row in progress.get(learner.pk, [])],
            answers=[_answer(row) for row in learning.answers_of(learner)] if learner.pk in plans else [],
            notices=[_notice(row) for row in learning.notices_of(learner)] if learner.pk in plans else [],
            elsewhere=_elsewhere(elsewhere[learner.pk]) if learner.pk in elsewhere else None,
            exams=exams.get(learner.pk, []),
            candidacies=candidacies.get(learner.pk, []),
            active=learner.pk in plans,
        )
        for learner in users
    ]


def _assignment(view: learning.AssignmentView) -> protocol.AssignmentState:
    return protocol.AssignmentState(course=view.course, source=view.source, due_on=view.due_on, priority=view.priority)


def _progress(row: Progress) -> protocol.ProgressState:
    return protocol.ProgressState(
        lesson=row.lesson_iri,
        course=row.course_iri,
        state="completed" if row.state == "completed" else "started",
        fraction=row.fraction,
        completed_at=row.completed_at,
    )


def _elsewhere(beyond: records.Beyond) -> protocol.WorkElsewhere:
    return protocol.WorkElsewhere(through=beyond.through, total=beyond.total, safe_total=beyond.safe)


def _answer(row: learning.AnswerView) -> protocol.AnswerState:
    return protocol.AnswerState(
        question=str(row.question),
        lesson=row.lesson,
        asked=row.asked,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
    )


def _notice(row: Notice) -> protocol.NoticeState:
    return protocol.NoticeState(id=str(row.pk), at=row.at, texts=row.texts)
