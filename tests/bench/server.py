"""The stage of the sync benches: an empty system with a prison, learners and tablets, in this process, on SQLite or PostgreSQL."""

from __future__ import annotations

import functools
import os
import tempfile
import uuid
from pathlib import Path
from typing import Any


@functools.cache
def data_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="newleaf-bench-"))


@functools.cache
def stage() -> Stage:
    """Made at the first call: a process has one Django."""
    data = data_folder()
    os.environ |= {
        "NEWLEAF_PROFILE": "test",
        "NEWLEAF_SECRET": "a secret for benches only",
        "NEWLEAF_STAFF_HOST": "staff.newleaf.localhost",
        "NEWLEAF_TABLET_HOST": "tablet.newleaf.localhost",
        "NEWLEAF_CONTENT_HOST": "content.newleaf.localhost",
        "NEWLEAF_DATA": str(data),
        "DATABASE_URL": os.environ.get("NEWLEAF_TEST_DATABASE") or f"sqlite:///{data}/newleaf.sqlite3",
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "NEWLEAF_LOG_LEVEL": "ERROR",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return Stage(data)


class Stage:
    def __init__(self, data: Path) -> None:
        from django.db import connection

        from tests.factories import people as a

        self.data, self.vendor = data, connection.vendor
        code = uuid.uuid4().hex[:8]
        self.prison = a.prison(code=code)
        self.ward = a.ward(self.prison)
        self.keeper = a.officer(self.prison, "device_keeper", "education_office", username=f"keeper-{code}")
        self.learners = [a.learner(self.ward, number=str(number)) for number in range(20)]

    def new_tablet(self) -> tuple[Any, Any]:
        """(the tablet, its Device), paired without HTTP."""
        from lms.people import api as people
        from lms.sync.http import trust_keys
        from tests.factories.tablet import Tablet

        code = people.create_pairing_code(by=self.keeper, prison=self.prison, ward=self.ward)
        tablet = Tablet(send=None)
        device = people.redeem_pairing_code(code, tablet.jwk, "bench")
        tablet.device, tablet.trust = str(device.pk), trust_keys().model_dump()
        tablet.token = people.issue_device_token(device)
        return tablet, device

    def statement(self, number: int) -> dict[str, Any]:
        """What an afternoon is made of: pages read, video watched, questions answered."""
        from tests.factories.tablet import statement

        lesson = f"urn:newleaf:lesson:00000000-0000-4000-8000-{number % 40:012d}"
        fields: dict[str, Any] = {"lesson": lesson}
        if number % 3 == 1:
            fields |= {
                "verb": "http://adlnet.gov/expapi/verbs/answered",
                "result": {"response": "a[,]c", "success": True},
            }
        if number % 3 == 2:
            progress = {"https://w3id.org/xapi/video/extensions/progress": 0.37}
            fields |= {"verb": "http://adlnet.gov/expapi/verbs/progressed", "result": {"extensions": progress}}
        return statement(self.learners[number % len(self.learners)].pk, **fields)
