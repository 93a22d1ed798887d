"""Fills an empty data folder: tables, a prison, learners, pairing codes. Prints them as JSON."""

import json
import os
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from lms.packages.keys import server_keys  # noqa: E402
from lms.people import api as people  # noqa: E402
from tests.factories import people as a  # noqa: E402


def main(tablets):
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    prison = a.prison()
    ward = a.ward(prison)
    keeper = a.officer(prison, "device_keeper", "education_office", username="keeper")
    learners = [a.learner(ward, number=str(1000 + number)) for number in range(5)]
    codes = [people.create_pairing_code(by=keeper, prison=prison, ward=ward) for _ in range(tablets)]
    server_keys()
    return {"codes": codes, "learners": [str(learner.pk) for learner in learners], "prison": str(prison.pk)}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
    sys.stdout.flush()
    os._exit(0)
