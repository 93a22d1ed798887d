"""Caption tracks: the working copy that an editor saves into, its versions, and what the engine proposes.

A person's corrections live here, apart from the engine's results, and survive a new run.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotFoundHere
from streaming.models import Broadcast, CaptionTrack, CaptionVersion

from .cues import Cue

MOST_CUES, MOST_CHARACTERS, LONGEST_SECONDS = 20_000, 500, 24 * 3600
NEW_VERSION_AFTER = timedelta(minutes=10)


def track_of(broadcast: Broadcast, language: str) -> CaptionTrack:
    """The track of a language, made when there is none."""
    return CaptionTrack.objects.get_or_create(broadcast=broadcast, language=language)[0]


def take_automatic(
    broadcast: Broadcast, cues: Sequence[Cue], *, language: str, source: str, sample: bool = False
) -> CaptionTrack:
    """What an engine has heard becomes a version; the working copy too, unless a person has already changed it.

    `source`: key of the engine's result; the same result is taken once. `sample`: no engine has heard it.
    """
    with transaction.atomic():
        track = CaptionTrack.objects.select_for_update().get(pk=track_of(broadcast, language).pk)
        if track.source == source:
            return track
        track.source = source
        heard = [asdict(cue) for cue in cues]
        kind = CaptionVersion.Kind.SAMPLE if sample else CaptionVersion.Kind.AUTOMATIC
        _keep(track, heard, kind, by=None)
        if not track.touched:
            track.cues, track.revision = heard, track.revision + 1
        track.save()
    return track


def save_cues(track_id: UUID, cues: object, *, revision: int, by: Any) -> int:
    """Stores the working copy; the new revision. Raises Conflict when somebody else was faster, Invalid for what is no list of cues.

    Before another person's work is written over, or after ten minutes of work, what was there becomes a version by itself.
    """
    clean = checked(cues)
    with transaction.atomic():
        track = _locked(track_id)
        if track.revision != revision:
            raise Conflict(_("Somebody else has changed these captions in the meantime."))
        if clean == track.cues:
            return track.revision
        if track.touched and (track.changed_by_id != by.pk or _is_old(track)):
            _keep(track, track.cues, CaptionVersion.Kind.BY_ITSELF, by=track.changed_by)
        track.cues, track.revision, track.touched = clean, track.revision + 1, True
        track.changed_by, track.changed_at = by, timezone.now()
        track.save()
    return track.revision


def keep_version(track_id: UUID, *, by: Any, cues: object = None) -> CaptionVersion:
    """The working copy, or `cues` that lost a race against another editor, as a version."""
    with transaction.atomic():
        track = _locked(track_id)
        version = _keep(track, track.cues if cues is None else checked(cues), CaptionVersion.Kind.KEPT, by=by)
        audit.log(by=by, verb="streaming.captions.kept", target=track, detail={"version": version.number})
    return version


def restore_version(track_id: UUID, number: int, *, by: Any) -> CaptionTrack:
    """The version becomes the working copy; what was there is kept as a version, so that this can be taken back."""
    with transaction.atomic():
        track = _locked(track_id)
        version = track.versions.filter(number=number).first()
        if version is None:
            raise NotFoundHere
        _keep(track, track.cues, CaptionVersion.Kind.BY_ITSELF, by=track.changed_by)
        track.cues, track.revision, track.touched = version.cues, track.revision + 1, True
        track.changed_by, track.changed_at = by, timezone.now()
        track.save()
        audit.log(by=by, verb="streaming.captions.restored", target=track, detail={"version": number})
    return track


def cues_of(track: CaptionTrack) -> list[Cue]:
    return [Cue(**cue) for cue in track.cues if cue["text"].strip()]


def checked(cues: object) -> list[dict[str, Any]]:
    """A clean list of {start, end, text}, in order. Raises Invalid with a sentence."""
    if not isinstance(cues, list) or len(cues) > MOST_CUES:
        raise Invalid(_("These are not captions, or there are too many of them. Load the page again."))
    clean = [_checked_cue(cue) for cue in cues]
    if any(before["end"] > after["start"] + 0.001 for before, after in pairwise(clean)):
        raise Invalid(_("Two captions stand over each other. Correct their times."))
    return clean


def _checked_cue(cue: object) -> dict[str, Any]:
    start, end, text = (cue.get(name) for name in ("start", "end", "text")) if isinstance(cue, dict) else (None,) * 3
    numbers = [value for value in (start, end) if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) != 2 or not isinstance(text, str) or not all(math.isfinite(value) for value in numbers):
        raise Invalid(_("These are not captions, or there are too many of them. Load the page again."))
    if not 0 <= numbers[0] < numbers[1] <= LONGEST_SECONDS:
        raise Invalid(_("A caption must end after it begins."))
    if len(text) > MOST_CHARACTERS:
        raise Invalid(_("A caption has at most %(count)d characters.") % {"count": MOST_CHARACTERS})
    text = "".join(one for one in text if one == "\n" or one.isprintable())
    return {"start": round(float(numbers[0]), 3), "end": round(float(numbers[1]), 3), "text": text}


def _locked(track_id: UUID) -> CaptionTrack:
    track = CaptionTrack.objects.select_for_update().filter(pk=track_id).first()
    if track is None:
        raise NotFoundHere
    return track


def _is_old(track: CaptionTrack) -> bool:
    last = track.versions.order_by("-number").first()
    return last is None or timezone.now() - last.made_at > NEW_VERSION_AFTER


def _keep(track: CaptionTrack, cues: list[dict[str, Any]], kind: str, *, by: Any) -> CaptionVersion:
    """A new version; none when the newest one says the same."""
    last = track.versions.order_by("-number").first()
    if last is not None and last.cues == cues:
        return last
    return CaptionVersion.objects.create(
        track=track, number=last.number + 1 if last else 1, cues=cues, kind=kind, by=by
    )
