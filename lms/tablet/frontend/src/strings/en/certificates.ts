/** Words of certificates. */
import type { CertificateTable } from "../index";

export const certificates: CertificateTable = {
  "cert.mine": "My certificates",
  "cert.lead": "From registration to the certificate, step by step.",
  "cert.record":
    "Before you leave, ask the education office for your record: one file with your certificates and courses, to take along.",
  "cert.none":
    "You are not registered for a certificate yet. If you want one, tell your teacher or the education office.",
  "cert.to_list": "See my certificates",
  "cert.steps": "Where you are",
  "cert.done": "Done",
  "cert.now": "You are here",
  "cert.ahead": "Still ahead",
  "cert.failed": "Not passed this time",
  "cert.failed_help": "You can look at your exam result and ask for a review. To register again, ask your teacher.",
  "cert.results": "See my exams",
  "cert.needs": "What is still needed",
  "cert.number": "Certificate number",
  "cert.candidate": "Candidate number {n}",
  "cert.issued": "Issued",
  "cert.until": "Valid until",
  "cert.for_life": "Valid for life",
  "cert.state.valid": "Valid",
  "cert.state.expired": "Expired",
  "cert.state.revoked": "Revoked",
  "cert.state.replaced": "Replaced by a new one",
  "cert.qr": "QR code of the certificate",
  "cert.qr_help": "An employer scans this code and can check the certificate without internet.",
  "cert.by_body": "This certificate is printed and handed out by the awarding body.",
  "cert.print": "Print",
  "cert.progress": "Step {n} of {total}",
  "cert.ready": "Your certificate has been issued",
};
