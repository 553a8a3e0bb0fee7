"""Plans in a few words: state what matters to the case, the rest is filled in."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from masterplan.domain import areas
from masterplan.domain.access import Actor, Role
from masterplan.domain.bodies import Body, from_csv
from masterplan.domain.plan import Kind
from masterplan.domain.services.counties import COUNTIES
from masterplan.domain.view import Cut, ItemAt, Numbered, PlanView, SourceAt, build

STICHTAG = date(2021, 6, 30)
CHANCELLERY = Actor("Test", Role.CHANCELLERY)
REFERENCE = Path(__file__).parents[1] / "data" / "reference"


@cache
def bodies() -> tuple[Body, ...]:
    """The real ministries."""
    return tuple(from_csv((REFERENCE / "bodies.csv").read_text(encoding="utf-8")))


@cache
def area_counts() -> tuple[areas.AreaCount, ...]:
    """The real numbers of Gemeinden and Kreise."""
    return areas.from_csv((REFERENCE / "municipality_counts.csv").read_text(encoding="utf-8"))


def item(kind: Kind, name: object, **values: Any) -> ItemAt:
    """One item, stated once, on the day ``on``; ``name`` becomes the end of its key."""
    on = values.pop("on", date(2019, 3, 19))
    due = values.get("due_on")
    baseline = date.fromisoformat(str(due)) if due else None
    return ItemAt(f"{kind}/{name}", kind, {"title": f"{kind} {name}", **values}, on, on, baseline)


def goal(name: object, **values: Any) -> ItemAt:
    return item(Kind.GOAL, name, **{"number": str(name), **values})


def milestone(name: object, **values: Any) -> ItemAt:
    return item(Kind.MILESTONE, name, **{"number": str(name), "ministry": "SMI", **values})


def measure(name: object, **values: Any) -> ItemAt:
    return item(Kind.MEASURE, name, **{"number": str(name), "lead": "SMI", **values})


def service(ozg_id: object, **values: Any) -> ItemAt:
    return item(Kind.SERVICE, ozg_id, **{"ozg_id": str(ozg_id), **values})


def leika(key: object, ozg_id: object, maturity: float | None = None, **values: Any) -> ItemAt:
    return item(Kind.LEIKA_SERVICE, key, leika_key=str(key), ozg_id=str(ozg_id), maturity=maturity, **values)


def coverage(key: object, ars: str = "146120000000", **values: Any) -> ItemAt:
    return item(Kind.COVERAGE, f"{key}/{ars}", leika_key=str(key), ars=ars, **values)


def cut(
    *items: ItemAt,
    stichtag: date = STICHTAG,
    numbering: Iterable[Numbered] | None = None,
    sources: Iterable[SourceAt] = (),
    demo: bool = False,
) -> Cut:
    """A cut of these items; without ``numbering`` every item always bore the number and title it has now."""
    by_kind: dict[Kind, list[ItemAt]] = {}
    for one in items:
        by_kind.setdefault(one.kind, []).append(one)
    return Cut(
        stichtag=stichtag,
        known_by=datetime(2022, 1, 1, tzinfo=UTC),
        revision=7,
        audience="all",
        demo=demo,
        items=by_kind,
        bodies=bodies(),
        sources=tuple(sources),
        numbering=tuple(numbered(one) for one in items) if numbering is None else tuple(numbering),
        area_counts=area_counts(),
    )


def numbered(one: ItemAt) -> Numbered:
    """The numbering entry of an item that was always called the same."""
    values: Mapping[str, object] = one.values
    words = [None if values.get(name) is None else str(values[name]) for name in ("number", "title", "ministry")]
    return Numbered(one.kind, one.key, one.first_on, *words)


def view(*items: ItemAt, stichtag: date = STICHTAG, **facts: Any) -> PlanView:
    """The view of these items."""
    return build(cut(*items, stichtag=stichtag, **facts))


def totals_under(cut: Cut, kind: Kind, ministries_on: date) -> dict[str | None, int]:
    """How many of the cut's items each Ressort of another day answers for (None: no Ressort is reported)."""
    owners = build(replace(cut, stichtag=ministries_on)).table(kind)["ministry_at"]
    return dict(Counter(None if owner is None else str(owner) for owner in owners))


def source(file: str = "Massnahmen.xlsx", stand: date = date(2020, 12, 31), **facts: Any) -> SourceAt:
    """One delivered file."""
    given: dict[str, Any] = {
        "sha256": "0" * 64, "part": "measures", "ministry": None, "recorded_at": datetime(2021, 1, 15, tzinfo=UTC),
        "rows": 12, "warnings": 1, "revision": 3, **facts,
    }  # fmt: skip
    return SourceAt(file=file, stand=stand, **given)


def county_features() -> list[dict[str, Any]]:
    """A square for each Kreis of Saxony, as features of a GeoJSON file."""
    squares = []
    for at, ars in enumerate(COUNTIES):
        west, south = 12 + at % 5 * 0.5, 50.5 + at // 5 * 0.4
        corners = [[west, south], [west + 0.4, south], [west + 0.4, south + 0.3], [west, south + 0.3], [west, south]]
        squares.append({
            "type": "Feature", "properties": {"ARS": ars, "GEN": COUNTIES[ars].name},
            "geometry": {"type": "Polygon", "coordinates": [[[round(x, 3), round(y, 3)] for x, y in corners]]},
        })  # fmt: skip
    return squares
