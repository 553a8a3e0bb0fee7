"""What is late and why: overdue Wegmarken and measures, how far dates moved, and the reasons the Ressorts gave."""

from collections.abc import Sequence

import pandas as pd

from masterplan.briefings.content import (
    Block,
    Cell,
    Chart,
    Column,
    Figures,
    Meaning,
    Note,
    Paragraph,
    Section,
    Series,
    Span,
    Table,
    Value,
)
from masterplan.briefings.values import day_of, shortened, text_of
from masterplan.briefings.writer import Writer
from masterplan.domain.collation import german
from masterplan.domain.counting import UNKNOWN, YES
from masterplan.domain.courses import Courses
from masterplan.domain.plan import Kind
from masterplan.domain.slip import Replanning, deadlines, replanning_log
from masterplan.domain.states import overdue
from masterplan.domain.view import RESPONSIBLE
from masterplan.vocabulary import FIELDS, counted, day, number

DRAWN, LISTED = 12, 15
"""So many bars are drawn, and so many rows printed in the body; the annex lists all."""
_DATES = ("baseline_on", "due_on", "forecast_on", "achieved_on", "status")


def late_items(writer: Writer) -> pd.DataFrame:
    """Overdue Wegmarken and measures, the longest first: the columns of `deadlines`, ``kind``, ``days_overdue``."""
    found = []
    for kind in (Kind.MILESTONE, Kind.MEASURE):
        items = writer.view.table(kind)
        late = items[overdue(items, writer.view).eq(YES)]
        days = (writer.view.stichtag_day - late["due_on"]).dt.days.astype("int64")
        found.append(deadlines(late, writer.view).assign(kind=str(kind), days_overdue=days))
    ranked = ["days_overdue", "title"]
    return pd.concat(found).sort_values(ranked, ascending=[False, True], kind="stable", key=german)


def section(writer: Writer) -> Section:
    """Figures, the longest overdue as bars, a table with the reasons, and what was planned anew since."""
    late = late_items(writer)
    figures = Figures(
        tuple(
            writer.figure(name)
            for name in ("milestones.overdue", "measures.overdue", "milestones.slipped", "milestones.mean_slip_days")
        )
    )
    blocks: list[Block] = [figures]
    if len(late):
        first = table(writer, late.head(LISTED))
        blocks += [_bars(writer, late.head(DRAWN)), first.first_of(len(late))]
    blocks += _replanned(writer)
    return Section("late", "Was sich verspätet und warum", _message(writer, late), "body", tuple(blocks))


def _message(writer: Writer, late: pd.DataFrame) -> str:
    if not len(late):
        none = "keine Wegmarke und keine Maßnahme überfällig"
        tables = (writer.view.milestones, writer.view.measures)
        unknown = sum(int(overdue(items, writer.view).eq(UNKNOWN).sum()) for items in tables)
        if not unknown:
            return f"Am Stichtag ist {none}."
        return f"Soweit bekannt ist am Stichtag {none}; bei {number(unknown)} Vorhaben fehlen Angaben."
    milestones, measures = (int(late["kind"].eq(str(kind)).sum()) for kind in (Kind.MILESTONE, Kind.MEASURE))
    first = late.iloc[0]
    return (
        f"Überfällig sind {counted(milestones, 'Wegmarke', 'Wegmarken')} und "
        f"{counted(measures, 'Maßnahme', 'Maßnahmen')}, am längsten „{first['title']}“ "
        f"({writer.body(first['ministry_at'])}, {counted(int(first['days_overdue']), 'Tag', 'Tage')})."
    )


def table(writer: Writer, late: pd.DataFrame) -> Table:
    """The overdue items, the longest first, with their three dates and what the Ressort says."""
    columns = (
        Column("Nr.", width=0.99), Column("Vorhaben", width=2.7), Column("Ressort", width=1.1),
        Column("ursprünglich", "date", 1.3), Column("Plantermin", "date", 1.2), Column("Prognose", "date", 1.2),
        Column("überfällig", "days", 1.1), Column("Begründung des Ressorts", width=2.2),
    )  # fmt: skip
    rows = tuple(_row(writer, str(key), row) for key, row in late.iterrows())
    return Table("Überfällige Vorhaben, die längsten zuerst", columns, rows)


def _row(writer: Writer, key: str, row: pd.Series) -> tuple[Cell, ...]:
    kind = Kind(row["kind"])
    days = int(row["days_overdue"])
    return (
        *writer.named(key, kind),
        writer.day_cell(key, "baseline_on", row["baseline_on"]),
        writer.day_cell(key, "due_on", row["due_on"]),
        writer.day_cell(key, "forecast_on", row["forecast_on"]),
        writer.derived(key, ("due_on", "status", "achieved_on"), f"{number(days)}\u00a0Tage", days, "late"),
        writer.statement_of(key, kind),
    )


