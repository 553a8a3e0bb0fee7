"""How an invented item moves through the editions, and how a ministry writes a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

EDITIONS = {
    "2019-03": date(2019, 3, 19),
    "2019-12": date(2019, 12, 20),
    "2020-12": date(2020, 12, 31),
    "2021-12": date(2021, 12, 31),
}
"""Folder of an edition → its Stand."""

MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class State:
    """What is reported of an item in one edition; ``status`` is one word of the plan's own scale."""

    status: str
    progress: float
    light: str
    due_on: date
    forecast_on: date | None
    achieved_on: date | None


def quarter_end(day: date) -> date:
    """The last day of the quarter a day lies in."""
    month = (day.month + 2) // 3 * 3
    following = date(day.year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def state(begin: date, due: date, finish: date, stand: date) -> State:
    """The honest report at a Stand of an item that begins, is due and will be finished on these days.

    The delay becomes known bit by bit: the later the report, the nearer its forecast comes to the true end.
    """
    if finish <= stand:
        return State("completed", 1.0, "grün", due, quarter_end(finish) if finish > due else None, finish)
    if begin > stand:
        status = "planned" if (begin - stand).days < 300 else "not_started"
        return State(status, 0.0, "grün", due, None, None)
    done = (stand - begin) / (finish - begin)
    slip = (finish - due).days
    known = min(1.0, done * 1.2)
    forecast = quarter_end(due + timedelta(days=round(slip * known))) if slip > 45 and known > 0.35 else None
    if forecast is not None and forecast <= max(due, stand):
        forecast = quarter_end(stand + timedelta(days=60)) if due <= stand else None
    is_late = forecast is not None or due < stand
    light = "grün" if not is_late else "rot" if due < stand or slip > 300 else "gelb"
    return State("delayed" if is_late else "in_progress", round(done * 20) / 20, light, due, forecast, None)


def spelled(day: date | None, style: str) -> str | date | None:
    """A day as a ministry writes it; ``style`` is one of the names below, all of them read back as the same day."""
    if day is None:
        return None
    quarter = (day.month + 2) // 3
    is_quarter_end = day == quarter_end(day)
    is_month_end = (day + timedelta(days=1)).day == 1
    if style == "datum":
        return day
    if style == "lang":
        return f"bis zum {day.day}. {MONTHS[day.month - 1]} {day.year}"
    if style == "quartal" and is_quarter_end:
        return f"{ROMAN[quarter - 1]}. Quartal {day.year}"
    if style == "q" and is_quarter_end:
        return f"Q{quarter}/{day.year}"
    if style == "quartal arabisch" and is_quarter_end:
        return f"{quarter}. Quartal {day.year}"
    if style == "monat" and is_month_end:
        return f"{day.month:02}/{day.year}"
    if style == "monatsname" and is_month_end:
        return f"{MONTHS[day.month - 1]} {day.year}"
    if style == "halbjahr" and is_quarter_end and quarter in (2, 4):
        return f"{quarter // 2}. Halbjahr {day.year}"
    if style == "ende" and is_quarter_end and quarter in (2, 4):
        return f"{'Mitte' if quarter == 2 else 'Ende'} {day.year}"
    if style == "kurz":
        return f"{day:%d.%m.%y}"
    return f"{day:%d.%m.%Y}"


def style_of(styles: Sequence[str], position: int) -> str:
    """The habit of the position-th row: always the same, so that an unchanged day keeps its words."""
    return styles[position % len(styles)]
