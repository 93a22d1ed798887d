"""The sentences of the audit log for certification."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.people.events.words import register_pages

from .models import Candidacy, Certificate, CertificateOrder, Scheme

CANDIDACIES = {
    "assessments.candidacy.registered": _("%(who)s registered the candidate %(what)s"),
    "assessments.candidacy.eligible": _("%(what)s may sit for an examination (by %(who)s)"),
    "assessments.candidacy.not_eligible": _("%(what)s may not sit for an examination yet (by %(who)s)"),
    "assessments.candidacy.seated": _("%(what)s has a seat in an examination"),
    "assessments.candidacy.unseated": _("%(what)s has no seat any more"),
    "assessments.candidacy.examined": _("%(what)s has been examined"),
    "assessments.candidacy.moderated": _("The results of %(what)s are known"),
    "assessments.candidacy.next_part": _("%(what)s goes on to what is still open"),
    "assessments.candidacy.awarded": _("%(what)s has passed everything"),
    "assessments.candidacy.not_awarded": _("%(what)s has not passed"),
    "assessments.candidacy.reopened": _("The decision about %(what)s was opened again"),
    "assessments.candidacy.withdrawn": _("%(who)s withdrew the candidacy %(what)s"),
    "assessments.candidacy.corrected": _("%(who)s corrected name or data of the candidate %(what)s"),
    "assessments.candidacy.result_corrected": _("A result of %(what)s was corrected after the release"),
    "assessments.candidacy.doubted": _("A mark of %(what)s changed after the decision"),
    "assessments.candidacy.doubt_settled": _("%(who)s looked at a mark of %(what)s that changed after the decision"),
    "assessments.candidacy.contested": _("%(who)s entered what %(what)s contests about eligibility"),
    "assessments.candidacy.contest_answered": _("%(who)s answered what %(what)s contests about eligibility"),
    "assessments.candidacy.moved_over": _("%(who)s moved the candidate %(what)s over to the rules in force"),
    "assessments.candidacies.hand_over_asked": _("%(who)s asked to hand over the candidacies of %(what)s"),
    "assessments.candidacies.handed_over": _("%(who)s confirmed that the candidacies of %(what)s are handed over"),
    "assessments.candidacies.hand_over_refused": _("%(who)s did not hand over the candidacies of %(what)s"),
    "assessments.scheme.created": _("%(who)s added the scheme %(what)s"),
    "assessments.scheme.revised": _("%(who)s changed the particulars of the scheme %(what)s"),
    "assessments.scheme.retired": _("%(who)s took the scheme %(what)s out of use"),
    "assessments.scheme.unretired": _("%(who)s took the scheme %(what)s back into use"),
    "assessments.scheme.rules_written": _("%(who)s wrote new rules of the scheme %(what)s"),
    "assessments.scheme.rules_discarded": _("%(who)s threw a draft of rules of the scheme %(what)s away"),
    "assessments.scheme.tried": _("%(who)s tried new rules of the scheme %(what)s on real candidates"),
    "assessments.scheme.live": _("%(who)s put new rules of the scheme %(what)s into force"),
    "assessments.body.created": _("%(who)s added the awarding body %(what)s"),
    "assessments.body.revised": _("%(who)s changed the awarding body %(what)s"),
    "assessments.body.retired": _("%(who)s took the awarding body %(what)s out of use"),
    "assessments.body.unretired": _("%(who)s took the awarding body %(what)s back into use"),
}
EXCHANGE = {
    "assessments.mapping.saved": _("%(who)s said which columns of %(what)s are what"),
    "assessments.list.made": _("%(who)s made a registration list for %(what)s"),
    "assessments.list.downloaded": _("%(who)s downloaded a registration list for %(what)s"),
    "assessments.results.read": _("%(who)s had a file with results of %(what)s checked"),
    "assessments.results.decided": _("%(who)s decided on a doubtful line of results: %(what)s"),
    "assessments.results.taken": _("%(who)s took results of %(what)s"),
    "assessments.results.discarded": _("%(who)s discarded a file with results of %(what)s"),
}
CERTIFICATES = {
    "assessments.record.made": _("%(who)s made the portable record of %(what)s"),
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
    "assessments.issuing_key.file_brought": _(
        "%(who)s brought a signing key from the safe; a second officer has to add the other passphrase"
    ),
    "assessments.issuing_key.file_forgotten": _("%(who)s took back that a signing key is brought from the safe"),
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

CERTIFICATION = CANDIDACIES | EXCHANGE | CERTIFICATES


def register_certification_pages() -> None:
    register_pages(Candidacy, lambda key: reverse("candidacy", args=[key]))
    register_pages(Scheme, lambda key: reverse("scheme", args=[key]))
    register_pages(Certificate, lambda key: reverse("certificate", args=[key]))
    register_pages(CertificateOrder, lambda key: reverse("certificate_order", args=[key]))