def _bars(writer: Writer, late: pd.DataFrame) -> Chart:
    planned, expected, names, origins = [], [], [], []
    for key, row in late.iterrows():
        baseline, due, forecast = (day_of(row[name]) for name in ("baseline_on", "due_on", "forecast_on"))
        end = forecast if forecast and due and forecast > due else writer.view.stichtag
        planned.append(Span(baseline.isoformat(), due.isoformat()) if baseline and due and baseline <= due else None)
        expected.append(Span(due.isoformat(), end.isoformat()) if due else None)
        names.append(f"{text_of(row['number']) or ''} {shortened(str(row['title']))}".strip())
        origins.append(writer.trail.item(str(key), *_DATES))
    told = "; ".join(
        f"{name}: Plan {day(day_of(row['due_on']))}, Prognose {day(day_of(row['forecast_on']))}"
        for name, (_, row) in zip(names, late.iterrows(), strict=True)
    )
    sentence = (
        "Der erste Balken reicht vom ursprünglichen zum geltenden Plantermin, der zweite weiter bis zur Prognose, "
        f"ohne Prognose bis zum Stichtag {day(writer.view.stichtag)}."
    )
    series = (
        Series("ursprünglicher bis geltender Plantermin", "planned", spans=tuple(planned), origins=tuple(origins)),
        Series("Plantermin bis Prognose", "late", spans=tuple(expected), origins=tuple(origins)),
    )
    return Chart(
        "gantt", "Am längsten überfällig", "date", tuple(names), series, sentence, f"Zeitbalken. {told}.",
        today=writer.view.stichtag.isoformat(),
    )  # fmt: skip


def _replanned(writer: Writer) -> list[Block]:
    """Dates that gave way to later ones since the earlier cabinet."""
    table = replanned(writer, writer.material.courses)
    if table is None:
        since = "Seit dem letzten Bericht" if writer.material.between else "Bisher"
        return [Paragraph(f"{since} wurde kein Termin auf einen späteren Tag verschoben.")]
    return [table, Note(_REPLANNING)]


def replanned(writer: Writer, courses: Courses) -> Table | None:
    """The dates of some items that gave way to later ones; None where none did."""
    log = _moved_later(writer, courses)
    if not log:
        return None
    longest = sorted(log, key=lambda entry: (-(entry.days or 0), entry.key))
    known = set(log if writer.of_released is None else _moved_later(writer, writer.of_released.material.courses))
    rows = tuple(_replanned_row(writer, entry, entry not in known) for entry in longest[:LISTED])
    columns = (
        Column("Vorhaben", width=3.2), Column("Ressort", width=1.1), Column("was", width=1.1),
        Column("von", "date", 1.15), Column("auf", "date", 1.15), Column("später um", "days", 1),
        Column("Grund", width=2.6),
    )  # fmt: skip
    without = sum(1 for entry in log if entry.reason is None)
    note = f"{counted(len(log), 'Verschiebung', 'Verschiebungen')}, davon {number(without)} ohne Begründung."
    return Table("Verschobene Termine, die größten zuerst", columns, rows, note).first_of(len(log), None)


_REPLANNING = (
    "Verschoben: Ein gemeldeter Plantermin oder eine gemeldete Prognose wurde durch einen späteren Tag ersetzt; eine "
    "erste Prognose nach dem Plantermin zählt hier nicht. "
    "Als Grund gilt, was dieselbe Meldung als Begründung, sonst als Bemerkung nennt."
)


def _moved_later(writer: Writer, courses: Courses) -> list[Replanning]:
    """Dates of listed Wegmarken and measures that gave way to later ones since the earlier cabinet."""
    since = writer.material.between.first.stichtag if writer.material.between else None
    listed = {*writer.view.milestones.index, *writer.view.measures.index}
    return [
        entry
        for entry in replanning_log(courses)
        if entry.key in listed and (since is None or entry.stated_on > since) and (entry.days or 0) > 0
    ]


def _replanned_row(writer: Writer, entry: Replanning, unreleased: bool) -> tuple[Cell, ...]:
    kind = Kind.MILESTONE if entry.key in writer.view.milestones.index else Kind.MEASURE
    moved = writer.trail.stated(entry.key, entry.field, entry.statement, entry.after)
    told: list[tuple[str, Value, Meaning]] = [
        (FIELDS[entry.field], None, "neutral"),
        (day(entry.before), entry.before.isoformat(), "neutral"),
        (day(entry.after), entry.after.isoformat() if entry.after else None, "neutral"),
        (f"{number(entry.days)}\u00a0Tage", entry.days, "late"),
        (entry.reason or "kein Grund gemeldet", None, "neutral" if entry.reason else "unknown"),
    ]
    return (
        writer.cell(entry.key, "title", writer.trail.label(entry.key)),
        writer.body_cell(entry.key, RESPONSIBLE[kind], writer.view.table(kind).at[entry.key, "ministry_at"]),
        *(Cell(writer.marked(text, unreleased), value, meaning, unreleased, moved) for text, value, meaning in told),
    )


def annex(writer: Writer) -> Sequence[Section]:
    """All overdue items, where the body shows only the first."""
    late = late_items(writer)
    if len(late) <= LISTED:
        return ()
    return (
        Section(
            "annex-late", "Überfällige Vorhaben vollständig", f"{number(len(late))} Vorhaben sind überfällig.", "annex",
            (table(writer, late),),
        ),
    )  # fmt: skip
