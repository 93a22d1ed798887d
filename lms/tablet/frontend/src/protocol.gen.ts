// Made by `./newleaf manage tablet_types` from lms/sync/protocol.py and lms/packages/shapes.py. Do not edit.

/* eslint-disable */

export const PROTOCOL_VERSION = 1;
export const MAX_BATCH_STATEMENTS = 500;
export const MAX_BATCH_BYTES = 1048576;

/** What the learner asked for in this exam, and the answer with its reason. */
export interface AccommodationState {
  kind: "extra_time" | "read_aloud" | "language" | "other";
  text: string;
  state: "waiting" | "granted" | "refused";
  reason: string;
}

export interface Account {
  homePage: "urn:newleaf";
  name: string;
}

export interface Actor {
  objectType: "Agent";
  account: Account;
}

/** A teacher's answer to a question asked in a lesson. */
export interface AnswerState {
  question: string;
  lesson: string;
  asked: string;
  answer: string;
  answered_by: string;
  answered_at: string;
}

/** What was contested and what came of it. `due_at`: until when somebody else decides. */
export interface AppealState {
  id: string;
  kind: "marks" | "eligibility" | "attendance" | "attribution";
  text: string;
  at: string;
  state: "open" | "upheld" | "refused";
  due_at: string;
  reason: string;
  decided_at: string | null;
}

/** A part of a picture, in its pixels. rect: left, top, right, bottom; circle: x, y, radius; poly: x, y of each corner. */
export interface Area {
  id: string;
  shape: "rect" | "circle" | "poly";
  coords: number[];
  label: string;
}

export interface AssignmentState {
  course: string;
  source: "assigned" | "chosen";
  due_on: string | null;
  priority: number;
}

export interface AudioBlock {
  id: string;
  narration: Narration | null;
  type: "audio";
  title: string;
  audio: Media;
  transcript_html: string;
}

/** Signed: header `Newleaf-Signature` = base64url(ECDSA P-256/SHA-256, r||s, over the uncompressed body). */
export interface Batch {
  protocol?: number;
  device: string;
  segment: string;
  segment_key: string;
  prev_hash: string;
  statements: SealedStatement[];
  head: string;
  epoch: string;
  last_receipt?: string;
  free_bytes?: number | null;
  waiting?: number;
  app_version?: string;
}

export interface BatchReply {
  receipt: string;
  next_contact_seconds: number;
}

/** GET /api/v1/blob-access : blobs are at `{prefix}{sha256}` until `expires_at`; nginx alone can check the prefix. */
export interface BlobAccess {
  prefix: string;
  expires_at: string;
}

export interface Block {
  id: string;
  narration: Narration | null;
}

export interface CalloutBlock {
  id: string;
  narration: Narration | null;
  type: "callout";
  tone: "info" | "tip" | "warning" | "danger";
  title: string;
  html: string;
}

export interface CaptionTrack {
  path: string;
  language: string;
}

/** What an audience should hold. Travels as a compact JWS (ES256, kid = RFC 7638 thumbprint) over its canonical JSON. */
export interface Catalogue {
  kind: "catalogue";
  audience: string;
  serial: number;
  epoch: string;
  issued_at: string;
  expires_at: string;
  courses: CatalogueCourse[];
}

export interface CatalogueCourse {
  course: string;
  manifest: string;
  bytes: number;
  priority: number;
}

/** A place in a video: with a title, or an interruption of the recording, which the tablet says in words. */
export interface Chapter {
  at_seconds: number;
  title: string;
  interruption_seconds: number;
}

export interface Character {
  character: string;
  pinyin: string;
  meaning: string;
  strokes: string;
}

export interface CharactersBlock {
  id: string;
  narration: Narration | null;
  type: "characters";
  title: string;
  characters: Character[];
}

export interface Choice {
  id: string;
  text: string;
}

export interface ChoiceGap {
  id: string;
  options: Choice[];
  correct: string;
}

export interface ChoiceItem {
  id: string;
  version: number;
  prompt_html: string;
  pictures: ItemPicture[];
  feedback_correct: string;
  feedback_incorrect: string;
  mapping: Mapping | null;
  kind: "choice";
  options: Choice[];
  correct: string[];
  multiple: boolean;
}

/** When a lesson counts as completed. `fraction`: of the longest video, or of the questions, 0–1. */
export interface Completion {
  rule: "opened" | "watched" | "passed";
  fraction: number;
}

