"""Who takes part: people and the course of the demo (content/samples)."""

from __future__ import annotations

from dataclasses import dataclass

from content.api import CoursePage, library_for
from content.samples.courses import electrician
from content.samples.people import PRISONS
from lms.people.models import Officer, Prison, Ward


@dataclass(frozen=True)
class Cast:
    """The teacher teaches and writes, the supervisor approves, the education office clears."""

    teacher: Officer
    supervisor: Officer
    education_office: Officer
    ward: Ward
    course: CoursePage | None

    @property
    def prison(self) -> Prison:
        return self.ward.prison


def find_cast() -> Cast:
    """Raises Officer.DoesNotExist, Ward.DoesNotExist where the demo's people have not been loaded."""
    teacher, supervisor, education_office = (
        Officer.objects.get(username=name, prison__code=PRISONS[0][0])
        for name in ("teacher", "supervisor", "education_office")
    )
    ward = Ward.objects.select_related("prison").get(prison__code=PRISONS[0][0], code="1")
    library = library_for(ward.prison)
    course = CoursePage.objects.child_of(library).filter(title=electrician.COURSE.title.zh).first()
    return Cast(teacher, supervisor, education_office, ward, course)
