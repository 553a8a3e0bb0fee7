"""One-page sheets: a measure with all that is reported and computed of it, a Ressort with its page of the briefing."""

from dataclasses import replace

import pandas as pd

from masterplan.briefings.build import bound, facts
from masterplan.briefings.content import (
    Block,
    Briefing,
    Bullet,
    Bullets,
    Cell,
    Column,
    Meaning,
    Note,
    Paragraph,
    Section,
    Table,
)
from masterplan.briefings.sections import ministry
from masterplan.briefings.sections.late import replanned
from masterplan.briefings.sections.risk import TONES, in_order
from masterplan.briefings.values import day_of, plain, text_of
from masterplan.briefings.writer import COMPUTED_LIGHT, Writer
from masterplan.domain.cabinet.briefing_material import Material
from masterplan.domain.lists.money import money
from masterplan.domain.plan import BASELINE_ON
from masterplan.domain.slip import slip_where_due
from masterplan.domain.states import status_at
from masterplan.domain.traffic_light import computed_lights
from masterplan.vocabulary import FIELDS, LIGHT_SYMBOLS, LIGHTS, NO_VALUE, counted, day, euro, shown

_BEFORE = ("participants", "level")
_AFTER = ("goals", "milestones", "services", "components", "depends_on", "evidence", "reason", "remark")
_DATES = ("starts_on", BASELINE_ON, "due_on", "forecast_on", "achieved_on")
_WORDED = {"starts_on": "starts_text", "due_on": "due_text"}
TONE_MEANINGS: dict[str, Meaning] = {"zu günstig": "red", "zu ungünstig": "yellow", "widersprüchlich": "yellow"}


class NoSheet(LookupError):
    """There is nothing of this key in the plan at the Stichtag; the German sentence says so."""


def sheet(material: Material, key: str) -> Briefing:
    """The sheet of a measure („measure/17“) or of a Ressort („SMI“). Raises `NoSheet`."""
    writer = Writer(material)
    if key in writer.view.measures.index:
        return _measure(writer, key)
    if key in ministry.ministries(writer):
        about = facts(writer, "Blatt des Ressorts", "ministry")
        page = ministry.section(writer, key)
        told = replace(page, title="Stand der Umsetzung", level=1, part="body")
        return bound(writer, replace(about, title=page.title), (told,))
    raise NoSheet(
        f"Am {day(writer.view.stichtag)} gibt es weder eine Maßnahme noch ein Ressort mit Vorhaben unter „{key}“. "
        "Schlüssel sehen aus wie measure/17 oder SMI."
    )


def _measure(writer: Writer, key: str) -> Briefing:
    item = writer.view.measures.loc[[key]]
    row = item.iloc[0]
    light = computed_lights(item, writer.view).iloc[0]
    title = " ".join(word for word in (text_of(row["number"]), text_of(row["title"])) if word)
    blocks: list[Block] = []
    if text_of(row["description"]):
        blocks.append(Paragraph(writer.cell(key, "description", str(row["description"])).text))
    blocks.append(_table(writer, key, row, light))
    if told := _findings(writer, key):
        blocks.append(told)
    if moved := replanned(writer, {key: writer.material.courses.get(key, ())}):
        blocks.append(moved)
    blocks.append(Note("Jede Angabe nennt Datei und Zelle, aus der sie stammt. Gemeldetes wird nie überschrieben."))
    colour = text_of(light["light"])
    computed = f"{LIGHT_SYMBOLS[colour]} {LIGHTS[colour]}" if colour else "keine Ampel"
    status = _status(writer, key).text
    message = f"Status: {status}; Plantermin {day(day_of(row['due_on']))}; errechnete Ampel {computed}."
    about = replace(facts(writer, "Steckbrief der Maßnahme", "measure"), title=title)
    return bound(writer, about, (Section("measure", "Steckbrief", message, "body", tuple(blocks)),))


def _table(writer: Writer, key: str, row: pd.Series, light: pd.Series) -> Table:
    rows = [
        _told(writer, key, "lead", writer.body_cell(key, "lead", row["ministry_at"])),
        *_fields(writer, key, _BEFORE),
        _told(writer, key, "status", _status(writer, key)),
        *_fields(writer, key, ("progress",)),
        _told(writer, key, "reported_light", writer.light_cell(key, row["reported_light"], "reported_light")),
        (
            Cell("errechnete Ampel"), writer.light_cell(key, light["light"], *COMPUTED_LIGHT),
            Cell(f"Regel {light['rule']}: {light['reason']}"),
        ),
        *_dates(writer, key),
        *_money(writer, key),
        *_fields(writer, key, _AFTER),
    ]  # fmt: skip
    columns = (Column("Angabe", width=1.4), Column("Inhalt", width=3.6), Column("Herkunft", width=2.4))
    return Table("Gemeldet und errechnet", columns, tuple(rows))


def _status(writer: Writer, key: str) -> Cell:
    return writer.status_cell(key, status_at(writer.view.measures.loc[[key]], writer.view).iloc[0])


def _told(writer: Writer, key: str, name: str, cell: Cell) -> tuple[Cell, ...]:
    return Cell(FIELDS[name]), cell, Cell(writer.trail.place(key, name))


def _fields(writer: Writer, key: str, names: tuple[str, ...]) -> list[tuple[Cell, ...]]:
    """The fields that something is reported of."""
    found: list[tuple[Cell, ...]] = []
    for name in names:
        value = writer.view.measures.at[key, name]
        text = shown(name, value if isinstance(value, list | tuple) else plain(value))
        if text != NO_VALUE:
            found.append(_told(writer, key, name, writer.cell(key, name, text)))
    return found


def _dates(writer: Writer, key: str) -> list[tuple[Cell, ...]]:
    row = writer.view.measures.loc[key]
    found: list[tuple[Cell, ...]] = []
    for name in _DATES:
        on, words = day_of(row[name]), text_of(row[_WORDED[name]]) if name in _WORDED else None
        if on is None and words is None:
            continue
        text = day(on) if words is None or words == day(on) else f"{day(on)} („{words}“)"
        cell = writer.cell(key, name, text, None if on is None else on.isoformat())
        found.append((Cell(FIELDS[name]), cell, Cell(writer.trail.place(key, name))))
    slip = slip_where_due(writer.view.measures.loc[[key]], writer.view).iloc[0]
    if slip == slip and slip > 0:
        late = writer.derived(key, _DATES[1:], counted(int(slip), "Tag", "Tage"), int(slip), "late")
        found.append((Cell("Verzug"), late, Cell("vom ursprünglichen Termin an")))
    return found


def _money(writer: Writer, key: str) -> list[tuple[Cell, ...]]:
    known = money(writer.view, {key: writer.material.courses.get(key, ())}).get(key)
    found: list[tuple[Cell, ...]] = []
    for amount in known.amounts if known else ():
        text = f"geplant {euro(amount.planned)}, verausgabt {euro(amount.spent)}"
        origin = writer.trail.item(key, "budget_planned", "budget_spent", "budget_source")
        about = f"{amount.source or 'ohne Quelle'}, Stand {day(amount.stated_on)}"
        found.append((Cell("Mittel"), Cell(text, amount.planned, origin=origin), Cell(about)))
    return found


def _findings(writer: Writer, key: str) -> Bullets | None:
    found = in_order([one for one in writer.findings if one.keys[0] == key])
    if not found:
        return None
    bullets = (
        Bullet(one.reason, f"Prüfung {one.number}, {TONES[one.tone]}", TONE_MEANINGS[TONES[one.tone]])
        for one in found
    )
    return Bullets(tuple(bullets), "Befunde der Plausibilitätsprüfung")
