"""Money: what measures were to cost and have cost, by Ressort, and where sources name different amounts."""

from collections.abc import Sequence

import pandas as pd

from masterplan.briefings.content import Block, Cell, Column, Figures, FigureValue, Note, Section, Table
from masterplan.briefings.values import value_text
from masterplan.briefings.writer import Writer
from masterplan.domain.lists.money import DEFINITION, MeasureMoney, Sum, by_household, by_ministry, total
from masterplan.domain.lists.money_list import contested
from masterplan.vocabulary import NO_VALUE, counted, day, euro, number

_FIELDS = ("budget_planned", "budget_spent", "budget_source")


def section(writer: Writer) -> Section:
    """Sums with what they rest on; contested amounts stand side by side and are in no sum."""
    measures = writer.money
    known = measures if writer.of_released is None else writer.of_released.money
    whole = total(measures)
    if whole.planned is None and whole.spent is None and not whole.contested:
        said = "Zu keiner Maßnahme ist ein Betrag gemeldet."
        return Section("money", "Mittel", said, "body", (Note(DEFINITION),))
    unreleased = whole != total(known)
    blocks: list[Block] = [Figures(_figures(writer, whole, measures, unreleased)), _by_ministry(writer, measures)]
    households = by_household(measures)
    if households:
        note = (
            "Nur Beträge, deren Quelle einen Doppelhaushalt nennt; was sonst strittig ist, steht hier mit dem Betrag "
            "dieser Quelle. Deshalb ergeben die Zeilen nicht die Summe oben."
        )
        blocks.append(_sums(writer, "Nach Doppelhaushalt", "Doppelhaushalt", households, measures, note))
    if whole.contested:
        blocks.append(_contested(writer, measures))
    blocks.append(Note(DEFINITION))
    return Section("money", "Mittel", _message(whole), "body", tuple(blocks))


def _message(whole: Sum) -> str:
    said = (
        f"Geplant sind {value_text(whole.planned, 'euro')}, verausgabt {value_text(whole.spent, 'euro')}; Beträge "
        f"nennen {number(whole.planned_known)} von {counted(whole.measures, 'Maßnahme', 'Maßnahmen')}"
    )
    differing = f", bei {number(len(whole.contested))} widersprechen sich die Quellen" if whole.contested else ""
    return f"{said}{differing}."


def _figures(
    writer: Writer, whole: Sum, measures: dict[str, MeasureMoney], unreleased: bool
) -> tuple[FigureValue, ...]:
    keys = [key for key, one in measures.items() if one.amounts]
    found = []
    for name, title, value, known in (
        ("money.planned", "Geplante Mittel", whole.planned, whole.planned_known),
        ("money.spent", "Verausgabte Mittel", whole.spent, whole.spent_known),
    ):
        is_planned = name == "money.planned"
        lower, upper = (whole.lower, whole.upper) if is_planned else (None, None)
        span = f"mit strittigen {value_text(lower, 'euro')} bis {value_text(upper, 'euro')}"
        found.append(
            FigureValue(
                id=name, title=title, text=writer.marked(value_text(value, "euro"), unreleased), number=value,
                unit="euro", definition=DEFINITION,
                origin=writer.trail.items(name, title, keys, *_FIELDS),
                detail=f"aus {number(known)} von {counted(whole.measures, 'Maßnahme', 'Maßnahmen')}",
                lower=lower, upper=upper,
                bounds=None if lower == upper else span,
                coverage=known / whole.measures if whole.measures else None, unreleased=unreleased,
            )
        )  # fmt: skip
    return tuple(found)


def _by_ministry(writer: Writer, measures: dict[str, MeasureMoney]) -> Table:
    rows = [one for one in by_ministry(writer.view, measures) if one.planned_known or one.spent_known or one.contested]
    return _sums(writer, "Nach federführender Stelle", "Stelle", rows, measures)


def _sums(
    writer: Writer,
    title: str,
    first: str,
    sums: Sequence[Sum],
    measures: dict[str, MeasureMoney],
    note: str | None = None,
) -> Table:
    columns = (
        Column(first, width=2), Column("geplant", "euro", 1.4), Column("verausgabt", "euro", 1.4),
        Column("Maßnahmen mit Betrag", "number", 1.2), Column("strittig", "number", 0.8),
    )  # fmt: skip
    rows = []
    leads = writer.view.measures["ministry_at"]
    for one in sums:
        led = [key for key in measures if first != "Stelle" or leads[key] == one.group]
        keys = [key for key in led if measures[key].amounts]
        origin = writer.trail.items(f"money/{first}/{one.group}", f"Mittel {one.group}", keys, *_FIELDS)
        name = writer.body(one.group) if first == "Stelle" else str(one.group)
        rows.append((
            Cell(name), Cell(value_text(one.planned, "euro"), one.planned, origin=origin),
            Cell(value_text(one.spent, "euro"), one.spent, origin=origin),
            Cell(f"{number(one.planned_known)} von {number(one.measures)}", one.planned_known, origin=origin),
            Cell(number(len(one.contested)) if one.contested else NO_VALUE, len(one.contested), origin=origin),
        ))  # fmt: skip
    return Table(title, columns, tuple(rows), note)


def _contested(writer: Writer, measures: dict[str, MeasureMoney]) -> Table:
    columns = (
        Column("Nr.", width=0.99), Column("Maßnahme", width=3), Column("Quelle", width=2),
        Column("geplant", "euro", 1.4), Column("verausgabt", "euro", 1.4), Column("Stand", "date", 1.1),
    )  # fmt: skip
    rows = []
    for row in contested(writer.view, measures).to_dict("records"):
        key = str(row["key"])
        origin = writer.trail.item(key, *_FIELDS)
        planned, spent = (None if pd.isna(row[name]) else float(row[name]) for name in ("planned", "spent"))
        rows.append((
            writer.cell(key, "number", str(row["number"] or NO_VALUE)), writer.cell(key, "title", str(row["title"])),
            Cell(str(row["source"] or "ohne Quelle"), origin=origin), Cell(euro(planned), planned, origin=origin),
            Cell(euro(spent), spent, origin=origin),
            Cell(day(row["stated_on"]), row["stated_on"].isoformat(), origin=origin),
        ))  # fmt: skip
    return Table("Strittige Beträge", columns, tuple(rows))
