"""The models of certification, gathered from their parts."""

from .bodies import AwardingBody, IssuingKey, StatusList
from .candidacies import Candidacy, CandidacyMove, PartResult
from .certificates import Certificate, CertificateOrder, CertificatePrint, OrderLine
from .contests import CandidateSerial, EligibilityContest, HandOver
from .schemes import Scheme, SchemeVersion

__all__ = [
    "AwardingBody",
    "Candidacy",
    "CandidacyMove",
    "CandidateSerial",
    "Certificate",
    "CertificateOrder",
    "CertificatePrint",
    "EligibilityContest",
    "HandOver",
    "IssuingKey",
    "OrderLine",
    "PartResult",
    "Scheme",
    "SchemeVersion",
    "StatusList",
]
