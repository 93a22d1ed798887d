/** The one kind of error that pages see. */

export type ErrorCode =
  | "offline" // the server could not be reached, and this needs it (pairing, first sign-in on this tablet)
  | "wrong_secret" // number and PIN or pictures do not fit
  | "too_many" // wait `retryAfterSeconds`
  | "secret_changed" // an officer has set a new PIN: the new one is needed, and once the server
  | "lease_over" // too long without contact with the server
  | "inactive" // the learner is retired here or has moved
  | "revoked" // the tablet has been withdrawn
  | "unknown_device" // the server does not know this tablet (any more): pair again, the work stays
  | "update_needed" // this app is too old for the server
  | "bad_code" // the pairing code is unknown, used or too old
  | "seat_elsewhere" // another tablet has the candidate's seat
  | "sitting_over" // the exam has ended: its paper opens no more
  | "other_tab" // the exam is open in another window
  | "file_kind" // not a file that this question takes, or one that cannot be read
  | "file_large"
  | "file_count" // as many as a response may have
  | "no_space" // the tablet's storage is full
  | "not_supported" // this browser cannot hold keys or a database
  | "refused"; // the server said no; `message` is its sentence

/** `message` is the server's sentence when there is one, and else for developers: pages show their own text by `code`. */
export class CoreError extends Error {
  constructor(
    readonly code: ErrorCode,
    message = code as string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}
