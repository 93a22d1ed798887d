"""The sentences of the audit log for certificates, orders and keys."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.people.events.words import register_pages

from ..models import Certificate, CertificateOrder

CERTIFICATES = {
    "assessments.certificates.issue_proposed": _("%(who)s proposed to issue certificates"),
    "assessments.certificates.issue_approved": _("%(who)s approved that certificates are issued"),
    "assessments.certificates.issue_refused": _("%(who)s refused to issue certificates"),
    "assessments.certificates.issue_withdrawn": _("%(who)s withdrew the proposal to issue certificates"),
    "assessments.certificates.revoke_proposed": _("%(who)s proposed to revoke a certificate"),
    "assessments.certificates.revoke_approved": _("%(who)s approved that a certificate is revoked"),
    "assessments.certificates.revoke_refused": _("%(who)s refused to revoke a certificate"),
    "assessments.certificates.revoke_withdrawn": _("%(who)s withdrew the proposal to revoke a certificate"),
    "assessments.certificates.replace_proposed": _("%(who)s proposed to replace a certificate"),
    "assessments.certificates.replace_approved": _("%(who)s approved that a certificate is replaced"),
    "assessments.certificates.replace_refused": _("%(who)s refused to replace a certificate"),
    "assessments.certificates.replace_withdrawn": _("%(who)s withdrew the proposal to replace a certificate"),
    "assessments.certificates.tried_again": _("%(who)s had an order of certificates tried again"),
    "assessments.certificates.printed": _("%(who)s had the certificates of an order printed"),
    "assessments.certificate.issued": _("The certificate %(what)s was issued (approved by %(who)s)"),
    "assessments.certificate.revoked": _("The certificate %(what)s was revoked (approved by %(who)s)"),
    "assessments.certificate.replaced": _("The certificate %(what)s was replaced (approved by %(who)s)"),
    "assessments.issuing_key.made": _("%(who)s made a signing key for certificates"),
    "assessments.issuing_key.brought": _("%(who)s took in a signing key for certificates"),
    "assessments.issuing_key.export_asked": _("%(who)s asked for a copy of a signing key for the safe"),
    "assessments.issuing_key.export_forgotten": _("%(who)s took back that a signing key is copied"),
    "assessments.issuing_key.exported": _("%(who)s exported a signing key for certificates, under a passphrase"),
    "assessments.issuing_key.doubted": _("%(who)s said that a signing key is compromised"),
    "assessments.issuing_key.compromised": _("%(who)s confirmed that a signing key is compromised"),
    "assessments.issuing_key.cleared": _("%(who)s cleared the doubt about a signing key"),
    "assessments.candidacy.issued": _("%(what)s has a certificate (approved by %(who)s)"),
    "assessments.candidacy.revoked": _("The certificate of %(what)s was revoked (approved by %(who)s)"),
    "assessments.candidacy.expired": _("The certificate of %(what)s has expired"),
}


def register_certificate_pages() -> None:
    register_pages(Certificate, lambda key: reverse("certificate", args=[key]))
    register_pages(CertificateOrder, lambda key: reverse("certificate_order", args=[key]))
