"""The forms of signing in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from lms.audit import api as audit
from lms.people.errors import TooManyTries

from ..models import Officer
from . import dormancy, throttle


class SignInForm(LoginForm):
    """Name and password, at the pace that throttle.py allows."""

    error_messages = {
        "invalid_login": _("This name and password do not belong together. Look at both and try again."),
        "inactive": _("This account is disabled."),
        "locked": _("This account has not been used for 90 days and is locked. An administrator can unlock it."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)  # the labels say it already

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username and password:
            self.user_cache = self._checked(username, password)
        return self.cleaned_data

    def _checked(self, username: str, password: str) -> Officer:
        try:
            tried = throttle.begin_try("password", username, throttle.client_of(self.request, username))
        except TooManyTries as error:
            raise ValidationError(str(error), code="throttled") from error
        officer = authenticate(self.request, username=username, password=password)
        if not isinstance(officer, Officer):
            known = Officer.objects.filter(username=username).first()
            if known:
                audit.log(by=None, verb="people.officer.sign_in_failed", target=known, detail={"from": tried.client})
            raise self.get_invalid_login_error()
        if dormancy.lock_if_dormant(officer):
            raise ValidationError(self.error_messages["locked"], code="locked")
        throttle.succeed(tried)
        return officer


class CodeForm(forms.Form):
    """One field for a token's code and for a code from the printed list: which it is shows from its length."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autofocus": "",
                "spellcheck": "false",
                "autocapitalize": "characters",
            }
        ),
    )


class NewPasswordForm(SetPasswordForm):
    """A new password twice, not the one that is in use."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        password = cleaned.get("new_password1")
        if password and self.user.check_password(password):
            self.add_error("new_password1", _("Choose another password than the one you have now."))
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The old password first."""

    old_password = forms.CharField(
        label=_("Present password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ["old_password", "new_password1", "new_password2"]

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise ValidationError(_("This is not your present password."))
        return old
