"""State of the goals: each by its own indicator, against the way it should have gone by now."""

from masterplan.briefings.content import (
    Block,
    Bullet,
    Bullets,
    Cell,
    Chart,
    Column,
    Figures,
    Meaning,
    Note,
    Section,
    Series,
    Table,
)  # fmt: skip
from masterplan.briefings.values import shortened
from masterplan.briefings.writer import Writer
from masterplan.domain.goals.indicators import GOALS_DEFINITION
from masterplan.domain.goals.overview import RATINGS, GoalOverview, goals_overview
from masterplan.domain.goals.progress_tree import NO_GOAL
from masterplan.vocabulary import NO_VALUE, counted, day, listed, number, percent

RATING_MEANINGS: dict[str, Meaning] = {
    "reached": "done", "on_track": "green", "at_risk": "yellow", "behind": "red", "missed": "red",
}  # fmt: skip
RATING_SYMBOLS = {"reached": "✓", "on_track": "●", "at_risk": "▲", "behind": "■", "missed": "✕"}
_WAY = ("start_value", "target_value", "actual_value", "actual_on", "due_on", "status", "achieved_on")


def section(writer: Writer) -> Section:
    """A table of the goals, a chart of the ways done, and what is not on its way by name."""
    goals = [one for one in goals_overview(writer.view, writer.view) if one.key != NO_GOAL]
    if not goals:
        return Section("goals", "Stand der Ziele", "Zum Stichtag sind keine Ziele gemeldet.", "body", ())
    blocks: list[Block] = [
        Figures((writer.figure("goals.total"), writer.figure("goals.reached"))),
        _table(writer, goals),
        *_chart(writer, goals),
        *_behind(writer, goals),
        Note(GOALS_DEFINITION),
    ]
    return Section("goals", "Stand der Ziele", message(goals), "body", tuple(blocks))


def message(goals: list[GoalOverview]) -> str:
    """„Von 7 Zielen sind 2 erreicht, 1 ist verfehlt, 2 liegen zurück.“"""
    ratings = [one.indicator.rating if one.indicator else None for one in goals]
    words = {
        "reached": "erreicht", "missed": "verfehlt", "behind": "zurück", "at_risk": "gefährdet", "on_track": "im Plan",
        None: "ohne Bewertung",
    }  # fmt: skip
    parts = [f"{ratings.count(code)} {word}" for code, word in words.items() if code in ratings]
    return f"Von {counted(len(goals), 'Ziel', 'Zielen')}: {listed(parts)}."


def _table(writer: Writer, goals: list[GoalOverview]) -> Table:
    columns = (
        Column("Nr.", width=0.6), Column("Ziel", width=3.6), Column("Termin", "date", 1.2),
        Column("Istwert", "number", 1.1), Column("Zielwert", "number", 1.1), Column("Weg", "share", 0.9),
        Column("Soll", "share", 0.9), Column("Bewertung", "status", 1.4),
    )  # fmt: skip
    note = "Weg: zurückgelegter Anteil vom Ausgangswert zum Zielwert. Soll: Anteil der Zeit, der vergangen ist."
    return Table("Ziele des Masterplans", columns, tuple(_row(writer, one) for one in goals), note)


def _row(writer: Writer, one: GoalOverview) -> tuple[Cell, ...]:
    found, key = one.indicator, one.key
    assert found is not None
    unit = _unit(found.unit)
    rating = found.rating
    word = "ohne Bewertung" if rating is None else f"{RATING_SYMBOLS[rating]} {RATINGS[rating]}"
    return (
        writer.cell(key, "number", one.number or NO_VALUE),
        writer.cell(key, "title", one.title),
        writer.day_cell(key, "due_on", found.due_on),
        writer.cell(key, "actual_value", _amount(found.actual, unit), found.actual),
        writer.cell(key, "target_value", _amount(found.target, unit), found.target),
        writer.derived(key, _WAY, percent(found.attained), found.attained),
        writer.derived(key, ("due_on", "actual_on"), percent(found.expected), found.expected),
        writer.derived(key, _WAY, word, rating, RATING_MEANINGS.get(rating or "", "unknown")),
    )


def _unit(unit: str | None) -> str:
    """Units that say something beside a number; „Anzahl“ and „ja = 1“ do not."""
    return {"Prozent": "\u00a0%", "%": "\u00a0%"}.get(unit or "", "")


def _amount(value: float | None, unit: str) -> str:
    return NO_VALUE if value is None else f"{number(value)}{unit}"


def _chart(writer: Writer, goals: list[GoalOverview]) -> list[Chart]:
    known = [one for one in goals if one.indicator is not None and one.indicator.attained is not None]
    if not known:
        return []
    done = [min(1.0, max(0.0, one.indicator.attained or 0.0)) for one in known if one.indicator]
    due = [one.indicator.expected for one in known if one.indicator]
    names = tuple(f"{one.number or ''} {shortened(one.title, 44)}".strip() for one in known)
    origins = tuple(writer.trail.item(one.key, *_WAY) for one in known)
    series = (
        Series("zurückgelegter Weg", "accent", tuple(done), tuple(percent(value) for value in done), origins=origins),
        Series("Soll nach der Zeit", "target", tuple(due), tuple(percent(value) for value in due), origins=origins),
    )
    behind = [name for name, way, soll in zip(names, done, due, strict=True) if soll is not None and way < soll]
    sentence = (
        f"Hinter dem Soll liegen {len(behind)} von {len(known)} Zielen mit bekanntem Indikator."
        if behind
        else "Kein Ziel mit bekanntem Indikator liegt hinter dem Soll."
    )
    told = "; ".join(
        f"{name}: Weg {percent(way)}, Soll {percent(soll)}" for name, way, soll in zip(names, done, due, strict=True)
    )
    return [Chart("bar", "Zurückgelegter Weg der Ziele", "share", names, series, sentence, f"Balken je Ziel. {told}.")]


def _behind(writer: Writer, goals: list[GoalOverview]) -> list[Bullets]:
    bullets = []
    for one in goals:
        found = one.indicator
        if found is None or found.rating not in ("missed", "behind", "at_risk"):
            continue
        said = {"missed": f"am {day(found.due_on)} verfehlt", "behind": "liegt zurück", "at_risk": "ist gefährdet"}
        way = f"{percent(found.attained)} des Weges" + (f" statt {percent(found.expected)}" if found.expected else "")
        bullets.append(
            Bullet(
                f"{one.number or ''} {one.title}: {said[found.rating]}, {way}.".strip(),
                meaning=RATING_MEANINGS[found.rating],
                unreleased=any(writer.trail.unreleased(one.key, name) for name in _WAY),
                origin=writer.trail.item(one.key, *_WAY),
            )
        )
    return [Bullets(tuple(bullets), "Nicht auf dem Weg")] if bullets else []
