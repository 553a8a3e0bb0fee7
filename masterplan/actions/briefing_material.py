"""Gathers from the store what a briefing is made from, at one Stichtag, one state of knowledge and for one audience."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from masterplan.actions.round_table import contested_at
from masterplan.domain import figure_origins
from masterplan.domain.as_of import Folded
from masterplan.domain.cabinet.briefing_material import Erratum, Material
from masterplan.domain.comparing.between import Step
from masterplan.domain.comparing.comparison import known_then
from masterplan.domain.origins import Entry
from masterplan.domain.overview import Point, services_online
from masterplan.domain.plan import IN_FORCE, Kind
from masterplan.domain.slip import replanning_log
from masterplan.domain.view import PlanView, build
from masterplan.store import courses, integrity, reading, stated_in
from masterplan.store.delivered import delivered
from masterplan.store.engine import Database

DATED = (Kind.GOAL, Kind.MILESTONE, Kind.MEASURE)
COUNTED = (Kind.SERVICE, Kind.LEIKA_SERVICE, Kind.COVERAGE)
"""What the counting rules look at."""
POINTS = 12
"""So many of the latest editions give the way to the target."""


def material(
    database: Database,
    stichtag: date,
    known_by: datetime,
    *,
    draft: bool,
    rule: str,
    software: str,
    compared: tuple[date, datetime] | None = None,
    errata: Sequence[Erratum] = (),
) -> Material:
    """All of a briefing's material. ``compared``: Stichtag and knowledge of the earlier cabinet, None for none.

    A draft rests on all values and holds the released ones beside them, to mark what differs.
    """
    of_released = _material(database, stichtag, known_by, "released", rule, software, compared, errata)
    if not draft:
        return of_released
    whole = _material(database, stichtag, known_by, "all", rule, software, compared, errata)
    return replace(whole, released=of_released)


def _material(
    database: Database, stichtag: date, known_by: datetime, audience: str, rule: str, software: str,
    compared: tuple[date, datetime] | None, errata: Sequence[Erratum],
) -> Material:  # fmt: skip
    earlier = None
    if compared is None:
        between, view = None, build(reading.cut(database, stichtag, known_by, audience))
    else:
        between = courses.between(database, compared, (stichtag, known_by), audience)
        view = between.views[Step.PROGRESS]
        earlier = _stand(database, between.views[Step.START], rule, software)
    return replace(
        _stand(database, view, rule, software),
        between=between,
        earlier=earlier,
        points=_points(database, view, rule, audience),
        delivered=delivered(database, stichtag, view.revision, audience),
        errata=errata,
        contested=contested_at(database, stichtag=stichtag, known_by=view.known_by, audience=audience),
    )


def _stand(database: Database, view: PlanView, rule: str, software: str) -> Material:
    """The plan at one cut with the origin of each value: all that is asked of an earlier cabinet."""
    at = (view.stichtag, view.known_by, view.audience)
    told = courses.courses(database, DATED, *at)
    folded = courses.items_with_origins(database, Kind, *at)
    apart = _without_coverage(folded)
    moved = {entry.statement for entry in replanning_log(told)}
    return Material(
        view=view,
        between=None,
        courses=told,
        folded=apart,
        entries=courses.entries(database, _statements(apart) | moved, view.known_by),
        link=integrity.link_of(database, view.revision),
        software=software,
        rule=rule,
        coverage_files=_coverage_files(database, folded, view.known_by),
    )


def last_stand(
    database: Database, stichtag: date, known_by: datetime, *, draft: bool
) -> tuple[date, datetime] | None:
    """The latest Stand before a Stichtag, as it was known then; None where there is none."""
    view = build(reading.cut(database, stichtag, known_by, "all" if draft else "released", kinds=()))
    days = _stands(view)
    return (days[-1], known_then(view, days[-1])) if days else None


def _stands(view: PlanView) -> list[date]:
    """The days before the Stichtag that the files known to the view speak of, oldest first."""
    return sorted({on.date() for on in view.sources["stand"] if on < view.stichtag_day})


def _without_coverage(folded: Mapping[str, Folded]) -> dict[str, Folded]:
    return {key: one for key, one in folded.items() if not key.startswith(f"{Kind.COVERAGE}/")}


def _statements(folded: Mapping[str, Folded]) -> set[int]:
    """Those that the fields in force come from."""
    named = {origin.statement for one in folded.values() for origin in one.origins.values()}
    listing = {found.statement for one in folded.values() if (found := figure_origins.origin_of(one, IN_FORCE))}
    return named | listing


def _coverage_files(database: Database, folded: Mapping[str, Folded], known_by: datetime) -> list[tuple[int, Entry]]:
    """Per file how many coverage entries in force stand in it, and the first of them."""
    rows = [
        found.statement
        for key, one in folded.items()
        if key.startswith(f"{Kind.COVERAGE}/") and one.fields.get(IN_FORCE) is not False
        and (found := figure_origins.origin_of(one, IN_FORCE)) is not None
    ]  # fmt: skip
    by_file: dict[str, list[int]] = {}
    files = stated_in.files_of(database, rows)
    for statement in rows:
        by_file.setdefault(files.get(statement, ""), []).append(statement)
    entries = courses.entries(database, (min(some) for some in by_file.values()), known_by)
    return [(len(some), entries[min(some)]) for some in by_file.values()]


def _points(database: Database, view: PlanView, rule: str, audience: str) -> list[Point]:
    """The share online on the days of the editions, as known now, and at the Stichtag."""
    days = _stands(view)[-POINTS:]
    views = (build(reading.cut(database, on, view.known_by, audience, COUNTED)) for on in days)
    return [services_online(one, rule) for one in (*views, view)]
