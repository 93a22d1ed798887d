/** Who uses a tablet, and which tablet it is. */
export interface DeviceInfo {
  device: string;
  name: string;
  kind: "personal" | "shared";
  prison: string;
  prisonName: string;
}

export type Secret = { kind: "pin"; pin: string } | { kind: "pictures"; pictures: string[] };

/** Somebody who has signed in here, or of the tablet's group. */
export interface KnownLearner {
  learner: string;
  number: string;
  name: string;
  secretKind: "pin" | "pictures";
  /** Can sign in with no network. */
  ready: boolean;
}

export interface Profile {
  learner: string;
  number: string;
  name: string;
  language: string;
  literacyHelp: boolean;
  secretKind: "pin" | "pictures";
}