export interface CourseManifest {
  kind: "course";
  format: number;
  course: string;
  course_kind: "civic" | "vocational" | "cultural" | "language" | "induction" | "release" | "wellbeing";
  titles: Record<string, string>;
  summaries: Record<string, string>;
  picture: Entry | null;
  requires: string[];
  units: UnitRef[];
  lessons: LessonRef[];
  topic: Topic | null;
  open_enrolment: boolean;
}

export interface Criterion {
  id: string;
  title: string;
  levels: RubricLevel[];
}

/** One file of a package. `role`: document (a LessonDocument), media, poster, captions, narration, download, strokes. */
export interface Entry {
  path: string;
  sha256: string;
  bytes: number;
  media_type: string;
  role: "document" | "media" | "poster" | "captions" | "narration" | "download" | "strokes";
  language: string;
}

/** POST seats/{seat}/enter: may this tablet take the seat? What the server knows of the attempt: the tablet takes the later of both. 409 `seat_elsewhere` while another tablet has the seat and the invigilator has not released it. */
export interface ExamEntry {
  used_ms: number;
  responses: ExamResponse[];
  submitted: boolean;
}

/** One question of a released attempt, by its number in the form. */
export interface ExamFeedback {
  number: number;
  points: number;
  out_of: number;
  comment: string;
}

/** POST key: 409 before the sitting is open. */
export interface ExamKey {
  key: string;
}

/** In SyncState: a sitting for which this tablet keeps the sealed package, from its sealing until it has ended. */
export interface ExamNotice {
  sitting: string;
  title: string;
  room: string;
  planned_start: string;
  minutes: number;
  package: string;
  bytes: number;
  state: "sealed" | "open" | "ended";
}

/** What the invigilator has decided, as the answer to a report. */
export interface ExamOrders {
  state: "sealed" | "open" | "ended";
  paused: boolean;
  seconds: number;
  ended: boolean;
  elsewhere: boolean;
  server_time: string;
}

/** Inside the seal. Items are without keys: `correct` is empty or 0, `accept` empty, no mapping, rubric, feedback or model answer; the ids of their options are made for this sitting and say nothing. */
export interface ExamPaper {
  kind: "exam_paper";
  format: number;
  sitting: string;
  title: string;
  room: string;
  language: string;
  minutes: number;
  items: Record<string, ChoiceItem | OrderItem | MatchItem | FillInItem | InlineChoiceItem | NumericItem | HotspotItem | ExtendedTextItem | UploadItem | PracticalItem>;
  pictures: Record<string, ExamPicture>;
  seats: ExamSeat[];
}

/** `data`: base64 (with padding) of the file. */
export interface ExamPicture {
  media_type: string;
  data: string;
}

/** A place in a form. `order`: ids of the options in this candidate's order; empty: as they stand in the item. */
export interface ExamQuestion {
  item: string;
  points: number;
  order: string[];
}

/** POST seats/{seat}/report, every few seconds while a candidate answers: shown to the invigilator, never used for marks. */
export interface ExamReport {
  used_ms: number;
  answered: number;
  submitted?: boolean;
}

/** The last response to a question that the server has; with what the tablet shows again after a change of tablets. */
export interface ExamResponse {
  item: string;
  response: string;
  used_ms: number;
}

export interface ExamResultState {
  points: number;
  out_of: number;
  pass_mark: number;
  passed: boolean;
  first_points: number;
  released_at: string;
  appeal_until: string | null;
  feedback: ExamFeedback[];
  appeals: AppealState[];
}

/** `seconds`: what this candidate may use, extra time included. `verifier`: none while the learner has no secret. */
export interface ExamSeat {
  seat: string;
  number: number;
  learner: string;
  learner_number: string;
  name: string;
  language: string;
  read_aloud: boolean;
  seconds: number;
  verifier: SeatVerifier | null;
  sections: ExamSection[];
}

export interface ExamSection {
  title: string;
  instructions: string;
  questions: ExamQuestion[];
}

export interface ExtendedTextItem {
  id: string;
  version: number;
  prompt_html: string;
  pictures: ItemPicture[];
  feedback_correct: string;
  feedback_incorrect: string;
  mapping: Mapping | null;
  rubric: Criterion[];
  kind: "extended_text";
  most_characters: number;
  model_answer: string;
}

export interface FileBlock {
  id: string;
  narration: Narration | null;
  type: "file";
  title: string;
  file: Media;
  bytes: number;
}

