"""What is shown of one item at a glance: status, both lights, Umsetzungsgrad, slip, completeness."""

from masterplan.domain.item.course import ItemCourse
from masterplan.domain.item.judgement import Lights, Quality
from masterplan.domain.item.sheet import ItemSheet
from masterplan.domain.traffic_light import VERSION
from masterplan.pages.parts import item_tables, tiles
from masterplan.pages.parts.tiles import Tile
from masterplan.vocabulary import FIELDS, NO_VALUE, NOT_REPORTED, STATUSES, day, label, number, percent

WIDTHS = {8: tiles.WIDTH, 13: 288, 1000: 350}
"""By the most characters of a value, the width of its frame in pixels."""


def at_a_glance(sheet: ItemSheet) -> None:
    """Status, both lights, Umsetzungsgrad and slip side by side, as far as the kind has them."""
    record, judged = sheet.record, sheet.judgement
    shown = []
    if "status" in (record.at_cut.fields if record.at_cut else {}):
        status = label(STATUSES, record.value("status"))
        shown.append(tile("Status", status, f"Stand {_last_day(sheet)}", "Der zuletzt gemeldete Status."))
    if judged is not None and judged.lights is not None:
        shown += lights(judged.lights)
    if sheet.course is not None:
        shown.append(course_tile(sheet.course, record.value(sheet.course.field)))
    if sheet.dates is not None and not sheet.dates.is_empty:
        days = sheet.dates.slip_days
        shown.append(
            tile(
                "Verzug", NOT_REPORTED if days is None else _days(abs(days)),
                "" if not days else "später als ursprünglich" if days > 0 else "früher als ursprünglich",
                "Tage vom ursprünglichen Termin zum Ist-Termin, sonst zur Prognose, sonst zum Plantermin.",
            )
        )  # fmt: skip
    if judged is not None and judged.quality is not None:
        shown.append(quality(judged.quality, judged.age_days or 0, judged.is_stale))
    if shown:
        tiles.row(shown)


def _last_day(sheet: ItemSheet) -> str:
    return day(sheet.record.course[-1].on) if sheet.record.course else NO_VALUE


def tile(name: str, value: str, note: str, explanation: str) -> Tile:
    """One fact: name, value, a line below it, and its definition; wider where the value is a long word."""
    width = next(width for length, width in WIDTHS.items() if len(value) <= length)
    return Tile(name, value, note, explanation, width)


def lights(found: Lights) -> list[Tile]:
    """The reported light, never overwritten, and beside it the computed one with its rule."""
    note = "weicht von der errechneten ab" if found.contradicts else "wie vom Ressort gemeldet"
    computed = "keine Ampel" if found.computed is None else item_tables.light_words(found.computed)
    return [
        tile(
            "Gemeldete Ampel", item_tables.light_words(found.reported), note,
            "Die Bewertung des Ressorts; sie wird nie überschrieben.",
        ),
        tile(
            "Errechnete Ampel", computed, f"Regel {found.rule}",
            f"{found.reason} Nach den veröffentlichten Regeln, Fassung {VERSION}.",
        ),
    ]  # fmt: skip


def course_tile(course: ItemCourse, value: object) -> Tile:
    """The number that is meant to grow, as last reported."""
    words = NOT_REPORTED
    if isinstance(value, int | float):
        words = percent(value) if course.field == "progress" else number(value)
    note = f"Zielwert {number(course.target)}" if course.target is not None else "wie gemeldet"
    unit = f" in {course.unit}" if course.unit else ""
    return tile(FIELDS[course.field], words, note, f"Der am Stichtag zuletzt gemeldete Wert{unit}.")


def quality(found: Quality, age_days: int, is_stale: bool) -> Tile:
    """How complete the report is, and how old."""
    age = f"{'veraltet: ' if is_stale else ''}Meldung {_days(age_days)} alt"
    return tile(
        "Vollständigkeit", f"{found.points} von {found.possible}", age,
        "Punkte für die Vollständigkeit der Meldung: je einer für jedes Kriterium, das auf den Eintrag zutrifft.",
    )  # fmt: skip


def _days(days: int) -> str:
    return f"{number(days)} {'Tag' if days == 1 else 'Tage'}"
