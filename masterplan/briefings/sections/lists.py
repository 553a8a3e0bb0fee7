"""The long lists that only the workbook holds: every measure and every Wegmarke with what is reported and computed."""

import pandas as pd

from masterplan.briefings.content import Cell, Column, ColumnKind, Section, Table
from masterplan.briefings.values import text_of
from masterplan.briefings.writer import COMPUTED_LIGHT, Writer
from masterplan.domain.lists.measure_list import natural_order
from masterplan.domain.plan import Kind
from masterplan.domain.slip import slip_where_due
from masterplan.domain.states import status_at
from masterplan.vocabulary import FIELDS, KINDS, KINDS_PLURAL, LEVELS, NO_VALUE, counted, euro, label, number, percent

_KINDS: dict[str, ColumnKind] = {
    "starts_on": "date", "baseline_on": "date", "due_on": "date", "forecast_on": "date", "achieved_on": "date",
    "progress": "share", "budget_planned": "euro", "budget_spent": "euro", "reported_light": "light",
}  # fmt: skip
_FIELDS = {
    Kind.MILESTONE: ("baseline_on", "due_on", "due_text", "forecast_on", "achieved_on", "progress", "reported_light"),
    Kind.MEASURE: (
        "level", "starts_on", "baseline_on", "due_on", "due_text", "forecast_on", "achieved_on", "progress",
        "budget_planned", "budget_spent", "budget_source", "reported_light",
    ),
}  # fmt: skip


def sections(writer: Writer) -> tuple[Section, ...]:
    """A list of each kind that the plan has."""
    return tuple(_list(writer, kind) for kind in _FIELDS if len(writer.view.table(kind)))


def _list(writer: Writer, kind: Kind) -> Section:
    view = writer.view
    order = {str(key): place for place, key in enumerate(view.bodies.index)}
    items = view.table(kind)
    lights, statuses, slips = writer.lights(kind)["light"], status_at(items, view), slip_where_due(items, view)
    facts = zip(map(str, items.index), items["ministry_at"], items["number"], strict=True)
    by_plan = sorted((order.get(body, len(order)), natural_order(name), key) for key, body, name in facts)
    rows = []
    for key in (place[2] for place in by_plan):
        days = slips[key]
        late, row = NO_VALUE if pd.isna(days) else number(days), writer.row(key, kind)
        rows.append((
            *writer.named(key, kind),
            writer.status_cell(key, statuses[key]),
            *(_cell(writer, key, name, row[name]) for name in _FIELDS[kind]),
            writer.light_cell(key, lights[key], *COMPUTED_LIGHT),
            writer.derived(key, ("baseline_on", "due_on", "forecast_on", "achieved_on"), late, days),
            writer.statement_of(key, kind),
        ))  # fmt: skip
    columns = (
        Column(FIELDS["number"]), Column(KINDS[kind], width=4), Column("Ressort"), Column(FIELDS["status"], "status"),
        *(Column(FIELDS[name], _KINDS.get(name, "text")) for name in _FIELDS[kind]),
        Column("errechnete Ampel", "light"), Column("Verzug in Tagen", "days"), Column("Stellungnahme", width=3),
    )  # fmt: skip
    message = f"{counted(len(rows), KINDS[kind], KINDS_PLURAL[kind])} mit gemeldeten und errechneten Angaben."
    table = Table(KINDS_PLURAL[kind], columns, tuple(rows))
    return Section(f"data-{kind}", KINDS_PLURAL[kind], message, "annex", (table,))


def _cell(writer: Writer, key: str, name: str, value: object) -> Cell:
    match _KINDS.get(name):
        case "date":
            return writer.day_cell(key, name, value)
        case "light":
            return writer.light_cell(key, value, name)
        case "share" | "euro":
            exact = None if pd.isna(value) else float(str(value))  # type: ignore[call-overload]
            return writer.cell(key, name, percent(exact) if name == "progress" else euro(exact), exact)
    written = text_of(value)
    return writer.cell(key, name, label(LEVELS, written) if name == "level" else written or NO_VALUE)
