"""What one item is linked with: what it serves, what serves it, and the references that lead nowhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from masterplan.domain.plan import Kind
from masterplan.domain.states import current_on, status_at
from masterplan.domain.view import PlanView

NUMBERS = {Kind.SERVICE: "ozg_id", Kind.LEIKA_SERVICE: "leika_key"}
"""What stands in the place of a number; the other kinds have one."""

OUTGOING: Mapping[str, str] = {
    "guidelines": "Dient den Leitlinien",
    "goals": "Dient den Zielen",
    "milestones": "Untersetzt die Wegmarken",
    "services": "Betrifft die OZG-Leistungen",
    "depends_on": "Hängt ab von",
}
INCOMING: Mapping[tuple[str, Kind], str] = {
    ("guidelines", Kind.GOAL): "Ziele zu dieser Leitlinie",
    ("goals", Kind.MILESTONE): "Wegmarken zu diesem Ziel",
    ("goals", Kind.MEASURE): "Maßnahmen zu diesem Ziel",
    ("milestones", Kind.MEASURE): "Maßnahmen zu dieser Wegmarke",
    ("services", Kind.MEASURE): "Maßnahmen zu dieser OZG-Leistung",
    ("depends_on", Kind.MILESTONE): "Wegmarken, die davon abhängen",
    ("depends_on", Kind.MEASURE): "Maßnahmen, die davon abhängen",
}
BUNDLE, PARTS = "Gehört zur OZG-Leistung", "LeiKa-Leistungen dieses Bündels"


@dataclass(frozen=True)
class Linked:
    """One item at the other end, with what a reader wants to know of it; None: not reported, or it has none."""

    key: str
    kind: Kind
    number: str | None
    title: str | None
    status: str | None = None
    light: str | None = None
    on: date | None = None
    maturity: float | None = None
    is_listed: bool = True


@dataclass(frozen=True)
class Relation:
    """All links of one kind: a German heading, the items in the order of the plan, and references nobody bears."""

    title: str
    items: tuple[Linked, ...]
    unresolved: tuple[str, ...] = ()


def relations(view: PlanView, key: str, kind: Kind) -> list[Relation]:
    """First what the item serves or waits for, then what serves it or waits for it; empty relations are left out."""
    found = [*_outgoing(view, key), *_bundle(view, key, kind), *_incoming(view, key), *_parts(view, key, kind)]
    return [relation for relation in found if relation.items or relation.unresolved]


def named(view: PlanView, keys: Iterable[str]) -> list[Linked]:
    """Items by their keys, in the order of the plan; withdrawn ones last, unknown keys left out."""
    wanted = dict.fromkeys(keys)
    found = []
    for kind in Kind:
        items = view.table(kind)
        rows = items[items.index.isin(wanted)]
        if len(rows):
            found += list(_linked(rows, kind, view))
    gone = view.withdrawn[view.withdrawn.index.isin(wanted)]
    for key, row in gone.iterrows():
        found.append(Linked(str(key), Kind(row["kind"]), row["number"], row["title"], is_listed=False))
    return found


def _linked(rows: pd.DataFrame, kind: Kind, view: PlanView) -> Iterator[Linked]:
    numbers = rows[NUMBERS.get(kind, "number")] if kind in NUMBERS or "number" in rows else [None] * len(rows)
    titles = rows["title"] if "title" in rows else [None] * len(rows)
    statuses = status_at(rows, view) if "status" in rows else [None] * len(rows)
    lights = rows.get("reported_light", [None] * len(rows))
    days = current_on(rows) if "forecast_on" in rows else rows.get("due_on", [None] * len(rows))
    grades = rows.get("maturity", [None] * len(rows))
    for at in zip(rows.index, numbers, titles, statuses, lights, days, grades, strict=True):
        key, number, title, status, light, on, grade = (_plain(value) for value in at)
        yield Linked(str(key), kind, number, title, status, light, on, grade)


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def _relation(view: PlanView, title: str, keys: Iterable[str], unresolved: Iterable[str] = ()) -> Relation:
    return Relation(title, tuple(named(view, keys)), tuple(dict.fromkeys(unresolved)))


def _outgoing(view: PlanView, key: str) -> Iterator[Relation]:
    own = view.links[view.links["from_key"].eq(key)]
    nobody = ~own["to_key"].isin([*view.kinds, *view.withdrawn.index])  # also what bears the name only later
    for field, title in OUTGOING.items():
        links = own[own["field"].eq(field)]
        nowhere = nobody[links.index]
        yield _relation(view, title, map(str, links["to_key"][~nowhere]), map(str, links["reference"][nowhere]))


def _incoming(view: PlanView, key: str) -> Iterator[Relation]:
    links = view.links[view.links["to_key"].eq(key)]
    kinds = links["from_key"].map(lambda name: str(name).split("/")[0])
    for (field, kind), title in INCOMING.items():
        yield _relation(view, title, map(str, links["from_key"][links["field"].eq(field) & kinds.eq(str(kind))]))


def _bundle(view: PlanView, key: str, kind: Kind) -> Iterator[Relation]:
    if kind == Kind.LEIKA_SERVICE and key in view.leika_services.index:
        ozg_id = str(view.leika_services.at[key, "ozg_id"])
        bundles = view.services.index[view.services["ozg_id"].eq(ozg_id)]
        unknown = [ozg_id] if ozg_id != "None" and not len(bundles) else []
        yield _relation(view, BUNDLE, map(str, bundles), unknown)


def _parts(view: PlanView, key: str, kind: Kind) -> Iterator[Relation]:
    if kind == Kind.SERVICE and key in view.services.index:
        parts = view.leika_services["ozg_id"].eq(str(view.services.at[key, "ozg_id"]))
        yield _relation(view, PARTS, map(str, view.leika_services.index[parts]))
