"""What all sections share: key figures and cells with text and origin, and the mark of what is not released."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from masterplan.briefings.content import UNRELEASED_SIGN, Cell, FigureValue, Meaning
from masterplan.briefings.trail import EARLIER, Trail, name_of_group
from masterplan.briefings.values import (
    bounds_text,
    coverage_text,
    day_of,
    difference_text,
    plain,
    text_of,
    value_text,
)
from masterplan.domain.cabinet.briefing_material import Material
from masterplan.domain.cabinet.decisions import Decision, decisions
from masterplan.domain.comparing.attribution import Attribution, of_views
from masterplan.domain.comparing.comparison import Pair
from masterplan.domain.counting import RULES
from masterplan.domain.figure import Figure
from masterplan.domain.judging.findings import Finding, findings
from masterplan.domain.lists.money import MeasureMoney, money
from masterplan.domain.overview import ministry_name
from masterplan.domain.plan import Kind
from masterplan.domain.progress import figures
from masterplan.domain.traffic_light import computed_lights
from masterplan.domain.view import RESPONSIBLE, PlanView
from masterplan.vocabulary import (
    LIGHT_SYMBOLS,
    LIGHTS,
    NO_VALUE,
    NOT_REPORTED,
    STATUSES,
    day,
    label,
    number,
)

MEANINGS: dict[str, Meaning] = {
    "services.online": "accent", "milestones.achieved": "done", "measures.completed": "done", "goals.reached": "done",
    "milestones.overdue": "late", "measures.overdue": "late", "milestones.slipped": "late",
    "milestones.mean_slip_days": "late", "measures.delayed": "late", "lights.contradictions": "yellow",
    "reports.stale": "unknown",
}  # fmt: skip
STATUS_MEANINGS: dict[str, Meaning] = {
    "completed": "done", "permanent": "neutral", "in_progress": "ongoing", "delayed": "late", "planned": "planned",
    "not_started": "not_started", "suspended": "paused", "dropped": "paused", "unknown": "unknown",
}  # fmt: skip

LIGHT_MEANINGS: dict[str, Meaning] = {"green": "green", "yellow": "yellow", "red": "red", "grey": "grey"}
TOTALS = {"goals": ("goals.total", "Ziel", "Zielen"), "milestones": ("milestones.total", "Wegmarke", "Wegmarken"),
          "measures": ("measures.total", "Maßnahme", "Maßnahmen")}  # fmt: skip
"""Of what a count is a part, by the first word of its id, and how that is called."""


COMPARED = (
    "services.online", "goals.reached", "milestones.total", "milestones.achieved", "milestones.overdue",
    "milestones.slipped", "measures.total", "measures.completed", "measures.overdue", "measures.delayed",
)  # fmt: skip
"""The key figures that are set beside those of the last cabinet, the share online by the briefing's rule."""


