"""The people of the demo: two prisons, six wards, 300 learners, an officer for each role, groups, one paired tablet."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from lms.learning import api as learning
from lms.people import api as people
from lms.people import places
from lms.people.grants import grant_at_setup
from lms.people.models import Device, Learner, Officer, Prison, Ward
from lms.people.roles import Role

from . import names

REASON = "demo"
PRISONS = [
    ("qingshan", "青山监狱", ["一监区", "二监区", "三监区", "四监区"]),
    ("lanhu", "蓝湖监狱", ["一监区", "二监区"]),
]
# username, name, role, prison ("" = the whole server)
OFFICERS = [
    ("education_office", "周敏", Role.EDUCATION_OFFICE, "qingshan"),
    ("teacher", "李建平", Role.TEACHER, "qingshan"),
    ("author", "陈静", Role.AUTHOR, "qingshan"),
    ("supervisor", "赵国华", Role.SUPERVISOR, "qingshan"),
    ("device_keeper", "孙磊", Role.DEVICE_KEEPER, "qingshan"),
    ("auditor", "吴海燕", Role.AUDITOR, "qingshan"),
    ("evaluator", "郑晓峰", Role.EVALUATOR, "qingshan"),
    ("evaluator2", "马兰", Role.EVALUATOR, "qingshan"),
    ("chief_evaluator", "韩立新", Role.CHIEF_EVALUATOR, "qingshan"),
    ("invigilator", "何丽", Role.INVIGILATOR, "qingshan"),
    ("teacher2", "黄志刚", Role.TEACHER, "lanhu"),
    ("education_office2", "林芳", Role.EDUCATION_OFFICE, "lanhu"),
    ("province_author", "唐雨", Role.AUTHOR, ""),
    ("province_reviewer", "许正", Role.SUPERVISOR, ""),
    ("province_clearance", "冯岚", Role.SUPERVISOR, ""),
]
DEMO_PIN, DEMO_PICTURES = "258036", ["sun", "tree", "boat"]
CANDIDATES = [str(number) for number in range(10003, 10013)]  # of the sample exam
TABLET = "一监区 1 号平板"


@dataclass(frozen=True)
class Cast:
    """Who the courses and the history need."""

    prisons: list[Prison]
    wards: list[Ward]
    officers: dict[str, Officer]

    @property
    def first(self) -> Prison:
        return self.prisons[0]


def load_people(today: date) -> Cast:
    """Everybody who is not there yet."""
    administrator = Officer.objects.filter(username="administrator").first() or Officer.objects.create_superuser(
        "administrator", None, name="系统管理员"
    )
    prisons = [_prison(code, name, administrator) for code, name, _wards in PRISONS]
    wards = [
        _ward(prison, str(number), name, administrator)
        for prison, (_code, _name, names_of) in zip(prisons, PRISONS, strict=True)
        for number, name in enumerate(names_of, start=1)
    ]
    officers = {"administrator": administrator}
    for username, name, role, code in OFFICERS:
        officers[username] = _officer(username, name, role, next((p for p in prisons if p.code == code), None))
    cast = Cast(prisons, wards, officers)
    _learners(cast, today)
    _secrets(cast)
    return cast


def _prison(code: str, name: str, by: Officer) -> Prison:
    return Prison.objects.filter(code=code).first() or places.save_prison(Prison(code=code, name=name), by=by)


def _ward(prison: Prison, code: str, name: str, by: Officer) -> Ward:
    found = Ward.objects.filter(prison=prison, code=code).first()
    return found or places.save_ward(Ward(prison=prison, code=code, name=name), by=by)


@transaction.atomic
def _officer(username: str, name: str, role: Role, prison: Prison | None) -> Officer:
    officer = Officer.objects.filter(username=username).first()
    if officer is None:  # without a password: the demo's start page signs them in
        officer = Officer.objects.create_user(username, None, name=name, prison=prison)
        grant_at_setup(officer, role, reason=REASON, prison=prison)
    return officer


def _learners(cast: Cast, today: date) -> None:
    """50 in each ward, in small transactions: the demo's web server is writing beside us."""
    offices = {
        cast.prisons[0].pk: cast.officers["education_office"],
        cast.prisons[1].pk: cast.officers["education_office2"],
    }
    foreign = list(names.FOREIGN)
    for place, ward in enumerate(cast.wards):
        first = (10001 if ward.prison_id == cast.first.pk else 20001) + 50 * (place % 4)
        profiles = names.learners(50, first_number=first, seed=2026 + place, today=today)
        for profile in profiles[9::16]:
            if foreign:
                profile["name"], profile["language"] = foreign.pop()
        known = set(Learner.objects.filter(ward=ward).values_list("number", flat=True))
        missing = [profile for profile in profiles if profile["number"] not in known]
        for start in range(0, len(missing), 25):
            with transaction.atomic():
                for profile in missing[start : start + 25]:
                    people.create_learner(ward, by=offices[ward.prison_id], **profile)


