"""Who sees candidates, schemes, bodies and certificates, and who decides. Nobody decides about a candidate of the own ward."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assessments.exams.permissions import EXAMINERS, wards_of
from lms.lib.errors import NotFoundHere
from lms.people.models import Officer, Prison
from lms.people.permissions import has_role, holds_server_wide, scope_q
from lms.people.roles import Role

from .models import AwardingBody, Candidacy, Certificate, CertificateOrder, Scheme

REGISTRARS = (*EXAMINERS, Role.EDUCATION_OFFICE)
VIEWERS = REGISTRARS


def _active(officer: Any) -> bool:
    return isinstance(officer, Officer) and officer.may_sign_in


# ── Candidates and certificates: of the prisons where a role is held ─────────────────────────────


def candidacies_for(officer: Any) -> QuerySet[Candidacy]:
    if not _active(officer):
        return Candidacy.objects.none()
    return Candidacy.objects.filter(scope_q(officer, *VIEWERS, ward_field="learner__ward"))


def candidacy_for(officer: Any, candidacy_id: UUID | str) -> Candidacy:
    """Raises NotFoundHere."""
    found = candidacies_for(officer).select_related("learner__ward", "scheme__body", "version", "prison")
    one = found.filter(pk=candidacy_id).first()
    if one is None:
        raise NotFoundHere
    return one


def certificates_for(officer: Any) -> QuerySet[Certificate]:
    if not _active(officer):
        return Certificate.objects.none()
    scope = scope_q(officer, *VIEWERS, prison_field="candidacy__prison", ward_field="candidacy__learner__ward")
    return Certificate.objects.filter(scope)


def certificate_for(officer: Any, certificate_id: UUID | str) -> Certificate:
    """Raises NotFoundHere."""
    found = certificates_for(officer).select_related("candidacy__learner__ward", "candidacy__scheme", "body")
    one = found.filter(pk=certificate_id).first()
    if one is None:
        raise NotFoundHere
    return one


def can_register(officer: Any, prison: Prison | UUID | None = None) -> bool:
    return has_role(officer, *REGISTRARS, prison=prison) if prison else has_role(officer, *REGISTRARS)


def check_can_register(officer: Any, prison: Prison | UUID) -> None:
    if not can_register(officer, prison):
        raise PermissionDenied(_("Candidates are registered by the evaluators and the education office of the prison."))


def can_decide(officer: Any, prison: Prison | UUID) -> bool:
    """May propose, approve or refuse about certificates of this prison's candidates."""
    return has_role(officer, *EXAMINERS, prison=prison)


def check_can_decide(officer: Any, candidacies: Iterable[Candidacy]) -> None:
    """`candidacies`: with their learner. Raises PermissionDenied, also for candidates of the officer's own wards."""
    own = wards_of(officer)
    for one in candidacies:
        if not can_decide(officer, one.prison_id):
            raise PermissionDenied(_("Certificates are decided about by evaluators of the prison."))
        if one.learner.ward_id in own:
            raise PermissionDenied(
                _("%(name)s is of your own ward. An officer of another ward has to decide.") % {"name": one.holder_name}
            )


def orders_for(officer: Any) -> QuerySet[CertificateOrder]:
    """Orders all of whose candidates the officer may see."""
    if not _active(officer) or not has_role(officer, *EXAMINERS):
        return CertificateOrder.objects.none()
    found = CertificateOrder.objects.select_related("body", "proposed_by", "decided_by")
    if holds_server_wide(officer, *EXAMINERS):
        return found
    hidden = Candidacy.objects.exclude(scope_q(officer, *EXAMINERS, ward_field="learner__ward"))
    return found.exclude(lines__candidacy__in=hidden).distinct()


def order_for(officer: Any, order_id: UUID | str) -> CertificateOrder:
    """Raises NotFoundHere."""
    found = orders_for(officer).filter(pk=order_id).first()
    if found is None:
        raise NotFoundHere
    return found


# ── Schemes and bodies: seen by all who work with candidates, changed by the evaluators whose they are ──


def schemes_for(officer: Any) -> QuerySet[Scheme]:
    found = Scheme.objects.select_related("body", "occupation", "prison")
    return found.filter(_shared(officer)) if _active(officer) else found.none()


def scheme_for(officer: Any, scheme_id: UUID | str) -> Scheme:
    """Raises NotFoundHere."""
    found = schemes_for(officer).filter(pk=scheme_id).first()
    if found is None:
        raise NotFoundHere
    return found


def bodies_for(officer: Any) -> QuerySet[AwardingBody]:
    found = AwardingBody.objects.select_related("prison")
    return found.filter(_shared(officer)) if _active(officer) else found.none()


def body_for(officer: Any, body_id: UUID | str) -> AwardingBody:
    """Raises NotFoundHere."""
    found = bodies_for(officer).filter(pk=body_id).first()
    if found is None:
        raise NotFoundHere
    return found


def can_change(officer: Any, thing: Scheme | AwardingBody) -> bool:
    """Evaluators of its prison; one for all prisons by evaluators of all."""
    if holds_server_wide(officer, *EXAMINERS):
        return True
    return bool(thing.prison_id) and has_role(officer, *EXAMINERS, prison=thing.prison)


def check_can_change(officer: Any, thing: Scheme | AwardingBody) -> None:
    if not can_change(officer, thing):
        raise PermissionDenied(_("This belongs to others. Ask them to change it."))


def can_change_keys(officer: Any, body: AwardingBody) -> bool:
    """Signing keys are the chief evaluators'."""
    if holds_server_wide(officer, Role.CHIEF_EVALUATOR):
        return True
    return bool(body.prison_id) and has_role(officer, Role.CHIEF_EVALUATOR, prison=body.prison)


def check_can_change_keys(officer: Any, body: AwardingBody) -> None:
    if not can_change_keys(officer, body):
        raise PermissionDenied(_("Signing keys are kept by chief evaluators."))


def prison_of_new(officer: Any) -> Prison | None:
    """Whose a new scheme or body is: nobody's own where the officer evaluates for all prisons."""
    if holds_server_wide(officer, *EXAMINERS):
        return None
    grant = officer.grants.filter(role__in=EXAMINERS).select_related("prison").order_by("granted_at", "pk").first()
    if grant is None:
        raise PermissionDenied(_("This is done by evaluators."))
    return grant.prison  # type: ignore[no-any-return]


def _shared(officer: Officer) -> Q:
    """Those for all prisons, and those of the prisons where a role is held."""
    if not has_role(officer, *VIEWERS):
        return Q(pk=None)
    if holds_server_wide(officer, *VIEWERS):
        return Q()
    return Q(prison=None) | Q(prison__in=officer.grants.filter(role__in=VIEWERS).values("prison"))
