"""Every wire shape between server and tablet. The tablet's TypeScript types are generated from this module
(`./newleaf manage tablet_types`), and a contract test compares both with the committed snapshot.

Old tablets keep working for two protocol versions; old batch shapes are accepted for ever.
Binary values are base64url without padding; times RFC 3339 in UTC; sizes bytes; durations seconds.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, WithJsonSchema

from lms.packages.shapes import (  # noqa: F401  (re-exported: this is the one place to look)
    Catalogue,
    CatalogueCourse,
    Completion,
    CourseManifest,
    Entry,
    LessonDocument,
    LessonManifest,
    LessonRef,
    Sha256,
    Shape,
    Texts,
)

from .certification_shapes import LearnerCandidacy, LearnerCertificate, PathStep  # noqa: F401  (re-exported likewise)
from .exam_shapes import (  # noqa: F401  (re-exported likewise)
    AccommodationState,
    AppealState,
    ExamEntry,
    ExamFeedback,
    ExamKey,
    ExamNotice,
    ExamOrders,
    ExamPaper,
    ExamPicture,
    ExamQuestion,
    ExamReport,
    ExamResponse,
    ExamResultState,
    ExamSeat,
    ExamSection,
    LearnerExam,
    SealedPaper,
    SeatVerifier,
)

PROTOCOL_VERSION = 1
MAX_BATCH_STATEMENTS = 500
MAX_BATCH_BYTES = 1024 * 1024  # before gzip

_BASE64URL = r"^[A-Za-z0-9_-]*$"
Base64Url = Annotated[str, Field(pattern=_BASE64URL)]


class PublicJwk(Shape):
    """An EC P-256 public key (RFC 7517)."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: Base64Url
    y: Base64Url


# ── POST /api/v1/pair : no token yet; the body is signed by the new key in the DPoP proof ─────────


class PairRequest(Shape):
    protocol: int = PROTOCOL_VERSION
    code: str  # as the officer reads it out; spaces and case do not count
    key: PublicJwk
    app_version: str = ""


class TrustKeys(Shape):
    """What a tablet needs to check and to seal. `verify`: keys by kid that sign catalogues and receipts (ES256)."""

    verify: dict[str, PublicJwk]
    seal: PublicJwk  # ECDH-ES: segment keys are sealed to it
    recovery: PublicJwk  # ECDH-ES: learner keys and notes; its private half takes two officers


class PairReply(Shape):
    device: str  # uuid
    name: str
    kind: Literal["personal", "shared"]
    prison: str  # uuid
    prison_name: str
    token: str  # sent as `Authorization: DPoP <token>`; worthless without the key
    trust: TrustKeys
    epoch: str
    server_time: datetime
    certificate: str = (
        ""  # JWS; sent with a batch as Newleaf-Pairing, it brings back a tablet that a restored server has forgotten
    )


# ── POST /api/v1/sign-in and /prepare : DPoP ──────────────────────────────────────────────────────


class PinSecret(Shape):
    kind: Literal["pin"] = "pin"
    pin: str


class PictureSecret(Shape):
    kind: Literal["pictures"] = "pictures"
    pictures: list[str]  # three picture names, in order


class SignInRequest(Shape):
    number: str
    secret: Annotated[PinSecret | PictureSecret, Field(discriminator="kind")]


class LearnerProfile(Shape):
    learner: str  # uuid
    number: str
    name: str
    language: str
    literacy_help: bool
    secret_kind: Literal["pin", "pictures"]
    secret_salt: Base64Url  # PBKDF2 salt of the secret (SHA-256, `secret_iterations`)
    secret_iterations: int
    secret_version: int  # grows with every reset; an older local vault needs the recovery


class SignInReply(Shape):
    profile: LearnerProfile
    server_time: datetime


class PrepareMember(Shape):
    """`device_share` = HMAC-SHA-256 under the tablet's own non-extractable key over "newleaf vault " + learner uuid."""

    learner: str
    device_share: Base64Url


class PrepareRequest(Shape):
    members: list[PrepareMember]


class PreparedVault(Shape):
    """A learner key made by the server for this tablet: AES-256-GCM under HKDF-SHA-256(PBKDF2 key || device_share, info "newleaf vault v1")."""

    profile: LearnerProfile
    wrapped_key: Base64Url  # iv (12) || ciphertext and tag
    recovery: str  # compact JWE of the learner key to the recovery key


class PrepareReply(Shape):
    vaults: list[PreparedVault]


class RecoverRequest(Shape):
    """After a forgotten PIN: asks for the old learner key. Two officers must agree; ask again until state is `ready`."""

    learner: str
    recovery: str  # compact JWE
    reply_to: PublicJwk  # an ephemeral ECDH key of the tablet