export interface FillInItem {
  id: string;
  version: number;
  prompt_html: string;
  pictures: ItemPicture[];
  feedback_correct: string;
  feedback_incorrect: string;
  mapping: Mapping | null;
  kind: "fill_in";
  text: string;
  gaps: Gap[];
}

export interface Gap {
  id: string;
  accept: string[];
  ignore_case: boolean;
}

export interface GlossaryBlock {
  id: string;
  narration: Narration | null;
  type: "glossary";
  terms: Term[];
}

/** QTI's hotspot: areas that are seen and chosen. */
export interface HotspotItem {
  id: string;
  version: number;
  prompt_html: string;
  pictures: ItemPicture[];
  feedback_correct: string;
  feedback_incorrect: string;
  mapping: Mapping | null;
  kind: "hotspot";
  picture: ItemPicture;
  areas: Area[];
  correct: string[];
  multiple: boolean;
}

/** QTI's inline choice; with `once` its gap match: every gap has the same options, and each is used once at most. */
export interface InlineChoiceItem {
  id: string;
  version: number;
  prompt_html: string;
  pictures: ItemPicture[];
  feedback_correct: string;
  feedback_incorrect: string;
  mapping: Mapping | null;
  kind: "inline_choice";
  text: string;
  gaps: ChoiceGap[];
  once: boolean;
}

/** A practice item: QTI's interactions by their plain names. The key travels along, since feedback comes at once. */
export interface ItemBase {
  id: string;
  version: number;
  prompt_html: string;
  pictures: ItemPicture[];
  feedback_correct: string;
  feedback_incorrect: string;
  mapping: Mapping | null;
}

/** A picture of an item, with what it shows in words. */
export interface ItemPicture {
  path: string;
  media_type: string;
  width: number | null;
  height: number | null;
  seconds: number | null;
  alt: string;
}

/** The way to one certificate. `needs`: sentences on what is still asked for. */
export interface LearnerCandidacy {
  candidacy: string;
  number: string;
  title: string;
  body: string;
  open: boolean;
  steps: PathStep[];
  needs: string[];
  certificate: LearnerCertificate | null;
}

/** A certificate of the learner's. `qr`: an SVG path over a square of `qr_size` units, quiet zone included; empty: the body prints it itself. */
export interface LearnerCertificate {
  id: string;
  number: string;
  title: string;
  body: string;
  name: string;
  issued_on: string;
  valid_until: string | null;
  state: "valid" | "expired" | "revoked" | "replaced";
  qr: string;
  qr_size: number;
}

/** A seat of the learner's, ahead or behind. A result only after its release. */
export interface LearnerExam {
  sitting: string;
  seat: string;
  number: number;
  title: string;
  room: string;
  planned_start: string;
  minutes: number;
  extra_seconds: number;
  read_aloud: boolean;
  state: "ahead" | "open" | "marking" | "released" | "cancelled";
  accommodation: AccommodationState | null;
  result: ExamResultState | null;
}

export interface LearnerProfile {
  learner: string;
  number: string;
  name: string;
  language: string;
  literacy_help: boolean;
  secret_kind: "pin" | "pictures";
  secret_salt: string;
  secret_iterations: number;
  secret_version: number;
}

export interface LearnerState {
  profile: LearnerProfile;
  assignments: AssignmentState[];
  progress: ProgressState[];
  answers: AnswerState[];
  notices: NoticeState[];
  elsewhere: WorkElsewhere | null;
  exams: LearnerExam[];
  candidacies: LearnerCandidacy[];
  active: boolean;
}

/** `lesson.<language>.json` or `lesson.<language>.plain.json` in the package. */
export interface LessonDocument {
  kind: "document";
  lesson: string;
  language: string;
  plain: boolean;
  title: string;
  objectives: string[];
  blocks: (TextBlock | CalloutBlock | PictureBlock | VideoBlock | AudioBlock | FileBlock | GlossaryBlock | StepsBlock | ReflectionBlock | SongBlock | CharactersBlock | QuestionBlock)[];
}

/** One lesson. Its package id is the SHA-256 of this manifest's canonical JSON. */
export interface LessonManifest {
  kind: "lesson";
  format: number;
  lesson: string;
  course: string;
  titles: Record<string, string>;
  minutes: number;
  completion: Completion;
  languages: string[];
  plain_languages: string[];
  entries: Entry[];
  player: number;
  replaces: string | null;
}

