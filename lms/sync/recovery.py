"""Opening a learner's key for a tablet after two officers agreed: `people` keeps them apart, this holds the key."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from joserfc.errors import JoseError

from lms.learning import api as learning
from lms.packages.keys import open_recovery, seal_to
from lms.people import api as people
from lms.people.models import Officer, RecoveryRequest

KEY_BYTES = 32
NOTICE = {
    "zh-hans": "因您忘记密码，两位民警（{first}、{second}）同意在平板“{device}”上恢复您的学习资料。原因：{reason}",
    "en": "You forgot your secret, so two officers ({first}, {second}) agreed to open your work again on the tablet “{device}”. Reason: {reason}",
}


def reseal(sealed: str, reply_to: Mapping[str, str], *, learner: UUID) -> str:
    """The learner key, opened with the recovery key and sealed to the tablet. Raises ValueError.

    Only a key of this learner: another one's would open the neighbour's notes. Only what has the size of a key: notes are
    sealed to the same recovery key, and are not to be had this way.
    """
    try:
        key = open_recovery(sealed, subject=str(learner))
        if len(key) != KEY_BYTES:
            raise ValueError("not a learner key")
        return seal_to(dict(reply_to), key)
    except (JoseError, TypeError, KeyError) as error:
        raise ValueError("cannot be opened") from error


@transaction.atomic
def approve(request_id: UUID, *, by: Officer, reason: str) -> RecoveryRequest:
    """The second of two officers opens the key; the learner is told who, where and why."""
    open_sealed = functools.partial(reseal, learner=people.recovery_for(by, request_id).learner_id)
    request = people.approve_recovery(request_id, by=by, open_sealed=open_sealed, reason=reason)
    if request.state == RecoveryRequest.State.READY:
        names = {
            "first": request.first_officer.name if request.first_officer else "",
            "second": by.name,
            "device": request.device.name,
            "reason": request.reason,
        }
        learning.add_notice(
            request.learner, {language: text.format(**names) for language, text in NOTICE.items()}, "recovery"
        )
    return request
