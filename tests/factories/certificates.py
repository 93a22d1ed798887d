"""Candidates who wait for a certificate, and certificates, through the real api."""

from decimal import Decimal
from itertools import count

from django.utils import timezone

from assessments.certification.candidacies.moving import move
from assessments.certification.candidacies.states import CandidacyState
from assessments.certification.certificates import api as certificates
from assessments.certification.models import AwardingBody, Candidacy, PartResult, Scheme, SchemeVersion
from assessments.certification.schemes.rules import PartRule, Rules

S = CandidacyState
RULES = Rules(
    parts=(
        PartRule(id="theory", kind="theory", title="理论知识", title_en="Theory"),
        PartRule(id="practical", kind="practical", title="操作技能", title_en="Practical skill"),
    ),
    within_months=12,
)
_numbers = count(1)


def a_signing_body(*, by=None, code="GZ", prison=None, algorithm="EdDSA", **fields):
    body = AwardingBody.objects.create(
        name="光州市技能人才评价中心",
        name_en="Guangzhou Skills Assessment Centre",
        code=code,
        domain=f"{code.lower()}.example.org",
        prison=prison,
        **fields,
    )
    if by:
        certificates.make_key(body.pk, by=by, algorithm=algorithm)
    return body


def a_live_scheme(body, *, code="HG5", rules=RULES, **fields):
    fields = {"title": "焊工", "title_en": "Welder", "kind": "skill_level", "level": 5} | fields
    scheme = Scheme.objects.create(body=body, code=code, prison=body.prison, **fields)
    SchemeVersion.objects.create(scheme=scheme, number=1, state="live", rules=rules.model_dump(mode="json"))
    return scheme


def a_candidate(scheme, learner, *, state=S.AWARDED, by=None):
    """A candidacy moved through the state table up to `state`, with a pass in every part."""
    candidacy = Candidacy.objects.create(
        number=f"2026{next(_numbers):06d}",
        learner=learner,
        scheme=scheme,
        version=scheme.versions.get(state="live"),
        prison=learner.prison,
        holder_name=learner.name,
        holder_latin="Wang Xiaoming",
        registered_by="test",
    )
    for step in (S.ELIGIBLE, S.SEATED, S.EXAMINED, S.MODERATED, S.AWARDED):
        move(candidacy, step, by=by)
        if step == S.MODERATED:
            for part in Rules.model_validate(candidacy.version.rules).parts:
                PartResult.objects.create(
                    candidacy=candidacy,
                    part=part.id,
                    source="body",
                    percent=Decimal(78),
                    points=Decimal(78),
                    out_of=Decimal(100),
                    passed=True,
                    taken_on=timezone.localdate(),
                )
        if step == state:
            break
    return candidacy


def issued(candidacies, *, first, second):
    """Their certificates, in the order of the candidacies: `first` proposes, `second` approves."""
    order = certificates.propose_issue([one.pk for one in candidacies], by=first)
    certificates.approve_order(order.pk, by=second, digest=order.digest)
    certificates.carry_out(order.pk)
    return [one.certificates.get() for one in candidacies]
