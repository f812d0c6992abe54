"""An entry of the calendar as a form."""

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopops.calendar.festivals import YEARS
from shopops.calendar.models import Kind, Occasion
from shopops.shops.models import Shop

KINDS = [(kind.value, kind.label) for kind in Kind if kind is not Kind.PUBLIC_HOLIDAY]
# Two years and the weeks around them, as the longest period.
LONGEST = 800
FIRST_YEAR, LAST_YEAR = min(YEARS) - 10, max(YEARS) + 10


class DayInput(forms.DateInput):
    """The browser's own date field, which takes and gives ISO dates in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "form-control"})


class DaysForm(forms.ModelForm):
    """Name, days, owner and note: all that can be changed of a built-in festival."""

    class Meta:
        model = Occasion
        fields: tuple[str, ...] = ("name", "first_day", "last_day", "owner", "note")
        widgets = {
            "name": forms.TextInput(attrs={"class": "form-control"}),
            "first_day": DayInput(),
            "last_day": DayInput(),
            "owner": forms.Select(attrs={"class": "form-select"}),
            "note": forms.Textarea(attrs={"class": "form-control", "rows": 3}),
        }
        help_texts = {"last_day": gettext_lazy("The same day for an entry of one day.")}

    def __init__(self, *args: object, shop: Shop, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.shop = shop
        self.fields["owner"].queryset = User.objects.filter(memberships__shop=shop)  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first is None or last is None:
            return
        if (last - first).days >= LONGEST or not FIRST_YEAR <= first.year <= LAST_YEAR:
            self.add_error("first_day", _("These days lie outside the calendar."))


class EntryForm(DaysForm):
    """An entry of the shop's own."""

    class Meta(DaysForm.Meta):
        fields = ("name", "kind", "first_day", "last_day", "owner", "series", "note")
        widgets = DaysForm.Meta.widgets | {
            "kind": forms.Select(choices=KINDS, attrs={"class": "form-select"}),
            "series": forms.TextInput(attrs={"class": "form-control", "list": "series"}),
        }
        help_texts = DaysForm.Meta.help_texts | {
            "series": gettext_lazy("The same word every year lets this year's be compared with last year's."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["name"].required = True
        self.fields["kind"].choices = KINDS  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        series, first = self.cleaned_data.get("series"), self.cleaned_data.get("first_day")
        if not series or first is None:
            return
        others = self.shop.occasions.kept().exclude(pk=self.instance.pk)
        if others.filter(series=series, year=first.year).exists():
            self.add_error("series", _("There is an entry of this series in that year already."))