def _secrets(cast: Cast) -> None:
    office = cast.officers["education_office"]
    by_number = {one.number: one for one in Learner.objects.filter(prison=cast.first, number__in=["10001", "10002"])}
    if people.secret_profile(by_number["10001"]) is None:
        people.set_pin(by_number["10001"].pk, by=office, pin=DEMO_PIN)
    if people.secret_profile(by_number["10002"]) is None:
        people.set_pictures(by_number["10002"].pk, DEMO_PICTURES, by=office)
    waiting = Learner.objects.filter(prison=cast.first, number__in=CANDIDATES, secret=None)
    for learner in waiting:
        people.set_pin(learner.pk, by=office, pin=DEMO_PIN)


def cards(cast: Cast) -> dict[str, list[dict[str, Any]]]:
    """For the start page: whom its buttons sign in."""
    roles = {username: role.value for username, _name, role, code in OFFICERS if code == "qingshan"} | {
        "administrator": "administrator"
    }
    officers = [{"username": name, "role": role, "name": cast.officers[name].name} for name, role in roles.items()]
    by_number = {
        one.number: one.name for one in Learner.objects.filter(prison=cast.first, number__in=["10001", "10002"])
    }
    learners = [
        {"number": "10001", "name": by_number["10001"], "secret": {"kind": "pin", "pin": DEMO_PIN}},
        {"number": "10002", "name": by_number["10002"], "secret": {"kind": "pictures", "pictures": DEMO_PICTURES}},
    ]
    return {"officers": officers, "learners": learners}


def load_groups(cast: Cast) -> dict[str, Any]:
    """A class of future electricians, and the learners from abroad."""
    office = cast.officers["education_office"]
    first = Learner.objects.filter(prison=cast.first)
    wanted = {
        "低压电工一班": list(first.filter(ward=cast.wards[0], literacy_help=False).values_list("pk", flat=True)[:24]),
        "外籍学员中文班": list(first.exclude(language="zh-hans").values_list("pk", flat=True)),
    }
    made = {}
    for name, members in wanted.items():
        group = learning.groups_for(office).filter(name=name).first()
        if group is None:
            group = learning.create_group(by=office, prison=cast.first, name=name)
            learning.set_members(group.pk, members, by=office)
        made[name] = group
    return made


def load_tablet(cast: Cast) -> Device:
    """A shared tablet of the first ward, paired as any other; nobody holds its key."""
    keeper = cast.officers["device_keeper"]
    found = Device.objects.filter(prison=cast.first, name=TABLET).first()
    if found is not None:
        return found
    code = people.create_pairing_code(
        by=keeper, prison=cast.first, ward=cast.wards[0], kind="shared", device_name=TABLET
    )
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    x, y = (base64.urlsafe_b64encode(n.to_bytes(32, "big")).rstrip(b"=").decode() for n in (numbers.x, numbers.y))
    return people.redeem_pairing_code(code, {"kty": "EC", "crv": "P-256", "x": x, "y": y}, "1.0.0")
