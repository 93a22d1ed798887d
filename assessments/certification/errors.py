"""What can go wrong between registration and certificate, in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict


class NotNow(Conflict):
    code = "certification_not_now"
    sentence = _("This is not possible at this moment. Load the page again to see where it stands.")


class ChangedSince(Conflict):
    code = "certification_changed_since"
    sentence = _("Something has changed since this was proposed. Withdraw it and propose it again.")


class AlreadyRegistered(Conflict):
    code = "candidacy_exists"
    sentence = _("This learner is registered for this scheme already.")


class AlreadyOrdered(Conflict):
    code = "certificate_ordered"
    sentence = _("This already waits for a second officer.")


class NotTried(Conflict):
    code = "scheme_not_tried"
    sentence = _("Try these rules on real candidates first. Then they can go into force.")


class NoRules(Conflict):
    code = "scheme_without_rules"
    sentence = _("This scheme has no rules in force yet.")


class NoKey(Conflict):
    code = "body_without_key"
    sentence = _("This body has no signing key in use. Make one on its page first.")
