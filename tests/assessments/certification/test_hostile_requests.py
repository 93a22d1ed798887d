"""Every route of certification with what no form sends: a sentence or a refusal, never an error of the server."""

import io
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from assessments.certification.bodies.hooks import exchange_urls
from assessments.certification.candidacies.screens import urls as candidacies
from assessments.certification.certificates import api as certificates
from assessments.certification.certificates import urls as certificate_urls
from assessments.certification.desk.hooks import desk_urls
from assessments.certification.models import CertificateOrder
from assessments.certification.schemes.screens import urls as schemes
from tests.factories import certificates as some
from tests.factories import certification
from tests.factories import people as a
from tests.lms.learning.pages import staff

pytestmark = pytest.mark.django_db

ROUTES = [
    *candidacies.admin_patterns,
    *schemes.admin_patterns,
    *certificate_urls.admin_patterns,
    *exchange_urls(),
    *desk_urls(),
]
VALUES = {
    "nothing": None,
    "nul": "a\x00b",
    "long": "9" * 5000,
    "no-day": "2026-13-45",
}
ACTIONS = (
    "approve", "refuse", "withdraw", "again", "print", "make", "bring", "take-in", "not-in", "sign-status", "doubt",
    "confirm", "clear", "ask-copy", "no-copy", "revoke", "replace", "renew", "live", "discard", "retire", "other",
)  # fmt: skip
FIELDS = (
    "q", "p", "state", "body", "scheme", "prison", "ward", "year", "from", "to", "by", "what", "export", "verdict", "reason",
    "holder_name", "holder_latin", "born_on", "passphrase", "algorithm", "candidacy", "learner", "digest", "list",
    "version", "uphold", "text", "source", "target", "name", "latin", "identity_number", "header_row", "sheet",
    "taken_on", "again", "title", "code", "domain", "kind", "level", "occupation", "parts-TOTAL_FORMS", "column",
)  # fmt: skip


@pytest.fixture
def there(prison, ward):
    """One of each, and somebody who may everything."""
    chief = a.officer(prison, "evaluator", "chief_evaluator", "education_office", username="chief")
    second = a.officer(prison, "evaluator", username="second")
    signing = some.a_signing_body(by=chief, prison=prison)
    learners = [a.learner(ward, number=f"40{n}", name=name) for n, name in enumerate(("王小明", "李大海"), 1)]
    scheme = some.a_live_scheme(signing)
    ready = [some.a_candidate(scheme, one) for one in learners]
    made = some.issued(ready[:1], first=chief, second=second)[0]
    outside = certification.a_body(chief, outside=True)
    order = certificates.propose_issue([ready[1].pk], by=second)
    return {
        "officer": chief,
        "candidacy_id": ready[1].pk,
        "scheme_id": scheme.pk,
        "body_id": signing.pk,
        "outside": outside.pk,
        "key_id": signing.keys.get().pk,
        "order_id": order.pk,
        "certificate_id": made.pk,
        "learner_id": learners[0].pk,
        "kind": "results",
        "name": "trust-bundle.json",
        "line": 10**30,
    }


def addresses(there, *, unknown):
    """Each route with what is there, or with what is not."""
    for route in ROUTES:
        names = list(route.pattern.converters)
        given = {name: uuid4() if unknown else there.get(name, uuid4()) for name in names}
        given |= {name: there[name] for name in ("kind", "name", "line") if name in names}
        if not unknown and route.name.startswith("body_") and "body_id" in names:
            given["body_id"] = there["outside"]
        for action in ACTIONS if "action" in names else ("",):
            yield reverse(route.name, kwargs=given | ({"action": action} if action else {}), urlconf="lms.urls.staff")


def as_strict_as_postgresql(execute, sql, params, many, context):
    """SQLite takes a NUL in a text, PostgreSQL does not."""
    for one in params or ():
        assert not (isinstance(one, str) and ("\x00" in one or "\\u0000" in one)), sql
    return execute(sql, params, many, context)


@pytest.mark.parametrize("value", VALUES)
def test_what_no_form_sends_is_refused_with_a_sentence(client, there, value):
    page = staff(client, there["officer"])
    page.raise_request_exception = False
    said = {} if VALUES[value] is None else dict.fromkeys(FIELDS, VALUES[value])
    failed = []
    with connection.execute_wrapper(as_strict_as_postgresql):
        for address in addresses(there, unknown=not said):
            file = {"file": io.BytesIO((VALUES[value] or "").encode())} if said else {}
            for answer in (page.get(address, said), page.post(address, said | file)):
                if answer.status_code >= 500:
                    failed.append((answer.request["REQUEST_METHOD"], address))
    assert not failed
    assert not CertificateOrder.objects.filter(state__in=("approved", "done"), decided_by=there["officer"]).exists()