@dataclass(frozen=True)
class Asked:
    """Key figures of one view, whole or split, by `name_of_group`; their origins are followed up when asked for."""

    found: Sequence[Figure]
    view: PlanView
    trail: Trail
    by: str | None = None

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Each figure by its name."""
        return {name_of_group(figure): figure for figure in self.found}

    @cached_property
    def origins(self) -> dict[str, str]:
        """What each figure rests on."""
        return self.trail.figures(self.found, self.view, self.by)


class Writer:
    """Writes values of one `Material` down; everything that several sections need is computed once."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.view = material.view
        self.trail = Trail(material)
        self.earlier_trail = Trail(material.earlier, EARLIER) if material.earlier else None
        self.rule = RULES[material.rule]
        self.of_released = Writer(material.released) if material.released else None
        self._values: dict[tuple[str, str | None], FigureValue] = {}
        self._lights: dict[Kind, pd.DataFrame] = {}
        self._rows: dict[Kind, dict[Any, dict[Any, Any]]] = {}

    # Key figures.

    @cached_property
    def asked(self) -> Asked:
        """All key figures of the plan."""
        return Asked(figures(self.view), self.view, self.trail)

    @cached_property
    def by_ministry(self) -> Asked:
        """The key figures of each Ressort, counted by the briefing's rule."""
        return Asked(figures(self.view, [self.rule.id], "ministry"), self.view, self.trail, "ministry")

    # What the rules find.

    @cached_property
    def decisions(self) -> list[Decision]:
        """What the cabinet is asked to settle."""
        return decisions(self.view, self.material.courses)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the plausibility checks find."""
        return findings(self.view, self.material.courses)

    @cached_property
    def money(self) -> dict[str, MeasureMoney]:
        """What each measure was to cost and has cost."""
        return money(self.view, self.material.courses)

    @cached_property
    def _earlier_origins(self) -> dict[str, str]:
        if self.material.earlier is None or self.earlier_trail is None:
            return {}
        view = self.material.earlier.view
        return self.earlier_trail.figures(figures(view, [self.rule.id], only=COMPARED), view)

    def earlier_origin(self, name: str) -> str | None:
        """What a key figure of the earlier cabinet rested on."""
        return self._earlier_origins.get(name)

    @cached_property
    def attributions(self) -> dict[str, Attribution]:
        """Why each key figure differs from the earlier cabinet's, by name; empty in a first briefing."""
        if self.material.between is None:
            return {}
        found = of_views(self.material.between.views, self.rule.id)
        return {name_of_group(one.second): one for one in found.values()}

    def figure(self, name: str, group: str | None = None) -> FigureValue:
        """A key figure by its name („services.online:bund-2020“), of the whole plan or of one Ressort."""
        if (name, group) not in self._values:
            self._values[name, group] = self._figure(name, group)
        return self._values[name, group]

    def _figure(self, name: str, group: str | None) -> FigureValue:
        asked = self.asked if group is None else self.by_ministry
        wanted = name if group is None else f"{name}@{group}" if ":" in name else f"{name}:{group}"
        found = asked.figures.get(wanted)
        if found is None:
            return self._nothing(name, group)
        return self.value(found, asked.origins[wanted], of_ministry=group is not None)

    def value(self, figure: Figure, origin: str, of_ministry: bool = False) -> FigureValue:
        """A key figure with everything that is printed of it."""
        name = name_of_group(figure)
        unreleased = self.of_released is not None and self.of_released.differs(figure, of_ministry)
        before = None if of_ministry else self.attributions.get(name)
        rule = RULES[figure.rule] if figure.rule else None
        return FigureValue(
            id=figure.id,
            title=figure.title,
            text=self.marked(value_text(figure.value, figure.unit), unreleased),
            number=figure.value,
            unit=figure.unit,
            definition=figure.definition,
            origin=origin,
            group=figure.group,
            group_text=self.group_text(figure),
            rule=figure.rule,
            rule_title=rule.title if rule else None,
            rule_version=figure.rule_version,
            detail=self._detail(figure, of_ministry),
            lower=figure.lower,
            upper=figure.upper,
            bounds=bounds_text(figure),
            coverage=figure.coverage,
            coverage_text=coverage_text(figure),
            earlier=None if before is None else before.first.value,
            difference=None if before is None else self._difference(before),
            meaning=MEANINGS.get(figure.id, "neutral") if figure.value else "neutral",
            unreleased=unreleased,
        )

    def differs(self, figure: Figure, of_ministry: bool) -> bool:
        """Whether a key figure of another cut is not the same here."""
        asked = self.by_ministry if of_ministry else self.asked
        mine = asked.figures.get(name_of_group(figure))
        names = ("value", "lower", "upper", "numerator", "denominator")
        return mine is None or any(getattr(mine, name) != getattr(figure, name) for name in names)

    def _detail(self, figure: Figure, of_ministry: bool) -> str | None:
        """„117 von 331“, and for a count what it is a part of: „von 54 Wegmarken“."""
        if figure.denominator is not None:
            return f"{number(figure.numerator)} von {number(figure.denominator)}"
        name, one, many = TOTALS.get(figure.id.split(".")[0], ("", "", ""))
        if figure.unit != "count" or not name or figure.id == name or figure.id == "measures.dropped":
            return None
        asked = self.by_ministry if of_ministry else self.asked
        wanted = f"{name}:{figure.group}" if of_ministry else name
        total = (asked.figures[wanted].value if wanted in asked.figures else None) or 0
        return f"von {number(total)} {one if total == 1 else many}"

    def group_text(self, figure: Figure) -> str | None:
        """The group of a key figure in German."""
        if figure.group is None:
            return None
        return LIGHTS[figure.group] if figure.group in LIGHTS else self.body(figure.group)

    def _difference(self, before: Attribution) -> str | None:
        assert self.material.between is not None
        return difference_text(Pair("", before.first, before.second), self.material.between.first.stichtag)

    def _nothing(self, name: str, group: str | None) -> FigureValue:
        """A Ressort that has no items of a kind: nothing is counted, and that is known."""
        alike = self.asked.figures[name]
        origin = self.trail.items(f"figure/{name}@ministry:{group}", alike.title, ())
        text, value = (NO_VALUE, None) if alike.unit in ("share", "days") else ("0", 0)
        return FigureValue(
            id=alike.id, title=alike.title, text=text, number=value, unit=alike.unit, definition=alike.definition,
            origin=origin, group=group, group_text=None if group is None else self.body(group), rule=alike.rule,
        )  # fmt: skip

    # Values of items.

    def lights(self, kind: Kind) -> pd.DataFrame:
        """The computed light of every item of a kind, with the columns of `computed_lights`."""
        if kind not in self._lights:
            self._lights[kind] = computed_lights(self.view.table(kind), self.view)
        return self._lights[kind]

    def row(self, key: str, kind: Kind) -> Mapping[str, Any]:
        """The row of one item of a kind, by column."""
        if kind not in self._rows:
            self._rows[kind] = self.view.table(kind).to_dict("index")
        return self._rows[kind][key]

    def marked(self, text: str, unreleased: bool) -> str:
        """A text with the sign of what is not released."""
        return f"{text}\u00a0{UNRELEASED_SIGN}" if unreleased else text

    def cell(self, key: str, name: str, text: str, value: Any = None, meaning: Meaning = "neutral") -> Cell:
        """One field of an item; ``value`` as `Cell` has it."""
        unreleased = self.trail.unreleased(key, name)
        origin = self.trail.field(key, name)
        return Cell(self.marked(text, unreleased), plain(value), meaning, unreleased, origin)

    def derived(
        self, key: str, names: Iterable[str], text: str, value: Any = None, meaning: Meaning = "neutral"
    ) -> Cell:
        """What follows from some fields of one item."""
        fields = tuple(names)
        unreleased = any(self.trail.unreleased(key, name) for name in fields)
        return Cell(self.marked(text, unreleased), plain(value), meaning, unreleased, self.trail.item(key, *fields))

    def day_cell(self, key: str, name: str, value: object, meaning: Meaning = "neutral") -> Cell:
        """A day of an item."""
        on = day_of(value)
        return self.cell(key, name, day(on), None if on is None else on.isoformat(), meaning)

    def named(self, key: str, kind: Kind) -> tuple[Cell, Cell, Cell]:
        """Number, title and Ressort of an item."""
        row, responsible = self.row(key, kind), RESPONSIBLE.get(kind)
        return (
            self.cell(key, "number", text_of(row["number"]) or NO_VALUE),
            self.cell(key, "title", text_of(row["title"]) or NO_VALUE),
            Cell(NO_VALUE) if responsible is None else self.body_cell(key, responsible, row["ministry_at"]),
        )

    def body_cell(self, key: str, name: str, body: object) -> Cell:
        """The Ressort that answers for an item; ``name`` is the field that says so."""
        return self.cell(key, name, self.body(body))

    def body(self, key: object) -> str:
        """The short name of a body at the Stichtag."""
        return NOT_REPORTED if text_of(key) in (None, "unknown") else str(ministry_name(self.view, str(key)))

    def status_cell(self, key: str, status: object) -> Cell:
        """The status an item counts under."""
        code = text_of(status) or "unknown"
        word = label(STATUSES, text_of(status))
        return self.derived(key, ("status", "achieved_on"), word, code, STATUS_MEANINGS[code])

    def light_cell(self, key: str, light: object, *names: str) -> Cell:
        """A light in word and symbol: reported (one field) or computed (from several)."""
        code = text_of(light)
        if code is None:
            return self.derived(key, names, NOT_REPORTED, None, "grey")
        return self.derived(key, names, f"{LIGHT_SYMBOLS[code]} {LIGHTS[code]}", code, LIGHT_MEANINGS[code])

    def statement_of(self, key: str, kind: Kind) -> Cell:
        """What the Ressort says of an item: its reason, else its remark."""
        row = self.row(key, kind)
        for name in ("reason", "remark"):
            if written := text_of(row.get(name)):
                return self.cell(key, name, written)
        return Cell("keine Stellungnahme gemeldet", meaning="unknown", origin=self.trail.item(key, "remark"))


COMPUTED_LIGHT = ("status", "achieved_on", "due_on", "forecast_on", "starts_on")
"""The fields that the computed light follows from."""
