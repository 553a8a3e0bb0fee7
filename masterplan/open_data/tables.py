"""The tables that are published: one per kind of item, the key figures, the references and the bodies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from masterplan.domain.plan import Kind
from masterplan.domain.progress import figures
from masterplan.domain.traffic_light import computed_lights
from masterplan.domain.view import PlanView
from masterplan.open_data import fields
from masterplan.open_data.fields import Described
from masterplan.vocabulary import DIMENSIONS, KINDS_PLURAL

RELEASED = "released"
NAMES: Mapping[Kind, str] = {
    Kind.GUIDELINE: "guidelines", Kind.GOAL: "goals", Kind.MILESTONE: "milestones", Kind.MEASURE: "measures",
    Kind.SERVICE: "services", Kind.LEIKA_SERVICE: "leika_services", Kind.COVERAGE: "coverage",
    Kind.INDICATOR_VALUE: "indicator_values",
}  # fmt: skip


class NotReleased(ValueError):
    """A plan with values that are not released was about to be published."""


@dataclass(frozen=True)
class Published:
    """One table: its name (also that of its files), German title, columns, and rows of plain values."""

    name: str
    title: str
    columns: Sequence[Described]
    rows: Sequence[Sequence[object]] = field(repr=False)

    def records(self) -> Iterator[dict[str, object]]:
        """Each row by column."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)


def published(view: PlanView) -> list[Published]:
    """All tables, in a fixed order, with rows in the order of the plan. Raises `NotReleased`."""
    if view.audience != RELEASED:
        raise NotReleased(f"Published is what was released, not „{view.audience}“.")
    bodies = view.bodies.rename_axis("key").reset_index()
    return [
        *(_items(view, kind, name) for kind, name in NAMES.items()),
        _frame("links", "Verweise zwischen den Einträgen", fields.LINK_FIELDS, _told_links(view)),
        _frame("bodies", "Ressorts und andere Stellen", fields.BODY_FIELDS, bodies),
        _figures(view),
    ]


def _items(view: PlanView, kind: Kind, name: str) -> Published:
    items = view.table(kind)
    columns = fields.of_kind(kind)
    if fields.LIGHT[0] in columns:
        lights = computed_lights(items, view)
        items = items.assign(computed_light=lights["light"], light_reason=lights["reason"])
    return _frame(name, KINDS_PLURAL[kind], columns, items.rename_axis("key").reset_index())


def _told_links(view: PlanView) -> pd.DataFrame:
    """References of published fields; without those to items that are not listed at the Stichtag."""
    listed = {str(key) for kind in Kind for key in view.table(kind).index}
    links = view.links[~view.links["field"].isin(fields.WITHHELD)]
    return links.assign(to_key=links["to_key"].where(links["to_key"].isin(listed)))


def _frame(name: str, title: str, columns: Sequence[Described], frame: pd.DataFrame) -> Published:
    cells = [[_plain(column.type, value) for value in frame[column.name]] for column in columns]
    return Published(name, title, columns, [list(row) for row in zip(*cells, strict=True)])


def _figures(view: PlanView) -> Published:
    found: list[list[object]] = []
    for by in (None, *DIMENSIONS):
        for figure in figures(view, None, by):
            told = {**figure.as_json(), "by": by}
            found.append([_plain(column.type, told[column.name]) for column in fields.FIGURE_FIELDS])
    return Published("figures", "Kennzahlen", fields.FIGURE_FIELDS, found)


def _plain(kind: str, value: object) -> object:
    """A value as JSON has it; a missing one is None, a day is ISO text."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    if kind == "date":
        return pd.Timestamp(str(value)).date().isoformat()
    if kind == "boolean":
        return bool(value)
    if kind == "number" or isinstance(value, int | float):
        exact = float(str(value))
        return int(exact) if exact.is_integer() else exact
    return str(value)