export interface LessonRef {
  lesson: string;
  package: string;
  bytes: number;
  titles: Record<string, string>;
  minutes: number;
  unit: string;
  completion: Completion;
  requires: string[];
}

/** room.json: what every viewer may see. Read every few seconds; a file, so that viewers cost nothing. */
export interface LiveBoard {
  state: "scheduled" | "live" | "interrupted" | "ended" | "cancelled";
  since: string | null;
  captions: boolean;
  captions_state: "" | "running" | "paused" | "no_model";
  poll: LivePoll | null;
  released: ReleasedQuestion[];
}

/** Running, planned for the next days, and lately ended, in order of time. */
export interface LiveList {
  broadcasts: LiveNow[];
  server_time: string;
}

/** A broadcast that a learner may watch. `prefix`: signed path below which playlists, segments and room.json lie. */
export interface LiveNow {
  broadcast: string;
  title: string;
  teacher: string;
  course: string;
  language: string;
  state: "scheduled" | "live" | "interrupted" | "ended";
  planned_start: string;
  planned_minutes: number;
  since: string | null;
  prefix: string;
  prefix_seconds: number;
  lesson: string;
}

/** `tally` (answers per option) and `right` only after the teacher has shown them. */
export interface LivePoll {
  id: string;
  question: string;
  options: string[];
  open: boolean;
  tally: number[];
  right: number | null;
}

export interface LivePollAnswer {
  learner: string;
  poll: string;
  option: number;
}

export interface LiveQuestionSent {
  id: string;
  learner: string;
  text: string;
}

/** A player's report, every half minute. `seconds`: played since the last one. */
export interface LiveSeen {
  learner: string;
  seconds: number;
  picture?: boolean;
  sound?: boolean;
}

export interface LyricLine {
  at_seconds: number;
  text: string;
  translation: string;
}

/** QTI's mapping: what each value of a response is worth, where they are not all worth the same. A value is an option id, a pair "left[.]right", or "gap[.]answer". The sum is held within `lower` and `upper`; an item's best is `upper`, else the sum of what its key is worth. */
export interface Mapping {
  values: Record<string, number>;
  default: number;
  lower: number | null;
  upper: number | null;
}

export interface MarkedItemBase {
  id: string;
  version: number;
  prompt_html: string;
  pictures: ItemPicture[];
  feedback_correct: string;
  feedback_incorrect: string;
  mapping: Mapping | null;
  rubric: Criterion[];
}

export interface MatchItem {
  id: string;
  version: number;
  prompt_html: string;
  pictures: ItemPicture[];
  feedback_correct: string;
  feedback_incorrect: string;
  mapping: Mapping | null;
  kind: "match";
  left: Choice[];
  right: Choice[];
  correct: [string, string][];
}

/** A file of the same package, by its path there. */
export interface Media {
  path: string;
  media_type: string;
  width: number | null;
  height: number | null;
  seconds: number | null;
}

/** Somebody of a shared tablet's group who has no vault here yet. */
export interface MemberRef {
  learner: string;
  number: string;
  name: string;
}

/** Read-aloud of one block, rendered at publishing. */
export interface Narration {
  path: string;
  seconds: number;
}

/** Something that the learner must see, such as: two officers used the recovery key. */
export interface NoticeState {
  id: string;
  at: string;
  texts: Record<string, string>;
}

/** A number, right within the tolerance, borders included. */
export interface NumericItem {
  id: string;
  version: number;
  prompt_html: string;
  pictures: ItemPicture[];
  feedback_correct: string;
  feedback_incorrect: string;
  mapping: Mapping | null;
  kind: "numeric";
  value: number;
  tolerance: number;
  units: Unit[];
  unit_required: boolean;
}

export interface OrderItem {
  id: string;
  version: number;
  prompt_html: string;
  pictures: ItemPicture[];
  feedback_correct: string;
  feedback_incorrect: string;
  mapping: Mapping | null;
  kind: "order";
  entries: Choice[];
  correct: string[];
}

export interface PairReply {
  device: string;
  name: string;
  kind: "personal" | "shared";
  prison: string;
  prison_name: string;
  token: string;
  trust: TrustKeys;
  epoch: string;
  server_time: string;
  certificate: string;
}

export interface PairRequest {
  protocol?: number;
  code: string;
  key: PublicJwk;
  app_version?: string;
}

