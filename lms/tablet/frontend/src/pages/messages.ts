/** What a refusal of the core means to a person, and what to do next. */
import { CoreError } from "../facade";
import { t, type Key } from "../strings";

const OWN_WORDS: Record<string, Key> = {
  offline: "error.offline",
  wrong_secret: "error.wrong_secret",
  too_many: "error.too_many",
  secret_changed: "error.secret_changed",
  lease_over: "error.lease_over",
  inactive: "error.inactive",
  revoked: "error.revoked",
  unknown_device: "error.unknown_device",
  update_needed: "error.update_needed",
  bad_code: "error.bad_code",
  seat_elsewhere: "exam.seat_elsewhere",
  sitting_over: "exam.over_help",
  other_tab: "exam.other_tab",
  no_space: "error.no_space",
  not_supported: "error.not_supported",
};

export function messageOf(error: unknown): string {
  if (error instanceof CoreError) {
    const key = OWN_WORDS[error.code];
    if (key) return t(key);
    if (error.message && error.message !== error.code) return error.message;
  }
  return t("error.unknown");
}
