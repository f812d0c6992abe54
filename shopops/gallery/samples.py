"""Invented figures for the gallery: one of each form that a component takes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django import forms
from django.utils.translation import gettext as _

from analytics.explain.evidence import usual_of
from analytics.explain.normal import Range
from analytics.explain.special import SpecialDays
from analytics.metrics import funnel, rates
from analytics.metrics.format import exact_value, format_value
from analytics.metrics.types import Metric
from analytics.panels.board import Tile
from analytics.panels.change import Change, change_of
from analytics.panels.freshness import Badge
from analytics.panels.terms import term_of
from analytics.panels.types import Cell, Column, Row, Table
from analytics.panels.usual import Usual
from shopops.shops.models import Shop
from shopops.shops.steps import opening_steps
from shopops.web.marks import Annotation, Chip, Line, Moment, Progress, Score, Words
from shopops.web.period import Period
from shopops.web.period_bar import PeriodBar, period_bar
from shopops.web.svg import sparkline

TODAY = date(2026, 11, 21)
PERIOD = Period.of(TODAY, TODAY, preset="day")
CURRENCY = "CNY"
WAVE: tuple[float | None, ...] = (4, 5, 4, 6, None, 7, 6, 8, 9, 8, 11)


@dataclass(frozen=True)
class Sample:
    """One component in one form: `template` is included with `context`."""

    template: str
    note: str
    context: Mapping[str, object]

    @property
    def file(self) -> str:
        return f"components/{self.template}.html"


class SampleForm(forms.Form):
    name = forms.CharField(max_length=40)
    first_day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False)
    platform = forms.ChoiceField(choices=[("tmall", "Tmall"), ("jd", "JD")])

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("As it stands over the shop.")
        self.fields["first_day"].label = _("First day")
        self.fields["platform"].label = _("Platform")


def samples() -> tuple[Sample, ...]:
    return (*_figures(), *_tables(), *_marks(), *_talks(), *_forms(), *_places())


def _figures() -> Sequence[Sample]:
    tile: dict[str, object] = {
        "definitions": "#",
        "against": _("vs %(days)s") % {"days": "14 Nov"},
        "nothing_against": "",
    }
    tile |= {"shop": Shop(slug="sample"), "period": PERIOD}
    low = _tile(funnel.VISITORS, 12_021, 21_247)
    return (
        Sample("tile", _("up is good"), tile | {"tile": _tile(funnel.PAID_AMOUNT, 12_843_000, 13_990_000)}),
        Sample("tile", _("down is good"), tile | {"tile": _tile(rates.BOUNCE_RATE, 0.583, 0.634)}),
        Sample("tile", _("outside its usual range"), tile | {"tile": replace(low, usual=_usual())}),
        Sample("tile", _("no value"), tile | {"tile": _tile(rates.VISIT_DEPTH, None, 3.1)}),
        *(Sample("delta", str(metric.label), {"change": _change(metric, *moved)}) for metric, moved in MOVES),
        Sample("term", _("what it means is one click away"), {"term": term_of(rates.CONVERSION), "definitions": "#"}),
    )


MOVES: tuple[tuple[Metric, tuple[float, float]], ...] = (
    (funnel.VISITORS, (21_904, 21_247)),
    (rates.CONVERSION, (0.0386, 0.0426)),
    (funnel.PAYERS, (846, 846)),
)


def _tile(metric: Metric, now: float | None, before: float) -> Tile:
    return Tile(
        metric=metric,
        text=format_value(now, metric, currency=CURRENCY),
        exact=exact_value(now, metric, currency=CURRENCY),
        change=_change(metric, now, before),
        spark=sparkline(WAVE),
        why="" if now is not None else _("No file of visits has been loaded."),
    )


def _usual() -> Usual:
    found = Range(low=17_900, expected=20_800, high=23_700, weekdays=8)
    return usual_of(12_021, found, funnel.VISITORS, span=(TODAY, TODAY), special=SpecialDays(), currency=CURRENCY)


def _change(metric: Metric, now: float | None, before: float) -> Change | None:
    return change_of(now, before, metric, currency=CURRENCY)


def _tables() -> Sequence[Sample]:
    columns = tuple(Column(label=metric.label, metric=metric) for metric in (funnel.VISITORS, rates.BOUNCE_RATE))
    marks = ("heat-good-strong", "heat-good", "", "heat-bad", "heat-bad-strong")
    rows = tuple(
        Row(
            label=f"{_('Source')} {number}",
            cells=(Cell(f"{9_000 - number * 1_200:,}"), Cell(f"5{number}.2%", mark=mark)),
        )
        for number, mark in enumerate(marks)
    )
    table = Table(head=_("Source"), columns=columns, rows=rows, note=_("Colour is the verdict of the change."))
    return (Sample("data_table", _("a heat table"), {"table": table, "label": _("Sources")}),)


def _marks() -> Sequence[Sample]:
    reached = Progress(label=_("Paid amount"), share=0.614, pace=0.66, text="61.4%")
    beyond = Progress(label=_("New members"), share=1.15, text="115%")
    score = Score(
        name="answer", label=_("First answer"), points=(0, 2, 4, 6, 8), given=6, help=_("96 s, standard 30 s")
    )
    empty = Score(name="care", label=_("Warmth"), points=(0, 2, 4, 6, 8))
    tones = (("", _("plain")), ("good", "103%"), ("bad", "73%"), ("warn", "94%"), ("accent", _("Traffic item")))
    return (
        Sample("progress", _("behind its pace"), {"progress": reached}),
        Sample("progress", _("beyond its goal"), {"progress": beyond}),
        *(Sample("chip", tone or "–", {"chip": Chip(label=label, tone=tone)}) for tone, label in tones),
        Sample("chip", "image", {"chip": Chip(label=_("Image item"), tone="image")}),
        Sample("score_strip", _("scored"), {"score": score}),
        Sample("score_strip", _("not yet"), {"score": empty}),
        Sample(
            "freshness",
            _("complete"),
            {"badge": Badge(_("Data until %(newest)s · complete") % {"newest": "20 Nov"}, True)},
        ),
        Sample("freshness", _("wanting"), {"badge": Badge(_("Nothing has been counted yet"), False)}),
    )


def _talks() -> Sequence[Sample]:
    moments = (
        Moment("19 Nov 02:10", _("Title of A12 changed"), who=_("Operator"), chip=Chip(_("Title"), "bad")),
        Moment("16 Nov", _("Daily budget 300 → 120"), _("about 410 visitors a day fewer"), chip=Chip(_("Ads"), "warn")),
    )
    lines = (
        Line("them", (Words(_("Which size for 162 cm?")),), "20:14:03"),
        Line("gap", (Words(_("96 s without an answer")),)),
        Line("us", (Words(_("We would take ")), Words(_("size L"), True)), "20:15:39", _("Service agent")),
    )
    note = Annotation(_("Title of A12 changed"), "19 Nov", _("Two words in front."), _("Operator"))
    return (
        Sample("timeline", "", {"moments": moments}),
        Sample("transcript", "", {"lines": lines, "label": _("Chat")}),
        Sample("annotation", "", {"note": note}),
    )


def _forms() -> Sequence[Sample]:
    plain, wrong = SampleForm(), SampleForm({"name": "x" * 41, "platform": "tmall", "first_day": "31 Nov"})
    wrong.is_valid()
    asked = {"label": _("Take back"), "question": _("Its rows leave the figures. It can be undone."), "action": "#"}
    return (
        *(Sample("field", _("empty"), {"field": field}) for field in plain),
        *(Sample("field", _("refused"), {"field": field}) for field in list(wrong)[:2]),
        Sample("confirm", _("asked once, undone from its notice"), asked),
        Sample("stepper", "", {"steps": opening_steps(2)}),
    )


def _places() -> Sequence[Sample]:
    empty = {"title": _("No figures for these days yet."), "advice": _("It needs a file of visits or orders.")}
    return (
        Sample("period_form", _("the state of a page"), {"bar": bar()}),
        Sample("export_menu", _("what the page shows"), {"xlsx": "#", "csv": "#"}),
        Sample("empty", _("why, and what next"), empty),
    )


def bar() -> PeriodBar:
    return period_bar(PERIOD, today=TODAY)
