"""Awarding bodies, schemes in force and candidates, through the real api."""

from decimal import Decimal
from itertools import count

from django.utils import timezone

from assessments.certification.candidacies import api as candidacies
from assessments.certification.candidacies.moving import move
from assessments.certification.candidacies.states import CandidacyState
from assessments.certification.models import PartResult
from assessments.certification.schemes import api as schemes
from assessments.certification.schemes.rules import PartRule, Rules

S = CandidacyState
_codes = count(1)


def theory(*papers, **fields):
    return PartRule(
        **{"id": "theory", "kind": "theory", "title": "理论知识", "title_en": "Theory", "papers": papers} | fields
    )


def practical(*papers, **fields):
    return PartRule(
        **{"id": "practical", "kind": "practical", "title": "操作技能", "title_en": "Practical", "papers": papers}
        | fields
    )


def a_body(by, *, code=None, **fields):
    code = code or f"B{next(_codes)}"
    names = {"name": "光州市技能人才评价中心", "name_en": "Guangzhou Skills Assessment Centre"}
    return schemes.create_body(by=by, **{**names, "code": code, "domain": f"{code.lower()}.example.org", **fields})


def a_scheme(by, *, body=None, rules=None, live=True, **fields):
    """In force, unless `live` says otherwise; without `rules`: theory and practical, 60 of 100 each."""
    fields = {"kind": "skill_level", "level": 5, "title": "焊工（五级）", "title_en": "Welder (level 5)"} | fields
    made = schemes.create_scheme(
        by=by, body=body or a_body(by), code=fields.pop("code", None) or f"S{next(_codes)}", **fields
    )
    write_rules(made, rules or Rules(parts=(theory(), practical())), by=by, live=live)
    return made


def write_rules(scheme, rules, *, by, live=True):
    """A new version of the rules."""
    version = schemes.save_rules(scheme.pk, rules, by=by)
    if live:
        schemes.try_out(scheme.pk, by=by)
        version = schemes.go_live(scheme.pk, by=by)
    return version


def a_candidacy(by, learner, scheme, *, state=S.ELIGIBLE, percent=78, **fields):
    """Moved through the state table up to `state`; from the results on with `percent` in every part."""
    one = candidacies.register_candidates(scheme.pk, [learner.pk], by=by, **fields)[0]
    if state in (S.REGISTERED, S.NOT_ELIGIBLE, S.ELIGIBLE):
        return one
    if state == S.WITHDRAWN:
        return candidacies.withdraw_candidacy(one.pk, by=by, reason="调离")
    move(one, S.EXAMINED, by=by) if state != S.SEATED else move(one, S.SEATED, by=by)
    if state in (S.SEATED, S.EXAMINED):
        return one
    give_results(one, percent)
    candidacies.settle(one, by=by)
    return one


def give_results(candidacy, percent=78, *, parts=None, on=None):
    """As they come from a body's file."""
    rules = Rules.model_validate(candidacy.version.rules)
    for part in rules.parts:
        if parts is None or part.id in parts:
            PartResult.objects.create(
                candidacy=candidacy,
                part=part.id,
                source=PartResult.Source.BODY,
                percent=Decimal(percent),
                points=Decimal(percent),
                out_of=Decimal(100),
                passed=percent >= part.pass_percent,
                taken_on=on or timezone.localdate(),
            )