class RecoverReply(Shape):
    state: Literal["waiting", "ready", "refused"]
    sealed_key: str = ""  # compact JWE of the learner key to reply_to


# ── GET /api/v1/sync : one conditional request; 304 when nothing is new ───────────────────────────


class AssignmentState(Shape):
    course: str
    source: Literal["assigned", "chosen"]
    due_on: date | None = None
    priority: int = 100


class ProgressState(Shape):
    """What the server has computed from statements: marks are the server's, not the tablet's."""

    lesson: str
    course: str
    state: Literal["started", "completed"]
    fraction: float
    completed_at: datetime | None = None


class AnswerState(Shape):
    """A teacher's answer to a question asked in a lesson."""

    question: str  # statement id
    lesson: str
    asked: str
    answer: str
    answered_by: str
    answered_at: datetime


class NoticeState(Shape):
    """Something that the learner must see, such as: two officers used the recovery key."""

    id: str
    at: datetime
    texts: Texts


class WorkElsewhere(Shape):
    """What of a learner's record this tablet did not make: other tablets, paper, officers. The tablet asks for it while the learner
    is signed in, when it has not come as far as `through` (a global seq of the log)."""

    through: int
    total: int
    safe_total: int  # of them in a verified backup


class LearnerState(Shape):
    profile: LearnerProfile
    assignments: list[AssignmentState]
    progress: list[ProgressState]
    answers: list[AnswerState]
    notices: list[NoticeState]
    elsewhere: WorkElsewhere | None = None
    exams: list[LearnerExam] = []
    candidacies: list[LearnerCandidacy] = []
    active: bool = True  # false: retired or moved away; sign-in ends, the journal may still be delivered


class MemberRef(Shape):
    """Somebody of a shared tablet's group who has no vault here yet."""

    learner: str
    number: str
    name: str


class SyncState(Shape):
    """The whole state for one tablet. ETag covers everything but server_time and next_contact_seconds."""

    protocol: int = PROTOCOL_VERSION
    epoch: str
    server_time: datetime
    next_contact_seconds: int  # back-off told by the server, jitter included
    lease_days: int
    device_name: str
    device_kind: Literal["personal", "shared"]
    catalogue: str  # compact JWS of a Catalogue
    learners: list[LearnerState]  # those who have signed in here, and those of the tablet's group
    members_to_prepare: list[MemberRef]
    safe_through: int  # sequence numbers up to here are covered by a backup; the tablet may forget them
    exams: list[ExamNotice] = []
    phrases: dict[str, Texts] = {}  # learner-app phrases translated in the CMS: key → language → text
    help_texts: Texts = {}  # whom to call in distress


# ── GET /api/v1/work/{learner}?after=SEQ : the learner's own record beyond this tablet, for the learner to read ──


class StoredWork(Shape):
    """One statement of the learner's, as the server has it."""

    id: str
    seq: int  # in the server's log, of this epoch
    device: str  # uuid; empty: entered by an officer
    at: datetime  # as far as the tablet's clock is believed
    verb: str
    object: str
    lesson: str  # may be empty
    response: str | None  # never a note's text
    success: bool | None  # the server's mark where there is one
    receipt: int | None
    receipt_at: datetime | None
    voided: bool  # taken back, still shown


class WorkPage(Shape):
    """At most 500, in the order of the log; with `all=1` also what the asking tablet itself has sent. Totals are of everything
    that was asked about, whatever `after` says. Another epoch: what was fetched before no longer holds, begin at 0."""

    epoch: str
    items: list[StoredWork]
    next: int  # the `after` of the next request, now or at a later contact
    more: bool  # ask for it now
    total: int
    safe_total: int
    safe_through: int  # what has this seq or a lower one is in a verified backup


class BlobAccess(Shape):
    """GET /api/v1/blob-access : blobs are at `{prefix}{sha256}` until `expires_at`; nginx alone can check the prefix."""

    prefix: str  # /blobs/<device>/<expires>/<signature>/
    expires_at: datetime


# ── POST /api/v1/batches : DPoP, or without a token into quarantine (a revoked tablet still delivers) ──


class SealedStatement(Shape):
    """One link of the journal.

    sealed = base64url(iv(12) || AES-256-GCM(segment key, iv, utf8(JSON statement), aad = utf8("<device>/<segment>/<seq>")))
    hash   = hex(SHA-256(prev hash as 32 bytes || seq as 8 bytes big-endian || sealed bytes)); the first link's prev is 32 zero bytes.
    """

    model_config = ConfigDict(val_json_bytes="base64")  # decoded while it is read: there are five hundred in a batch

    seq: int = Field(ge=1)
    sealed: Annotated[bytes, WithJsonSchema({"type": "string", "pattern": _BASE64URL})]


