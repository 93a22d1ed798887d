"""The verbs that we know, by their IRIs (ADL's, the xAPI video profile's, our own). Others are stored all the same."""

ADL = "http://adlnet.gov/expapi/verbs/"
VIDEO = "https://w3id.org/xapi/video/verbs/"
OWN = "urn:newleaf:verb:"

EXPERIENCED = ADL + "experienced"
COMPLETED = ADL + "completed"
ANSWERED = ADL + "answered"
INITIALIZED = ADL + "initialized"
TERMINATED = ADL + "terminated"
ASKED = ADL + "asked"
VOIDED = ADL + "voided"
PROGRESSED = ADL + "progressed"
PLAYED = VIDEO + "played"
PAUSED = VIDEO + "paused"
SEEKED = VIDEO + "seeked"
REFLECTED = OWN + "reflected"
ENROLLED = OWN + "enrolled"
WITHDREW = OWN + "withdrew"
NOTED = OWN + "noted"
CONTESTED = OWN + "contested"

# A statement with one of these means that the learner had the lesson open.
LEARNING = frozenset(
    {EXPERIENCED, COMPLETED, ANSWERED, INITIALIZED, TERMINATED, PROGRESSED, PLAYED, PAUSED, SEEKED, REFLECTED}
)

VIDEO_PROGRESS = "https://w3id.org/xapi/video/extensions/progress"
VIDEO_SEGMENTS = "https://w3id.org/xapi/video/extensions/played-segments"
PACKAGE = "urn:newleaf:package"
