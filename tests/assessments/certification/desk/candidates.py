"""A year of candidates, walked at random through the real moves, at times of their own."""

import random
from datetime import datetime, time, timedelta

from django.utils import timezone

from assessments.certification.candidacies import moving
from assessments.certification.candidacies.states import OPEN, TRANSITIONS, CandidacyState
from assessments.certification.models import AwardingBody, Candidacy, Certificate, Scheme, SchemeVersion

S = CandidacyState
RULES = {
    "parts": [
        {"id": "theory", "kind": "theory", "title": "理论", "pass_percent": "60"},
        {"id": "practical", "kind": "practical", "title": "实操", "pass_percent": "60"},
    ]
}


def a_scheme(code="WELD", *, title="焊工", body=None, rules=RULES, outside=True):
    body = body or AwardingBody.objects.create(
        name=f"{title}鉴定中心", code=f"B{code}", domain=f"{code.lower()}.example.org", outside=outside
    )
    scheme = Scheme.objects.create(body=body, kind="special_skill", code=code, title=title)
    SchemeVersion.objects.create(scheme=scheme, number=1, rules=rules, state="live")
    return scheme


def a_candidacy(learner, scheme, *, number, registered_on=None, **fields):
    return Candidacy.objects.create(
        number=number,
        learner=learner,
        scheme=scheme,
        version=scheme.versions.get(),
        prison=learner.prison,
        holder_name=learner.name,
        registered_on=registered_on or timezone.localdate(),
        registered_by="test",
        **fields,
    )


class Walk:
    """Candidacies that go by chance along the transition table. `clock`: sets what moving takes for now."""

    def __init__(self, seed, clock):
        self.chance, self.clock = random.Random(seed), clock

    def go(self, candidacy, steps):
        at = timezone.make_aware(datetime.combine(candidacy.registered_on, time(9)))
        for _step in range(steps):
            ways = [new for (old, new) in TRANSITIONS if old == candidacy.state]
            if not ways:
                return
            forward = [way for way in ways if way not in (S.NOT_ELIGIBLE, S.WITHDRAWN, S.REVOKED)]
            to = self.chance.choice(forward if forward and self.chance.random() < 0.8 else ways)
            if to == S.MODERATED and candidacy.state == S.NOT_AWARDED and self._has_another(candidacy):
                return
            at += timedelta(days=self.chance.randrange(0, 40), hours=self.chance.randrange(1, 20))
            self.clock(at)
            moving.move(candidacy, to, by=None)
            if to == S.ISSUED:
                self._certificate(candidacy, at)

    def _certificate(self, candidacy, at):
        Certificate.objects.create(
            id=candidacy.pk,
            body=candidacy.scheme.body,
            candidacy=candidacy,
            number=f"C{candidacy.number}",
            issued_at=at,
            valid_until=timezone.localdate() + timedelta(days=self.chance.randrange(-10, 300)),
        )

    @staticmethod
    def _has_another(candidacy):
        others = Candidacy.objects.filter(learner=candidacy.learner, scheme=candidacy.scheme, state__in=OPEN)
        return others.exclude(pk=candidacy.pk).exists()
