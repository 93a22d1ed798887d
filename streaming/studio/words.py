"""What the studio's scripts say, in the language of the request."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def pending_words() -> dict[str, str]:
    """Of the panel with recordings that wait on this computer. {n} is filled in by the script."""
    return {
        "waiting": _("{n} parts are waiting"),
        "sending": _("going up: {n} parts left"),
        "offline": _("no line at the moment: {n} parts are waiting, they go up by themselves"),
        "done": _("is complete on the server"),
        "refused": _("The server does not take this recording any more."),
        "others": _("That officer signs in here, then it goes up."),
        "anotherOfficer": _("Recording of another officer"),
        "remove": _("Remove from this computer"),
        "removeSure": _("Remove these parts of the recording from this computer? They are nowhere else."),
    }


def studio_words() -> dict[str, object]:
    return {**_states(), **_devices(), **_troubles(), **_papers(), "pending": pending_words()}


def _states() -> dict[str, str]:
    return {
        "goLive": _("Go live"),
        "goOn": _("Go on with the lesson"),
        "notLive": _("Not live"),
        "starting": _("Recording here, connecting …"),
        "live": pgettext("broadcast", "Live"),
        "catchingUp": _("catching up: {n} parts left"),
        "interrupted": _("Interrupted: your recording is safe here – {n} parts are waiting"),
        "goOnHere": _("Interrupted: go on when you are ready"),
        "nothingArrives": _("Interrupted: nothing arrives from the encoder"),
        "waitsForEncoder": _("It begins when the encoder sends its picture."),
        "ending": _("Ending the lesson …"),
        "keepOpen": _("{n} parts are still going up. You may close this page: they go up at the next start."),
        "ended": _("The lesson is over"),
        "cancelled": _("This lesson is cancelled"),
        "refused": _("Sending has stopped"),
        "safeHere": _("What was recorded here is kept: {n} parts are waiting."),
        "otherTab": _("This lesson is open in another tab of this computer. Use that one, or close it to go on here."),
        "otherTeacher": _("{holder} is teaching this lesson"),
        "otherComputer": _("You are sending from another computer. Going on here stops it there."),
        "takeOverSure": _("Take over from {holder}? Their picture stops, yours begins."),
    }


def _devices() -> dict[str, str]:
    return {
        "noDevices": _("This browser gives no camera and no microphone. Use Chromium or Edge."),
        "cameraDenied": _("The browser refuses the camera. Allow it at the left of the address, then try again."),
        "cameraMissing": _("No camera answers. Is it plugged in, or does another program use it?"),
        "microphoneDenied": _(
            "The browser refuses the microphone. Allow it at the left of the address, then try again."
        ),
        "microphoneMissing": _("No microphone answers. Is it plugged in, or does another program use it?"),
        "cameraGone": _("The camera has gone. The sound goes on. Plug it in again or choose another one."),
        "microphoneGone": _("The microphone has gone: nobody hears you. Choose another one. The picture goes on."),
        "screenGone": _("The screen is no longer shown; learners see the camera."),
        "pictureGone": _("The picture has stopped. Load this page again; the recording so far is safe."),
        "none": _("none"),
        "noMicrophone": _("No microphone"),
        "heard": _("We hear you well"),
        "speakNow": _("Speak now: is this bar moving?"),
        "quiet": _("Nothing has been heard for a while. Is the microphone on?"),
    }


def _troubles() -> dict[str, str]:
    return {
        "diskFull": _(
            "This computer's disk is full: what the line does not carry at once would be lost. Free some space."
        ),
        "standstill": _("The recorder stood still and was started anew. The lesson goes on."),
        "recorderFailed": _("Recording does not start ({reason}). Load this page again or use another browser."),
        "signedOut": _("Your sign-in has run out. Sign in again in another tab; the recording here goes on."),
        "lineDown": _("The server does not answer. Try again in a moment."),
    }


def _papers() -> dict[str, str]:
    return {
        "copied": _("Copied"),
        "saved": _("Saved."),
        "notSaved": _("Not saved yet; trying again."),
        "notAFilm": _("Choose a recording: mkv, mp4, webm, mov, flv or ts."),
        "uploadWaits": _("No line at the moment; the upload waits and goes on by itself."),
        "uploaded": _("The recording is complete on the server."),
        "uploadFailed": _("The server did not take this file."),
    }
