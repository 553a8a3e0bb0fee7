"""What a key figure is, how items are counted for one, and how they are grouped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from masterplan.domain.counting import UNKNOWN, YES
from masterplan.domain.plan import Kind
from masterplan.domain.view import PlanView

MINIMUM_COVERAGE = 0.8
"""Below this share of known items no share and no mean is given."""

NO_GROUP = "unknown"

States = Callable[[pd.DataFrame, PlanView], pd.Series]
"""One value per item: three-valued numbers, or true and false."""


@dataclass(frozen=True)
class Figure:
    """One key figure. ``keys`` are the items counted, ``unknown_keys`` those of which it is not known."""

    id: str
    rule: str | None
    rule_version: str | None
    title: str
    definition: str
    unit: str
    group: str | None
    value: float | int | None
    numerator: int | None
    denominator: int | None
    lower: float | int | None
    upper: float | int | None
    coverage: float | None
    keys: tuple[str, ...] = ()
    unknown_keys: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The figure as the public contract prints it, without its items."""
        names = (
            "id", "rule", "rule_version", "title", "definition", "unit", "group",
            "value", "numerator", "denominator", "lower", "upper", "coverage",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Heading:
    """What a count is called and of which items it is; the sentence says by which rule."""

    id: str
    kinds: tuple[Kind, ...]
    title: str
    sentence: str


@dataclass(frozen=True)
class Definition(Heading):
    """A count with its rule.

    ``listed`` says which items count though it is not certain, like what the plan lists as long as nothing says that it
    was dropped: they are in the value and not in the lower bound.
    """

    states: States
    listed: States | None = None


Kinds = tuple[Kind, ...]
SERVICES: Kinds = (Kind.SERVICE,)
GOALS: Kinds = (Kind.GOAL,)
MILESTONES: Kinds = (Kind.MILESTONE,)
MEASURES: Kinds = (Kind.MEASURE,)
REPORTED: Kinds = (Kind.MILESTONE, Kind.MEASURE)
"""The kinds that bear a light and are reported on."""


def everything(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """True for each item: whatever the plan lists counts."""
    return pd.Series(True, index=items.index)


DIMENSIONS: dict[str, tuple[Kind, ...]] = {
    "ministry": (Kind.MILESTONE, Kind.MEASURE, Kind.SERVICE, Kind.LEIKA_SERVICE),
    "theme": (Kind.SERVICE, Kind.LEIKA_SERVICE),
    "situation": (Kind.SERVICE, Kind.LEIKA_SERVICE),
    "type": (Kind.SERVICE, Kind.LEIKA_SERVICE),
    "goal": (Kind.MILESTONE, Kind.MEASURE),
    "level": (Kind.MEASURE,),
}
"""What figures can be split by, and the kinds of items that can be."""


class UnknownRule(ValueError):
    """A counting rule or a dimension was asked for that does not exist."""


Groups = list[tuple[str | None, pd.Index]]


def evaluated(states: States, view: PlanView, kinds: Sequence[Kind]) -> pd.Series:
    """One value per item of these kinds."""
    found = [states(view.table(kind), view) for kind in kinds]
    return found[0] if len(found) == 1 else pd.concat(found)


def counts(definition: Definition, view: PlanView, groups: Groups) -> list[Figure]:
    """One figure per group."""
    states = evaluated(definition.states, view, definition.kinds)
    listed = evaluated(definition.listed, view, definition.kinds) if definition.listed else None
    return count_all(definition, states, listed, groups)


def count_all(heading: Heading, states: pd.Series, listed: pd.Series | None, groups: Groups) -> list[Figure]:
    """One figure per group, from states and what is counted though it is not certain."""
    values = states.to_numpy()
    counted = values == YES
    if listed is not None:
        counted = counted | ((values == UNKNOWN) & listed.to_numpy(dtype=bool))
    keys = states.index.to_numpy()
    found: list[Figure] = []
    for group, members in groups:
        here = np.arange(len(keys)) if members.equals(states.index) else states.index.get_indexer(members)
        assert (here >= 0).all(), "groups hold items that the figure does not count"
        found.append(_count(heading, keys[here], values[here], counted[here], group))
    return found


def _count(heading: Heading, keys: np.ndarray, values: np.ndarray, counted: np.ndarray, group: str | None) -> Figure:
    unknown = values == UNKNOWN
    lower, open_ = int((values == YES).sum()), int(unknown.sum())
    return Figure(
        id=heading.id,
        rule=None,
        rule_version=None,
        title=heading.title,
        definition=heading.sentence,
        unit="count",
        group=group,
        value=int(counted.sum()),
        numerator=None,
        denominator=None,
        lower=lower,
        upper=lower + open_,
        coverage=(len(values) - open_) / len(values) if len(values) else None,
        keys=tuple(keys[counted]),
        unknown_keys=tuple(keys[unknown]),
    )


def groups_of(view: PlanView, kinds: Kinds, by: str | None) -> Groups:
    """The groups of the items of these kinds, in a stable order, ``unknown`` last; none if they cannot be split so.

    An item with two goals or Leistungstypen is in both groups. A LeiKa service goes with its bundle, except by type.
    """
    return view.once((groups_of, kinds, by), lambda view: _groups(view, kinds, by))


def _groups(view: PlanView, kinds: Kinds, by: str | None) -> Groups:
    if by is None:
        return [(None, pd.Index([key for kind in kinds for key in view.table(kind).index], dtype=object))]
    if not set(kinds) <= set(DIMENSIONS[by]):
        return []
    members: dict[str, list[str]] = {}
    for kind in kinds:
        for key, group in _memberships(view, view.table(kind), by):
            members.setdefault(group, []).append(key)
    order = {str(key): position for position, key in enumerate(view.bodies.index)} if by == "ministry" else {}
    names = sorted(members, key=lambda name: (name == NO_GROUP, order.get(name, len(order)), name))
    return [(name, pd.Index(members[name], dtype=object)) for name in names]


def _memberships(view: PlanView, items: pd.DataFrame, by: str) -> list[tuple[str, str]]:
    if by == "goal":
        links = view.links[view.links["field"].eq("goals") & view.links["to_key"].notna()]
        pairs = [
            (str(a), str(b)) for a, b in zip(links["from_key"], links["to_key"], strict=True) if str(a) in items.index
        ]
        linked = {key for key, _ in pairs}
        return sorted(set(pairs)) + [(str(key), NO_GROUP) for key in items.index if key not in linked]
    if by == "type":
        return [(str(key), name) for key, types in types_of(view, items).items() for name in types or [NO_GROUP]]
    column = _own_or_bundles(view, items, "ministry_at" if by == "ministry" else by)
    return [(str(key), NO_GROUP if pd.isna(value) else str(value)) for key, value in column.items()]


def _own_or_bundles(view: PlanView, items: pd.DataFrame, name: str) -> pd.Series:
    """A column of the items; for single LeiKa services that of the bundle they belong to."""
    if name in items.columns:
        return items[name]
    return items["ozg_id"].map(dict(zip(view.services["ozg_id"], view.services[name], strict=True)))


def types_of(view: PlanView, items: pd.DataFrame) -> dict[str, list[str]]:
    """The Leistungstypen of each item, by key: an attribute of the single LeiKa service.

    A bundle may have several: those stated for it, else all of its services.
    """
    if "type" in items.columns:
        return {str(key): list(types or ()) for key, types in items["type"].items()}
    of_parts: dict[object, dict[str, None]] = {}
    for ozg_id, types in zip(view.leika_services["ozg_id"], view.leika_services["type"], strict=True):
        of_parts.setdefault(ozg_id, {}).update(dict.fromkeys(types or ()))
    bundles = zip(items.index, items["types"], items["ozg_id"], strict=True)
    return {str(key): list(dict.fromkeys(own or of_parts.get(ozg_id, ()))) for key, own, ozg_id in bundles}
