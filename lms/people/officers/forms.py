"""Forms of the officers' screens. What may be chosen follows who is asking."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..grants import BY_EDUCATION_OFFICE, can_give
from ..models import OathToken, Officer, Prison, Ward
from ..permissions import holds_server_wide
from ..places import KEEPERS, prisons_for, wards_for
from ..roles import Role
from ..signin import tokens


class OfficerForm(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("Sign-in name"), max_length=150, help_text=gettext_lazy("Short, such as the service number.")
    )
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200)
    prison = forms.ModelChoiceField(
        label=gettext_lazy("Prison"),
        queryset=Prison.objects.none(),
        required=False,
        empty_label=gettext_lazy("The whole server"),
    )

    def __init__(self, *args: Any, by: Officer, officer: Officer | None = None, **kwargs: Any) -> None:
        if officer:
            kwargs["initial"] = {"username": officer.username, "name": officer.name, "prison": officer.prison_id}
        super().__init__(*args, **kwargs)
        prison: Any = self.fields["prison"]
        prison.queryset = prisons_for(by, Role.ADMINISTRATOR)
        if officer:
            del self.fields["username"]
        if not holds_server_wide(by, Role.ADMINISTRATOR):
            prison.required, prison.empty_label = True, None


class RoleForm(forms.Form):
    """Which role, where, and why: the first officer's half."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    place = forms.ChoiceField(label=gettext_lazy("Where it holds"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, by: Officer, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prisons = list(prisons_for(by, *KEEPERS))
        gives_all = any(can_give(by, Role.ADMINISTRATOR, place) for place in [None, *prisons])
        role_field: Any = self.fields["role"]
        role_field.choices = [(role.value, role.label) for role in Role if gives_all or role in BY_EDUCATION_OFFICE]
        places = [("", _("The whole server"))] if can_give(by, Role.ADMINISTRATOR, None) else []
        for prison in sorted(prisons, key=lambda prison: prison.pk != officer.prison_id):
            places.append((f"prison:{prison.pk}", prison.name))
            places += [(f"ward:{ward.pk}", f"{prison.name} › {ward}") for ward in prison.wards.all()]
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["place"].required = False
        if officer.prison_id:
            self.fields["place"].initial = f"prison:{officer.prison_id}"
        self.by = by

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind, _colon, key = cleaned.get("place", "").partition(":")
        cleaned["prison"] = prisons_for(self.by, *KEEPERS).filter(pk=key).first() if kind == "prison" else None
        cleaned["ward"] = wards_for(self.by, *KEEPERS).filter(pk=key).first() if kind == "ward" else None
        if kind and not (cleaned["prison"] or cleaned["ward"]):
            raise ValidationError(_("Choose where the role holds."))
        return cleaned


class TokenForm(forms.Form):
    token = forms.ModelChoiceField(label=gettext_lazy("Token"), queryset=OathToken.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].queryset = tokens.free_tokens()  # type: ignore[attr-defined]


class TokenImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The maker's list (CSV)"),
        help_text=gettext_lazy(
            "Columns: serial, seed (hexadecimal or base32), and if they differ from the usual: type (totp, hotp), digits, interval, counter."
        ),
    )


class PrisonForm(forms.ModelForm):
    class Meta:
        model = Prison
        fields = ["name", "code", "offline_lease_days"]


class WardForm(forms.ModelForm):
    class Meta:
        model = Ward
        fields = ["prison", "parent", "name", "code"]

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prison: Any = self.fields["prison"]
        parent: Any = self.fields["parent"]
        prison.queryset = prisons_for(by, *KEEPERS)
        prison.empty_label = None  # the first one stands there already
        prison.disabled = not self.instance._state.adding
        parent.queryset = wards_for(by, *KEEPERS)
        parent.empty_label = _("A ward of its own")
