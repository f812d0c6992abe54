"""What people fill in about themselves and about a new shop."""

from collections.abc import Iterable
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shopops.shops.models import Platform, Preferences
from shopops.shops.money import EXPONENTS, SYMBOLS

USUAL_PLACE = {"timezone": "Asia/Shanghai", "currency": "CNY"}
NEAR_ZONES = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Australia/Sydney",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
)


class PreferencesForm(forms.ModelForm):
    """`homes`: key and label of the pages that the person may open anywhere."""

    class Meta:
        model = Preferences
        fields = ("language", "theme", "verdict", "density", "home")

    def __init__(self, *args: Any, homes: Iterable[tuple[str, str | Promise]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), required=False, choices=[("", _("As the browser is set")), *settings.LANGUAGES]
        )
        self.fields["home"] = forms.ChoiceField(
            label=_("First page"), required=False, choices=[("", _("The first one I may open")), *homes]
        )


class NameForm(forms.Form):
    """The first step of a new shop."""

    name = forms.CharField(label=_("Name of the shop"), max_length=100)
    platform = forms.ChoiceField(label=_("Where it sells"), choices=Platform.choices)


class PlaceForm(forms.Form):
    """The second step: what the shop's days and money are counted in. Neither is changed easily later."""

    timezone = forms.ChoiceField(label=_("Time zone"))
    currency = forms.ChoiceField(label=_("Currency"))
    day_cut = forms.TimeField(
        label=_("A business day begins at"),
        initial=time(0),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Midnight, unless the shop counts late orders to the day before."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["timezone"].choices = _zones()  # type: ignore[attr-defined]
        self.fields["currency"].choices = [  # type: ignore[attr-defined]
            (code, code) for code in sorted({*SYMBOLS, *EXPONENTS})
        ]


def usual_place() -> dict[str, str]:
    """What most shops whose people read the active language would answer."""
    return {"timezone": "Asia/Taipei", "currency": "TWD"} if get_language() == "zh-hant" else USUAL_PLACE


def _zones() -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    others = sorted(zone for zone in available_timezones() if "/" in zone and zone not in NEAR_ZONES)
    return [(_("Often used"), [(zone, zone) for zone in NEAR_ZONES]), (_("All"), [(zone, zone) for zone in others])]