/** One step on the way to a certificate. `text`: what it is, in the learner's language; `at`: when it was done. */
export interface PathStep {
  kind: "registered" | "eligible" | "exam" | "results" | "certificate";
  state: "done" | "now" | "ahead" | "failed";
  text: string;
  at: string | null;
}

export interface PictureBlock {
  id: string;
  narration: Narration | null;
  type: "picture";
  picture: Media;
  alt: string;
  caption: string;
}

export interface PictureSecret {
  kind: "pictures";
  pictures: string[];
}

export interface PinSecret {
  kind: "pin";
  pin: string;
}

/** A task performed in front of evaluators. */
export interface PracticalItem {
  id: string;
  version: number;
  prompt_html: string;
  pictures: ItemPicture[];
  feedback_correct: string;
  feedback_incorrect: string;
  mapping: Mapping | null;
  rubric: Criterion[];
  kind: "practical";
  minutes: number | null;
  materials: string;
}

/** `device_share` = HMAC-SHA-256 under the tablet's own non-extractable key over "newleaf vault " + learner uuid. */
export interface PrepareMember {
  learner: string;
  device_share: string;
}

export interface PrepareReply {
  vaults: PreparedVault[];
}

export interface PrepareRequest {
  members: PrepareMember[];
}

/** A learner key made by the server for this tablet: AES-256-GCM under HKDF-SHA-256(PBKDF2 key || device_share, info "newleaf vault v1"). */
export interface PreparedVault {
  profile: LearnerProfile;
  wrapped_key: string;
  recovery: string;
}

/** RFC 9457 in short. `code` is stable; `title` is a sentence in the asker's language that says what to do. */
export interface Problem {
  code: string;
  title: string;
  retry_after_seconds: number | null;
}

/** What the server has computed from statements: marks are the server's, not the tablet's. */
export interface ProgressState {
  lesson: string;
  course: string;
  state: "started" | "completed";
  fraction: number;
  completed_at: string | null;
}

/** An EC P-256 public key (RFC 7517). */
export interface PublicJwk {
  kty: "EC";
  crv: "P-256";
  x: string;
  y: string;
}

/** Kept, but not counted until an officer has looked. */
export interface Quarantined {
  seq: number;
  id: string;
  reason: "unreadable" | "not_a_statement" | "other_content" | "unknown_learner" | "revoked" | "chain_broken";
}

export interface QuestionBlock {
  id: string;
  narration: Narration | null;
  type: "question";
  item: ChoiceItem | OrderItem | MatchItem | FillInItem | InlineChoiceItem | NumericItem | HotspotItem;
}

/** Proof that work arrived. Travels as a compact JWS (ES256) over its canonical JSON. */
export interface Receipt {
  kind: "receipt";
  number: number;
  device: string;
  prison: string;
  accepted: SeqRange[];
  quarantined: Quarantined[];
  safe_through: number;
  epoch: string;
  server_time: string;
  audit_seq: number;
  audit_hash: string;
  resend_from: number | null;
}

export interface RecoverReply {
  state: "waiting" | "ready" | "refused";
  sealed_key: string;
}

/** After a forgotten PIN: asks for the old learner key. Two officers must agree; ask again until state is `ready`. */
export interface RecoverRequest {
  learner: string;
  recovery: string;
  reply_to: PublicJwk;
}

export interface ReflectionBlock {
  id: string;
  narration: Narration | null;
  type: "reflection";
  prompt: string;
}

export interface ReleasedQuestion {
  id: string;
  text: string;
  answer: string;
}

export interface RubricLevel {
  points: number;
  description: string;
}

/** What travels ahead. key = 32 random bytes: released by the server (ExamKey), or opened with the code that the invigilator reads out: wrapped = iv(12) || AES-256-GCM(PBKDF2-HMAC-SHA-256(utf8(code), salt, iterations), iv, key, aad = utf8("newleaf code <sitting>")) sealed = iv(12) || AES-256-GCM(key, iv, gzip(utf8(JSON of ExamPaper)), aad = utf8("newleaf paper <sitting>")) The code counts in capitals without spaces and hyphens. */
export interface SealedPaper {
  kind: "sealed_paper";
  format: number;
  sitting: string;
  salt: string;
  iterations: number;
  wrapped: string;
  sealed: string;
}

