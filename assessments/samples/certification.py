"""An awarding body with schemes of all four kinds, and candidates in every state that the sample exams bring about. Makes only what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assessments.bank.models import Occupation
from assessments.certification.candidacies import api as candidacies
from assessments.certification.certificates import api as certificates
from assessments.certification.models import AwardingBody, Candidacy, Certificate, CertificateOrder, Scheme
from assessments.certification.schemes import api as schemes
from assessments.certification.schemes.rules import CourseRule, PartRule, RenewalRule, Rules
from assessments.exams.models import PaperVersion, Sitting
from lms.packages import api as packages
from lms.people.models import Learner, Officer

from .papers import COOK, WELDER

BODY = {
    "name": "江州市职业技能评价中心",
    "name_en": "Jiangzhou Vocational Skills Assessment Centre",
    "code": "JZ",
    "domain": "certificates.jiangzhou.example",
}
BEFORE_THE_EXAM = timedelta(days=14)


CERTIFIED = 12  # who have the welding safety certificate already; the others who passed wait for theirs


def load_certification(
    *,
    by: Officer,
    second: Officer,
    chief: Officer,
    versions: Mapping[str, PaperVersion],
    past: Sitting,
    ready: Sitting,
    others: list[Learner],
) -> None:
    """`others`: learners who are registered for special operations and the academic certificate.

    Certificates are proposed by one officer and approved by the `second`; `chief` makes the key.
    """
    body = AwardingBody.objects.filter(code=BODY["code"]).first() or schemes.create_body(by=by, **BODY)
    made = {code: _scheme(code, body, versions, by=by) for code in _SCHEMES}
    _register(made["HG5"], [seat.learner_id for seat in past.seats.all()], by=by, before=past)
    _register(made["HA"], [seat.learner_id for seat in past.seats.order_by("number")[:30]], by=by, before=past)
    _register(made["ZS5"], [seat.learner_id for seat in ready.seats.all()], by=by)
    _register(made["DG"], [one.pk for one in others[:8]], by=by)
    _register(made["WH"], [one.pk for one in others[4:14]], by=by)
    candidacies.follow_exams_of_candidates()
    _issue(body, made["HA"], first=by, second=second, chief=chief)


def _issue(body: AwardingBody, scheme: Scheme, *, first: Officer, second: Officer, chief: Officer) -> None:
    """Some certificates, and one of them revoked."""
    if not body.keys.exists():
        certificates.make_key(body.pk, by=chief)
    if Certificate.objects.filter(candidacy__scheme=scheme).exists():
        return
    awarded = Candidacy.objects.filter(scheme=scheme, state="awarded").order_by("number")
    chosen = list(awarded.values_list("pk", flat=True)[:CERTIFIED])
    if not chosen:
        return
    _carried_out(certificates.propose_issue(chosen, by=first), by=second)
    last = Certificate.objects.filter(candidacy__scheme=scheme).order_by("-number").first()
    assert last is not None
    _carried_out(certificates.propose_revocation(last.pk, by=first, reason="重复登记"), by=second)


def _carried_out(order: CertificateOrder, *, by: Officer) -> None:
    certificates.approve_order(order.pk, by=by, digest=order.digest)
    certificates.carry_out(order.pk)


def _scheme(code: str, body: AwardingBody, versions: Mapping[str, PaperVersion], *, by: Officer) -> Scheme:
    particulars, rules = _SCHEMES[code](versions, by)
    found = Scheme.objects.filter(body=body, code=code).first()
    scheme = found or schemes.create_scheme(by=by, body=body, code=code, **particulars)
    if not scheme.versions.filter(state="live").exists():
        schemes.save_rules(scheme.pk, rules, by=by)
        schemes.try_out(scheme.pk, by=by)
        schemes.go_live(scheme.pk, by=by)
    return scheme


@transaction.atomic
def _register(scheme: Scheme, learner_ids: list[UUID], *, by: Officer, before: Sitting | None = None) -> None:
    """Those who are not registered; `before`: as if two weeks ahead of this sitting, which then counts."""
    known = set(Candidacy.objects.filter(scheme=scheme).values_list("learner_id", flat=True))
    new = [key for key in learner_ids if key not in known]
    if not new:
        return
    rows = candidacies.register_candidates(scheme.pk, new, by=by)
    if before is not None:
        day = timezone.localdate(before.planned_start) - BEFORE_THE_EXAM
        Candidacy.objects.filter(pk__in=[one.pk for one in rows]).update(registered_on=day)


def _paper(versions: Mapping[str, PaperVersion], title: str) -> tuple[UUID, ...]:
    return (versions[title].paper_id,)


def _occupation(name: str) -> Occupation | None:
    return Occupation.objects.filter(name=name).first()


def _part(kind: str, title: str, title_en: str, papers: tuple[UUID, ...] = (), **more: Any) -> PartRule:
    return PartRule(id=more.pop("id", kind), kind=kind, title=title, title_en=title_en, papers=papers, **more)  # type: ignore[arg-type]


def _welder(versions: Mapping[str, PaperVersion], by: Officer) -> tuple[dict[str, Any], Rules]:
    particulars = {
        "kind": Scheme.Kind.SKILL_LEVEL,
        "level": 5,
        "title": "焊工（五级/初级工）",
        "title_en": "Welder (level 5)",
        "occupation": _occupation("焊工"),
    }
    parts = (
        _part("theory", "理论知识", "Theory", _paper(versions, WELDER.title)),
        _part("practical", "操作技能", "Practical skill"),
    )
    return particulars, Rules(parts=parts, within_months=12, days_between_attempts=30, most_attempts=3)


def _welding_safety(versions: Mapping[str, PaperVersion], by: Officer) -> tuple[dict[str, Any], Rules]:
    particulars = {
        "kind": Scheme.Kind.SPECIAL_SKILL,
        "title": "焊接安全专项职业能力",
        "title_en": "Welding safety (special skill)",
        "occupation": _occupation("焊工"),
    }
    parts = (_part("theory", "理论知识", "Theory", _paper(versions, WELDER.title)),)
    return particulars, Rules(parts=parts, valid_months=36, renewal=RenewalRule(ahead_months=3))


def _cook(versions: Mapping[str, PaperVersion], by: Officer) -> tuple[dict[str, Any], Rules]:
    particulars = {
        "kind": Scheme.Kind.SPECIAL_SKILL,
        "title": "中式烹调专项职业能力",
        "title_en": "Chinese cooking (special skill)",
        "occupation": _occupation("中式烹调师"),
    }
    return particulars, Rules(parts=(_part("theory", "理论知识", "Theory", _paper(versions, COOK.title)),))


def _electrician(versions: Mapping[str, PaperVersion], by: Officer) -> tuple[dict[str, Any], Rules]:
    """Renewed every three years, with further training; a course of the catalogue comes first where there is one."""
    particulars = {
        "kind": Scheme.Kind.SPECIAL_OPERATION,
        "title": "特种作业操作证（低压电工）",
        "title_en": "Special operation: low-voltage electrician",
    }
    course = next((one for one in packages.list_courses(by.prison_id) if one.kind == "vocational"), None)
    courses = (CourseRule(course=course.iri, title=course.title(), completed=True),) if course else ()
    parts = (
        _part("theory", "安全理论", "Safety theory", pass_percent=Decimal(80)),
        _part("practical", "实际操作", "Practical work", pass_percent=Decimal(80)),
    )
    again = RenewalRule(ahead_months=3, parts=("theory",), hours=Decimal(8) if courses else None)
    return particulars, Rules(parts=parts, within_months=12, courses=courses, valid_months=36, renewal=again)


def _culture(versions: Mapping[str, PaperVersion], by: Officer) -> tuple[dict[str, Any], Rules]:
    particulars = {
        "kind": Scheme.Kind.ACADEMIC,
        "title": "初中文化结业证书",
        "title_en": "Junior secondary certificate",
    }
    subjects = (
        ("yuwen", "语文", "Chinese"),
        ("shuxue", "数学", "Mathematics"),
        ("falv", "法律常识", "Law"),
        ("lishi", "历史", "History"),
    )
    parts = tuple(_part("subject", zh, en, id=name) for name, zh, en in subjects)
    return particulars, Rules(parts=parts, parts_needed=3, within_months=36)


_SCHEMES = {"HG5": _welder, "HA": _welding_safety, "ZS5": _cook, "DG": _electrician, "WH": _culture}
