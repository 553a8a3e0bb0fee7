"""One page per Ressort: its counts, where its items stand, what is red, what is due next."""

import pandas as pd

from masterplan.briefings.content import Block, Cell, Chart, Column, Figures, Paragraph, Section, Series, Table
from masterplan.briefings.values import day_of, text_of
from masterplan.briefings.writer import COMPUTED_LIGHT, STATUS_MEANINGS, Writer
from masterplan.domain.counting import UNKNOWN, YES
from masterplan.domain.overview import STATUS_ORDER
from masterplan.domain.plan import Kind, Light
from masterplan.domain.states import current_on, due_soon, is_open, overdue, status_at
from masterplan.domain.traffic_light import is_light
from masterplan.vocabulary import KINDS_PLURAL, NOT_REPORTED, STATUSES, counted, number

NAMES = (
    "milestones.total", "milestones.achieved", "milestones.overdue",
    "measures.total", "measures.completed", "measures.overdue",
)  # fmt: skip
RED, SOON = 6, 5
"""So many red and so many soon due items are printed on a page."""
_KINDS = (Kind.MILESTONE, Kind.MEASURE)


def sections(writer: Writer) -> list[Section]:
    """A page for each Ressort that has Wegmarken or measures, and one for all other bodies."""
    pages = [section(writer, key) for key in ministries(writer)]
    return pages + ([_others(writer)] if _other_bodies(writer) else [])


def ministries(writer: Writer) -> list[str]:
    """The Ressorts with Wegmarken or measures, in official order."""
    present = {key for kind in _KINDS for key in writer.view.table(kind)["ministry_at"].dropna()}
    bodies = writer.view.bodies
    return [str(key) for key in bodies.index[bodies["kind"].eq("ministry")] if key in present]


def section(writer: Writer, ministry: str) -> Section:
    """The page of one Ressort."""
    figures = tuple(writer.figure(name, ministry) for name in NAMES)
    blocks: list[Block] = [Figures(figures), _states(writer, ministry)]
    red, soon = _red(writer, ministry), _soon(writer, ministry)
    blocks.append(red if red else Paragraph(_none_red(writer, ministry)))
    if soon:
        blocks.append(soon)
    name = str(writer.view.bodies.at[ministry, "name"])
    values = [one.number or 0 for one in figures]
    message = (
        f"{number(values[1])} von {counted(int(values[0]), 'Wegmarke', 'Wegmarken')} erreicht, "
        f"{number(values[2])} überfällig; {number(values[4])} von {counted(int(values[3]), 'Maßnahme', 'Maßnahmen')} "
        f"abgeschlossen, {number(values[5])} überfällig."
    )
    return Section(f"ministry-{ministry}", name, message, "ministries", tuple(blocks), 2, ministry)


def _mine(writer: Writer, kind: Kind, ministry: str) -> pd.DataFrame:
    items = writer.view.table(kind)
    return items[items["ministry_at"].eq(ministry)]


def _states(writer: Writer, ministry: str) -> Chart:
    counts = [
        status_at(items, writer.view).fillna("unknown").value_counts()
        for items in (_mine(writer, kind, ministry) for kind in _KINDS)
    ]
    used = [code for code in STATUS_ORDER if any(code in one.index for one in counts)]
    series = tuple(
        Series(
            STATUSES.get(code, NOT_REPORTED), STATUS_MEANINGS[code],
            tuple(int(one.get(code, 0)) for one in counts), tuple(number(int(one.get(code, 0))) for one in counts),
        )
        for code in used
    )  # fmt: skip
    told = "; ".join(_told(kind, one, used) for kind, one in zip(_KINDS, counts, strict=True))
    names = tuple(KINDS_PLURAL[kind] for kind in _KINDS)
    title, alternative = "Status der Vorhaben", f"Gestapelte Balken. {told}."
    return Chart("stacked_bar", title, "count", names, series, f"{told}.", alternative)


def _told(kind: Kind, counts: pd.Series, used: list[str]) -> str:
    """„Wegmarken: 5 abgeschlossen, 2 verzögert“."""
    parts = [f"{number(int(counts[code]))} {STATUSES.get(code, NOT_REPORTED)}" for code in used if code in counts]
    return f"{KINDS_PLURAL[kind]}: {', '.join(parts) or 'keine'}"


