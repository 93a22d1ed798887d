"""The demo's sample data with films of one scene: `python -m tests.e2e.samples.seed` prints the addresses that need an argument, as JSON."""

import io
import json
from dataclasses import replace

import django


def load():
    """The samples, and an officer `everyone` who holds every role, so that one session may open every page."""
    from content.samples import loader, status
    from content.samples.courses.films import FILMS

    for name, film in FILMS.items():
        FILMS[name] = replace(film, scenes=film.scenes[:1])
    loader.load_samples(lambda percent, sentence: status.write_status(percent=percent, sentence=sentence))
    everyone()


def everyone():
    from lms.people.grants import grant_at_setup
    from lms.people.models import Officer, Prison
    from lms.people.roles import Role

    prison = Prison.objects.get(code="qingshan")
    officer = Officer.objects.create_user("everyone", None, name="叶新", prison=prison, is_superuser=True)
    for role in Role:
        grant_at_setup(officer, role, reason="test", prison=prison)


def addresses():
    """Name → path on the staff origin, of pages that stand for one thing each."""
    from content.models import CoursePage, LessonPage, Publication
    from lms.people.models import Device, Learner, Officer, Prison
    from lms.people.slips import make_slips
    from tests.e2e.samples import live_seed

    officer, prison = Officer.objects.get(username="everyone"), Prison.objects.get(code="qingshan")
    learner = Learner.objects.get(number="10001")
    lesson = LessonPage.objects.filter(locale__language_code="zh-hans", title__startswith="安全第一").get()
    course = CoursePage.objects.get(pk=lesson.get_ancestors().type(CoursePage).get().pk)
    others = Learner.objects.filter(ward=learner.ward, secret=None)  # the demo's learners keep their sign-ins
    slips = make_slips(list(others.values_list("pk", flat=True)[:6]), by=officer, title="一监区")
    device = Device.objects.get()
    return {
        "learner": f"learners/{learner.pk}/",
        "learner's form": f"learners/{learner.pk}/edit/",
        "record": f"records/{learner.pk}/",
        "officer": f"officers/{Officer.objects.get(username='author').pk}/",
        "prison": f"prisons/{prison.pk}/",
        "ward": f"wards/{learner.ward_id}/",
        "role request": f"role-requests/{a_role_request(prison)}/",
        "roster": f"roster/{a_roster(officer, prison)}/",
        "slips": f"sign-in-slips/{slips.pk}/",
        "sheet of slips": f"sign-in-slips/{slips.pk}/sheet/",
        "tablet": f"tablets/{device.pk}/",
        "tablet revoked": f"tablets/{device.pk}/revoke/",
        "publication": f"publications/{Publication.objects.filter(state='live', iri=lesson.iri).first().pk}/",
        "lesson": f"pages/{lesson.pk}/edit/",
        "course": f"pages/{course.pk}/edit/",
        "course's lessons": f"pages/{course.pk}/",
        "lesson's history": f"pages/{lesson.pk}/history/",
        **library_addresses(prison),
        **live_seed.addresses(prison),
    }


def library_addresses(prison):
    from django.contrib.contenttypes.models import ContentType
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model

    from assessments.bank.models import Item
    from content import api as content
    from content.media.models import Video
    from content.models import CoursePage

    new_course = ContentType.objects.get_for_model(CoursePage).model
    return {
        "new course": f"pages/add/content/{new_course}/{content.library_for(prison).pk}/",
        "question": f"item-bank/edit/{Item.objects.order_by('prompt').first().pk}/",
        "picture": f"images/{get_image_model().objects.first().pk}/",
        "document": f"documents/edit/{get_document_model().objects.first().pk}/",
        "video": f"media/videos/{Video.objects.first().pk}/",
    }


def a_role_request(prison):
    from lms.people import grants
    from lms.people.models import Officer
    from lms.people.roles import Role

    wanted = grants.request_role(
        Officer.objects.get(username="author").pk,
        Role.TEACHER,
        prison=prison,
        by=Officer.objects.get(username="administrator"),
        reason="兼任教员",
    )
    return wanted.pk


def a_roster(officer, prison):
    """A file with news, a move and two mistakes, read and waiting for a decision."""
    from lms.people.roster.verbs import preview_roster
    from tests.factories.rosters import xlsx

    rows = [
        ["10001", "夏贵平", "二监区", "中文", "初中", "2024-03-01", "2029-03-01", "否"],
        ["10300", "何长贵", "一监区", "中文", "小学", "2026-11-02", "2028-05-01", "是"],
        ["10301", "Nguyen Van Minh", "三监区", "中文", "高中", "2026-11-02", "2031-01-01", "否"],
        ["10302", "马德福", "十一监区", "中文", "初中", "2026-11-02", "2027-10-01", "否"],
        ["", "郭三", "一监区", "中文", "初中", "2026-11-02", "2027-10-01", "否"],
    ]
    return preview_roster(io.BytesIO(xlsx(rows)), "11月名册.xlsx", by=officer, prison=prison).pk


if __name__ == "__main__":
    django.setup()
    load()
    print(json.dumps(addresses(), default=str))
