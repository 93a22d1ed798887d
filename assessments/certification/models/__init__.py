"""The models of certification, gathered from their parts."""

from .bodies import AwardingBody, BroughtKey, IssuingKey, StatusList
from .candidacies import Candidacy, CandidacyMove, PartResult
from .certificates import Certificate, CertificateOrder, CertificatePrint, OrderLine
from .contests import CandidateSerial, EligibilityContest, HandOver
from .exchange import (
    ColumnMapping,
    ListedCandidacy,
    RegistrationList,
    ResultFile,
    ResultRow,
    RowCandidate,
)
from .schemes import Scheme, SchemeVersion

__all__ = [
    "AwardingBody",
    "BroughtKey",
    "Candidacy",
    "CandidacyMove",
    "CandidateSerial",
    "Certificate",
    "CertificateOrder",
    "CertificatePrint",
    "ColumnMapping",
    "EligibilityContest",
    "HandOver",
    "IssuingKey",
    "ListedCandidacy",
    "OrderLine",
    "PartResult",
    "RegistrationList",
    "ResultFile",
    "ResultRow",
    "RowCandidate",
    "Scheme",
    "SchemeVersion",
    "StatusList",
]