/** One link of the journal. sealed = base64url(iv(12) || AES-256-GCM(segment key, iv, utf8(JSON statement), aad = utf8("<device>/<segment>/<seq>"))) hash = hex(SHA-256(prev hash as 32 bytes || seq as 8 bytes big-endian || sealed bytes)); the first link's prev is 32 zero bytes. */
export interface SealedStatement {
  seq: number;
  sealed: string;
}

/** Checks a candidate's own PIN or pictures without a network: check = base64url(SHA-256(utf8("newleaf seat <seat>") || key)), key = PBKDF2-HMAC-SHA-256(secret, salt, iterations, 32 bytes), as for a vault. */
export interface SeatVerifier {
  secret_kind: "pin" | "pictures";
  salt: string;
  iterations: number;
  check: string;
}

export interface SeqRange {
  first: number;
  last: number;
}

export interface SignInReply {
  profile: LearnerProfile;
  server_time: string;
}

export interface SignInRequest {
  number: string;
  secret: PinSecret | PictureSecret;
}

export interface SongBlock {
  id: string;
  narration: Narration | null;
  type: "song";
  title: string;
  audio: Media;
  credit: string;
  lines: LyricLine[];
}

export interface Step {
  title: string;
  html: string;
  picture: Media | null;
  alt: string;
}

export interface StepsBlock {
  id: string;
  narration: Narration | null;
  type: "steps";
  title: string;
  steps: Step[];
}

/** One statement of the learner's, as the server has it. */
export interface StoredWork {
  id: string;
  seq: number;
  device: string;
  at: string;
  verb: string;
  object: string;
  lesson: string;
  response: string | null;
  success: boolean | null;
  receipt: number | null;
  receipt_at: string | null;
  voided: boolean;
}

/** The whole state for one tablet. ETag covers everything but server_time and next_contact_seconds. */
export interface SyncState {
  protocol: number;
  epoch: string;
  server_time: string;
  next_contact_seconds: number;
  lease_days: number;
  device_name: string;
  device_kind: "personal" | "shared";
  catalogue: string;
  learners: LearnerState[];
  members_to_prepare: MemberRef[];
  safe_through: number;
  exams: ExamNotice[];
  phrases: Record<string, Record<string, string>>;
  help_texts: Record<string, string>;
}

export interface Term {
  term: string;
  reading: string;
  meaning: string;
}

export interface TextBlock {
  id: string;
  narration: Narration | null;
  type: "text";
  html: string;
}

export interface Topic {
  theme_titles: Record<string, string>;
  titles: Record<string, string>;
  year: number;
  month: number;
}

/** What a tablet needs to check and to seal. `verify`: keys by kid that sign catalogues and receipts (ES256). */
export interface TrustKeys {
  verify: Record<string, PublicJwk>;
  seal: PublicJwk;
  recovery: PublicJwk;
}

export interface Unit {
  text: string;
  factor: number;
}

export interface UnitRef {
  key: string;
  titles: Record<string, string>;
}

export interface UploadItem {
  id: string;
  version: number;
  prompt_html: string;
  pictures: ItemPicture[];
  feedback_correct: string;
  feedback_incorrect: string;
  mapping: Mapping | null;
  rubric: Criterion[];
  kind: "upload";
  accepts: ("photo" | "voice" | "file")[];
  model_answer: string;
}

export interface VideoBlock {
  id: string;
  narration: Narration | null;
  type: "video";
  title: string;
  video: Media;
  poster: Media | null;
  captions: CaptionTrack[];
  chapters: Chapter[];
}

/** What of a learner's record this tablet did not make: other tablets, paper, officers. The tablet asks for it while the learner is signed in, when it has not come as far as `through` (a global seq of the log). */
export interface WorkElsewhere {
  through: number;
  total: number;
  safe_total: number;
}

/** At most 500, in the order of the log; with `all=1` also what the asking tablet itself has sent. Totals are of everything that was asked about, whatever `after` says. Another epoch: what was fetched before no longer holds, begin at 0. */
export interface WorkPage {
  epoch: string;
  items: StoredWork[];
  next: number;
  more: boolean;
  total: number;
  safe_total: number;
  safe_through: number;
}

export type Item = ChoiceItem | OrderItem | MatchItem | FillInItem | InlineChoiceItem | NumericItem | HotspotItem;

export type LessonBlock = TextBlock | CalloutBlock | PictureBlock | VideoBlock | AudioBlock | FileBlock | GlossaryBlock | StepsBlock | ReflectionBlock | SongBlock | CharactersBlock | QuestionBlock;
