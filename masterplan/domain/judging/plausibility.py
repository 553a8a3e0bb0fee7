"""The published checks of plausibility: each with its number, its sentence and the reason it gives in German.

Each check speaks only where it is certain; what is not reported gives no finding.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from masterplan.domain.judging.cases import Case, Plan
from masterplan.domain.plan import Kind, Light, Status
from masterplan.domain.settings import Settings
from masterplan.domain.slip import moves_later, trend_points
from masterplan.vocabulary import LIGHTS, STATUSES, counted, day, percent


class Tone(StrEnum):
    """Which way a report seems to err."""

    ROSY = "rosy"
    GLOOMY = "gloomy"
    INCONSISTENT = "inconsistent"


Found = Iterator[tuple[tuple[str, ...], str]]


@dataclass(frozen=True)
class Check:
    """One row of the published table of checks."""

    number: str
    tone: Tone
    sentence: str
    find: Callable[[Plan, Settings], Found]


# Checks of one item: a German reason, or None.

_Judge = Callable[[Case, Settings], str | None]


def _each(judge: _Judge) -> Callable[[Plan, Settings], Found]:
    def find(plan: Plan, settings: Settings) -> Found:
        for case in plan.cases.values():
            if case.kind != Kind.GOAL and (reason := judge(case, settings)) is not None:
                yield (case.key,), reason

    return find


def _green_but_overdue(case: Case, settings: Settings) -> str | None:
    if case.reported != Light.GREEN or not case.overdue:
        return None
    due_on = case.fields["due_on"]
    late = counted((case.stichtag - due_on).days, "Tag", "Tagen")
    return f"Grün gemeldet, aber der Plantermin {day(due_on)} ist seit {late} überschritten."


def _nearly_done_for_long(case: Case, settings: Settings) -> str | None:
    last = case.reports("progress")[-settings.near_done_reports :]
    if not case.open or len(last) < settings.near_done_reports:
        return None
    share = last[-1]
    if not isinstance(share, int | float) or not settings.near_done <= share < 1 or any(one != share for one in last):
        return None
    return f"In {len(last)} Meldungen nacheinander steht der Umsetzungsgrad bei {percent(share)}."


def _text_unchanged(case: Case, settings: Settings) -> str | None:
    texts = case.reports("remark")[-2:]
    if not case.open or len(texts) < 2 or texts[-1] is None or texts[0] != texts[-1]:
        return None
    return "Die Bemerkung ist wörtlich dieselbe wie in der vorigen Meldung."


def _light_never_changed(case: Case, settings: Settings) -> str | None:
    lights = case.reports("reported_light")
    if not case.open or len(lights) < settings.same_light_reports or len(set(lights)) != 1 or lights[0] is None:
        return None
    return f"Die gemeldete Ampel ist in allen {len(lights)} Meldungen „{LIGHTS[str(lights[0])]}“."


def _done_without_evidence(case: Case, settings: Settings) -> str | None:
    if case.kind != Kind.MEASURE or not case.achieved or case.fields["evidence"] is not None:
        return None
    return "Als abgeschlossen gemeldet, aber ohne Nachweis."


def _moved_and_green(case: Case, settings: Settings) -> str | None:
    if case.reported != Light.GREEN or not case.open:
        return None
    moves = moves_later(trend_points(case.key, list(case.course)))
    if moves < settings.moves:
        return None
    return f"Grün gemeldet, aber der erwartete Termin ist {moves}-mal auf einen späteren Tag gerückt."


def _done_but_not_whole(case: Case, settings: Settings) -> str | None:
    share = case.fields["progress"]
    if case.fields["status"] != Status.COMPLETED or share is None or share >= 1:
        return None
    return f"Als abgeschlossen gemeldet, aber mit einem Umsetzungsgrad von {percent(share)}."


def _done_later(case: Case, settings: Settings) -> str | None:
    on = case.fields["achieved_on"]
    if on is None or on <= case.stichtag:
        return None
    return f"Der Ist-Termin {day(on)} liegt nach dem Stichtag; ein künftiger Tag ist keine Erreichung."


def _green_but_later(case: Case, settings: Settings) -> str | None:
    due_on, forecast_on = case.fields["due_on"], case.fields["forecast_on"]
    if case.reported != Light.GREEN or not case.open or due_on is None or forecast_on is None or forecast_on <= due_on:
        return None
    late = counted((forecast_on - due_on).days, "Tag", "Tage")
    return f"Grün gemeldet, aber die Prognose liegt {late} nach dem Plantermin {day(due_on)}."


def _whole_but_open(case: Case, settings: Settings) -> str | None:
    if not case.open or case.fields["progress"] is None or case.fields["progress"] < 1:
        return None
    return f"Der Umsetzungsgrad ist {percent(1)}, der Status aber „{STATUSES[case.fields['status']]}“."


def _begun_or_not(case: Case, settings: Settings) -> str | None:
    share = case.fields["progress"]
    if case.fields["status"] != Status.NOT_STARTED or share is None or share <= 0:
        return None
    return f"Als nicht begonnen gemeldet, aber mit einem Umsetzungsgrad von {percent(share)}."


def _achieved_but_open(case: Case, settings: Settings) -> str | None:
    on, status = case.fields["achieved_on"], case.fields["status"]
    if on is None or on > case.stichtag or status in (None, Status.COMPLETED):
        return None
    return f"Ein Ist-Termin ({day(on)}) ist gemeldet, der Status aber „{STATUSES[status]}“."


def _forecast_passed(case: Case, settings: Settings) -> str | None:
    on = case.fields["forecast_on"]
    if not case.open or on is None or on >= case.stichtag:
        return None
    return f"Die Prognose {day(on)} ist verstrichen, ohne dass etwas erreicht oder neu vorhergesagt wurde."


def _progress_fell(case: Case, settings: Settings) -> str | None:
    shares = [value for value in case.reports("progress") if isinstance(value, int | float)][-2:]
    if len(shares) < 2 or shares[1] >= shares[0]:
        return None
    return f"Der Umsetzungsgrad ist von {percent(shares[0])} auf {percent(shares[1])} gesunken."


def _done_but_not_green(case: Case, settings: Settings) -> str | None:
    if not case.achieved or case.reported not in (Light.YELLOW, Light.RED):
        return None
    return f"Abgeschlossen, aber als „{LIGHTS[str(case.reported)]}“ gemeldet."


def _red_without_cause(case: Case, settings: Settings) -> str | None:
    if not case.open or case.reported != Light.RED or case.computed_light != Light.GREEN:
        return None
    return "Rot gemeldet, obwohl Termine und Status im Plan liegen; der Grund steht nicht in den gemeldeten Angaben."


# Checks of several items.


def _green_on_late_milestone(plan: Plan, settings: Settings) -> Found:
    late: dict[str, list[str]] = {}
    for source, target in plan.links.get("milestones", ()):
        case = plan.cases[source]
        if case.reported == Light.GREEN and case.open and plan.cases[target].overdue:
            late.setdefault(source, []).append(target)
    for source, targets in late.items():
        of_them = counted(len(targets), "Wegmarke, die sie untersetzt, ist", "Wegmarken, die sie untersetzt, sind")
        yield (source, *sorted(targets)), f"Grün gemeldet, aber {of_them} überfällig."


def _ends_before_its_work(plan: Plan, settings: Settings) -> Found:
    later: dict[str, set[str]] = {}
    for field in ("milestones", "goals"):
        for source, target in plan.links.get(field, ()):
            if _is_later(plan.cases[source], plan.cases[target]):
                later.setdefault(target, set()).add(source)
    for target, sources in later.items():
        last = max(on for key in sources if (on := plan.cases[key].current_on) is not None)
        work = counted(len(sources), "offenes Vorhaben dafür endet", "offene Vorhaben dafür enden")
        yield (
            (target, *sorted(sources)),
            f"Der Termin ist der {day(plan.cases[target].current_on)}, aber {work} später, zuletzt am {day(last)}.",
        )


def _ends_before_what_it_waits_for(plan: Plan, settings: Settings) -> Found:
    for source, target in sorted(set(plan.links.get("depends_on", ()))):
        if _is_later(plan.cases[target], plan.cases[source]):
            mine, theirs = day(plan.cases[source].current_on), day(plan.cases[target].current_on)
            yield (source, target), f"Der Termin {mine} liegt vor dem {theirs}, dem Termin dessen, wovon es abhängt."


def _is_later(work: Case, end: Case) -> bool:
    """Both are open, and the work's current date lies after the end's."""
    if not work.open or not end.open or work.current_on is None or end.current_on is None:
        return False
    return work.current_on > end.current_on


def _all_at_year_end(plan: Plan, settings: Settings) -> Found:
    for ministry, keys in plan.ministries.items():
        dated = [key for key in keys if plan.cases[key].fields["due_on"] is not None]
        at_end = [key for key in dated if (on := plan.cases[key].fields["due_on"]).month == 12 and on.day == 31]
        if len(dated) >= settings.year_end_dates and len(at_end) == len(dated):
            yield tuple(sorted(dated)), f"{ministry}: Alle {len(dated)} Plantermine der Wegmarken sind ein 31.12."


_ROSY, _GLOOMY, _ODD = Tone.ROSY, Tone.GLOOMY, Tone.INCONSISTENT
CHECKS: tuple[Check, ...] = (
    Check("P1", _ROSY, "Grün gemeldet und überfällig.", _each(_green_but_overdue)),
    Check("P2", _ROSY, "Grün gemeldete Maßnahme, die eine überfällige Wegmarke untersetzt.", _green_on_late_milestone),
    Check("P3", _ROSY, "Das Ende liegt vor dem Ende offener Vorhaben dafür.", _ends_before_its_work),
    Check("P4", _ODD, "Das Ende liegt vor dem Ende dessen, wovon es abhängt.", _ends_before_what_it_waits_for),
    Check(
        "P5", _ROSY, "Ab {near_done} Umsetzungsgrad in {near_done_reports} Meldungen nacheinander derselbe Wert, ohne "
        "Abschluss.", _each(_nearly_done_for_long),
    ),
    Check("P6", _ODD, "Offen, und die Bemerkung ist wörtlich die der vorigen Meldung.", _each(_text_unchanged)),
    Check(
        "P7", _ODD, "Offen, und die Ampel war in mindestens {same_light_reports} Meldungen immer dieselbe.",
        _each(_light_never_changed),
    ),
    Check(
        "P8", _ODD, "Alle Plantermine eines Ressorts (mindestens {year_end_dates}) sind ein 31.12.", _all_at_year_end
    ),
    Check("P9", _ROSY, "Abgeschlossene Maßnahme ohne Nachweis.", _each(_done_without_evidence)),
    Check(
        "P10", _ROSY, "Grün gemeldet, obwohl der erwartete Termin mindestens {moves}-mal nach hinten gerückt ist.",
        _each(_moved_and_green),
    ),
    Check("P11", _ROSY, "Abgeschlossen mit weniger als 100 % Umsetzungsgrad.", _each(_done_but_not_whole)),
    Check("P12", _ROSY, "Ist-Termin nach dem Stichtag.", _each(_done_later)),
    Check("P13", _ROSY, "Grün gemeldet, obwohl die Prognose nach dem Plantermin liegt.", _each(_green_but_later)),
    Check("P14", _GLOOMY, "100 % Umsetzungsgrad und doch nicht abgeschlossen.", _each(_whole_but_open)),
    Check("P15", _GLOOMY, "Nicht begonnen und doch mit einem Umsetzungsgrad über null.", _each(_begun_or_not)),
    Check("P16", _ODD, "Ist-Termin gemeldet, der Status aber nicht „abgeschlossen“.", _each(_achieved_but_open)),
    Check("P17", _ODD, "Offen mit verstrichener Prognose.", _each(_forecast_passed)),
    Check("P18", _ODD, "Der Umsetzungsgrad ist seit der vorigen Meldung gesunken.", _each(_progress_fell)),
    Check("P19", _GLOOMY, "Abgeschlossen und doch gelb oder rot gemeldet.", _each(_done_but_not_green)),
    Check("P20", _GLOOMY, "Rot gemeldet, aber grün errechnet.", _each(_red_without_cause)),
)  # fmt: skip
"""The published table. Numbers are never given twice: what is taken out leaves a gap."""
