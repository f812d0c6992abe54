"""A change of a listing as a form."""

from datetime import date

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopops.calendar.forms import DayInput
from shopops.catalog.models import ChangeKind, ListingChange, Product
from shopops.shops.models import Shop
from shopops.shops.money import to_decimal, to_minor

SUGGESTED = 20
PRICE = forms.DecimalField(required=False, min_value=0, max_digits=15)
# The suggestions follow what is typed; without JavaScript they come with the answer to what was sent.
SUGGESTING = {
    "class": "form-control",
    "list": "products",
    "autocomplete": "off",
    "hx-trigger": "input changed delay:300ms",
    "hx-target": "#products",
    "hx-swap": "outerHTML",
}


class NoteForm(forms.ModelForm):
    """Day and note: all that can be changed of what an import found."""

    class Meta:
        model = ListingChange
        fields: tuple[str, ...] = ("day", "note")
        widgets = {
            "day": DayInput(),
            "note": forms.Textarea(attrs={"class": "form-control", "rows": 3}),
        }

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class ChangeForm(NoteForm):
    """A change that somebody writes down. `suggested` are products that what was typed may mean."""

    product = forms.CharField(
        label=gettext_lazy("product"), max_length=255, help_text=gettext_lazy("Its id, or words of its title.")
    )

    class Meta(NoteForm.Meta):
        fields = ("product", "kind", "day", "before", "after", "note")
        widgets = NoteForm.Meta.widgets | {
            "kind": forms.Select(attrs={"class": "form-select"}),
            "before": forms.TextInput(attrs={"class": "form-control"}),
            "after": forms.TextInput(attrs={"class": "form-control"}),
        }
        help_texts = {"after": gettext_lazy("A title as it reads now, a price as a number, the address of a picture.")}

    def __init__(self, *args: object, shop: Shop, asked: str = "", **kwargs: object) -> None:
        """`asked` is what is typed as the product before the form is sent."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.shop = shop
        product = self.fields["product"]
        product.widget.attrs |= SUGGESTING | {"hx-get": reverse("listing_changes_add", kwargs={"shop": shop.slug})}
        self.initial["product"] = self.instance.product.code if self.instance.product_id else asked
        self.suggested = self._like(asked)
        if self.instance.kind == ChangeKind.PRICE:
            for name in ("before", "after"):
                self.initial[name] = self._as_typed(self.initial[name])

    def clean_product(self) -> Product:
        typed: str = self.cleaned_data["product"].strip()
        exact = self.shop.products.filter(code=typed).first()
        self.suggested = [exact] if exact else self._like(typed)
        if not self.suggested:
            raise forms.ValidationError(_("No product has this id, or these words in its title."))
        if len(self.suggested) > 1:
            raise forms.ValidationError(_("Several products have these words: choose one by its id."))
        return self.suggested[0]

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("kind") == ChangeKind.PRICE:
            for name in ("before", "after"):
                self.cleaned_data[name] = self._minor(name)
        if self.errors:
            return
        before, after = self.cleaned_data.get("before"), self.cleaned_data.get("after")
        if after and before == after:
            self.add_error("after", _("This is what it said before."))
        if not after and not self.cleaned_data.get("note"):
            self.add_error("after", _("Say what it says now, or write a note."))

    def _like(self, words: str) -> list[Product]:
        return list(self.shop.products.like(words).order_by("code")[:SUGGESTED]) if words else []

    def _minor(self, name: str) -> str:
        """Minor units of what was typed as a price."""
        typed: str = self.cleaned_data.get(name) or ""
        try:
            amount = PRICE.clean(typed.replace(",", ""))
        except forms.ValidationError as wrong:
            self.add_error(name, wrong)
            return ""
        return "" if amount is None else str(to_minor(amount, self.shop.currency))

    def _as_typed(self, minor: str) -> str:
        return str(to_decimal(int(minor), self.shop.currency)) if minor else ""