class Batch(Shape):
    """Signed: header `Newleaf-Signature` = base64url(ECDSA P-256/SHA-256, r||s, over the uncompressed body)."""

    protocol: int = PROTOCOL_VERSION
    device: str
    segment: str  # uuid of the journal segment
    segment_key: str  # compact JWE (ECDH-ES, A256GCM) of the 32-byte segment key to TrustKeys.seal
    prev_hash: Sha256  # hash of the link before first
    statements: list[SealedStatement] = Field(min_length=1, max_length=MAX_BATCH_STATEMENTS)
    head: Sha256  # hash of the last link in this batch
    epoch: str  # the last epoch that the tablet knows
    last_receipt: str = ""  # the newest receipt (JWS) the tablet holds: shows a restored server what it lost
    free_bytes: int | None = None
    waiting: int = 0  # statements that are still to come after this batch
    app_version: str = ""


class SeqRange(Shape):
    first: int
    last: int


class Quarantined(Shape):
    """Kept, but not counted until an officer has looked."""

    seq: int
    id: str = ""
    reason: Literal["unreadable", "not_a_statement", "other_content", "unknown_learner", "revoked", "chain_broken"]


class Receipt(Shape):
    """Proof that work arrived. Travels as a compact JWS (ES256) over its canonical JSON."""

    kind: Literal["receipt"] = "receipt"
    number: int
    device: str
    prison: str
    accepted: list[SeqRange]  # exactly what is durable, quarantine included
    quarantined: list[Quarantined]
    safe_through: int
    epoch: str
    server_time: datetime
    audit_seq: int  # the head of the audit chain when this was written: an anchor held outside the server
    audit_hash: str
    resend_from: int | None = None  # a new epoch: send again from here


class BatchReply(Shape):
    receipt: str  # compact JWS of a Receipt
    next_contact_seconds: int


# ── The statement inside: xAPI 1.0.3 ──────────────────────────────────────────────────────────────


class Account(Shape):
    homePage: Literal["urn:newleaf"] = "urn:newleaf"
    name: str  # learner uuid


class Actor(Shape):
    objectType: Literal["Agent"] = "Agent"
    account: Account


# ── Live lessons: GET /api/v1/live, and room.json beside the playlist ─────────────────────────────


class LiveNow(Shape):
    """A broadcast that a learner may watch. `prefix`: signed path below which playlists, segments and room.json lie."""

    broadcast: str
    title: str
    teacher: str
    course: str  # activity IRI, or empty
    language: str  # BCP 47, or empty when it is not known
    state: Literal["scheduled", "live", "interrupted", "ended"]
    planned_start: datetime
    planned_minutes: int
    since: datetime | None
    prefix: str  # empty before it begins
    prefix_seconds: int  # for how long the path is good
    lesson: str  # activity IRI of the lesson that it has become, or empty


class LiveList(Shape):
    """Running, planned for the next days, and lately ended, in order of time."""

    broadcasts: list[LiveNow]
    server_time: datetime


class LiveSeen(Shape):
    """A player's report, every half minute. `seconds`: played since the last one."""

    learner: str
    seconds: int = Field(ge=0, le=3600)
    picture: bool = True
    sound: bool = True


class LiveQuestionSent(Shape):
    id: str = Field(pattern=r"^[0-9a-f-]{36}$")
    learner: str
    text: str = Field(max_length=2000)


class LivePollAnswer(Shape):
    learner: str
    poll: str = Field(pattern=r"^[0-9a-f-]{36}$")
    option: int = Field(ge=0, le=20)


class LivePoll(Shape):
    """`tally` (answers per option) and `right` only after the teacher has shown them."""

    id: str
    question: str
    options: list[str]
    open: bool
    tally: list[int]
    right: int | None


class ReleasedQuestion(Shape):
    id: str
    text: str
    answer: str


class LiveBoard(Shape):
    """room.json: what every viewer may see. Read every few seconds; a file, so that viewers cost nothing."""

    state: Literal["scheduled", "live", "interrupted", "ended", "cancelled"]
    since: datetime | None
    captions: bool
    captions_state: Literal["", "running", "paused", "no_model"] = ""
    poll: LivePoll | None
    released: list[ReleasedQuestion]


# ── Errors: one shape everywhere ──────────────────────────────────────────────────────────────────


class Problem(Shape):
    """RFC 9457 in short. `code` is stable; `title` is a sentence in the asker's language that says what to do."""

    code: str
    title: str
    retry_after_seconds: int | None = None