def _red(writer: Writer, ministry: str) -> Table | None:
    rows, total = [], 0
    for kind in _KINDS:
        items = _mine(writer, kind, ministry)
        is_red = writer.lights(kind)["light"].eq(str(Light.RED))
        red = items[is_red.loc[items.index] & is_open(items, writer.view).eq(YES)]
        late = overdue(red, writer.view).eq(YES)
        total += len(red)
        for key in map(str, red.assign(late=late).sort_values(["late", "due_on"], ascending=[False, True]).index):
            rows.append((
                *writer.named(key, kind)[:2],
                writer.day_cell(key, "due_on", red.at[key, "due_on"], "late" if late[key] else "neutral"),
                writer.day_cell(key, "forecast_on", red.at[key, "forecast_on"]),
                writer.light_cell(key, red.at[key, "reported_light"], "reported_light"),
                writer.light_cell(key, str(Light.RED), *COMPUTED_LIGHT),
                writer.statement_of(key, kind),
            ))  # fmt: skip
    if not rows:
        return None
    columns = (
        Column("Nr.", width=0.99), Column("Vorhaben", width=3), Column("Plantermin", "date", 1.15),
        Column("Prognose", "date", 1.15), Column("gemeldet", "light", 1.15), Column("errechnet", "light", 1.15),
        Column("Das Ressort sagt dazu", width=2.6),
    )  # fmt: skip
    told = Table("Rot nach der errechneten Ampel", columns, tuple(rows[:RED]))
    return told.first_of(total, "alle stehen im Anhang des Kabinettsberichts")


def _none_red(writer: Writer, ministry: str) -> str:
    lights = (writer.lights(kind).loc[_mine(writer, kind, ministry).index] for kind in _KINDS)
    unknown = sum(int(is_light(one, Light.RED).eq(UNKNOWN).sum()) for one in lights)
    told = "Kein Vorhaben dieses Ressorts ist nach der errechneten Ampel rot."
    return f"{told} Bei {number(unknown)} Vorhaben ist sie nicht errechenbar." if unknown else told


def _soon(writer: Writer, ministry: str) -> Table | None:
    rows = []
    for kind in _KINDS:
        items = _mine(writer, kind, ministry)
        near = items[due_soon(items, writer.view).eq(YES)]
        statuses = status_at(near, writer.view)
        dates = current_on(near)
        for key in map(str, near.index):
            name = "due_on" if day_of(near.at[key, "forecast_on"]) is None else "forecast_on"
            cells = (writer.day_cell(key, name, dates[key]), writer.status_cell(key, statuses[key]))
            rows.append((dates[key], (*writer.named(key, kind)[:2], *cells)))
    if not rows:
        return None
    columns = (
        Column("Nr.", width=0.99), Column("Vorhaben", width=4), Column("Termin", "date", 1.15),
        Column("Status", "status", 1.4),
    )  # fmt: skip
    ordered = tuple(cells for _, cells in sorted(rows, key=lambda row: row[0]))
    soon = Table("In den nächsten 90 Tagen fällig", columns, ordered[:SOON])
    return soon.first_of(len(ordered), "alle in der Arbeitsmappe")


def _other_bodies(writer: Writer) -> list[str]:
    """Municipal and other bodies with measures, in official order."""
    bodies = writer.view.bodies
    present = set(writer.view.measures["ministry_at"].dropna())
    return [str(key) for key in bodies.index[bodies["kind"].ne("ministry")] if key in present]


def _others(writer: Writer) -> Section:
    names = NAMES[3:]
    rows, sums = [], [0, 0, 0]
    for key in _other_bodies(writer):
        values = [writer.figure(name, key) for name in names]
        sums = [total + int(value.number or 0) for total, value in zip(sums, values, strict=True)]
        cells = (Cell(one.text, one.number, one.meaning, one.unreleased, one.origin) for one in values)
        rows.append((Cell(text_of(writer.view.bodies.at[key, "name"]) or key), *cells))
    columns = (
        Column("Stelle", width=4), Column("Maßnahmen", "number", 1.2), Column("abgeschlossen", "number", 1.3),
        Column("überfällig", "number", 1.2),
    )  # fmt: skip
    message = (
        f"{counted(len(rows), 'Stelle führt', 'Stellen führen')} {counted(sums[0], 'Maßnahme', 'Maßnahmen')}, davon "
        f"{number(sums[1])} abgeschlossen und {number(sums[2])} überfällig."
    )
    table = Table("Maßnahmen der Kommunen und weiterer Stellen", columns, tuple(rows))
    return Section("ministry-others", "Kommunen und weitere Stellen", message, "ministries", (table,), 2)
