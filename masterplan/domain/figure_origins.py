"""What a key figure rests on: its items, the fields that decided about each, and their cells and edits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from masterplan.domain.as_of import Folded, Origin
from masterplan.domain.counting import RULES
from masterplan.domain.figure import groups_of
from masterplan.domain.origins import Entry, value_answer
from masterplan.domain.plan import BASELINE_ON, FIELDS, FIRST_ON, IN_FORCE, Kind
from masterplan.domain.progress import Figure
from masterplan.domain.view import PlanView

EFFECTIVE_ON = "effective_on"

_ACHIEVED = ("status", "achieved_on")
_OVERDUE = (*_ACHIEVED, "due_on")
_CURRENT = (*_OVERDUE, "forecast_on")
_SLIP = (*_CURRENT, BASELINE_ON)
_LIGHT = (*_CURRENT, "starts_on")

DECIDING: Mapping[str, tuple[str, ...]] = {
    "services.total": ("ozg_id",),
    "services.online": ("ozg_id", "maturity", "maturity_model"),
    "goals.total": ("status",),
    "goals.reached": _ACHIEVED,
    "milestones.total": ("status",),
    "milestones.achieved": _ACHIEVED,
    "milestones.overdue": _OVERDUE,
    "milestones.due_90_days": _CURRENT,
    "milestones.slipped": _SLIP,
    "milestones.mean_slip_days": _SLIP,
    "measures.total": ("status",),
    "measures.completed": _ACHIEVED,
    "measures.in_progress": _ACHIEVED,
    "measures.delayed": _ACHIEVED,
    "measures.not_started": _ACHIEVED,
    "measures.overdue": _OVERDUE,
    "measures.suspended": _ACHIEVED,
    "measures.dropped": ("status",),
    "measures.municipal": ("status", "level"),
    "lights.reported": ("reported_light", "status"),
    "lights.computed": _LIGHT,
    "lights.contradictions": ("reported_light", *_LIGHT),
    "reports.stale": ("effective_on", *_ACHIEVED),
}
"""By figure the fields of its items that decide. That the item is listed at all (``in_force``) always belongs to it.
``effective_on`` stands for the latest statement, whatever it says.
"""

PARTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.LEIKA_SERVICE: ("maturity", "ozg_id"),
    Kind.COVERAGE: ("reach", "online"),
    Kind.SERVICE: ("ozg_id", "maturity_model"),
}
"""What the maturity and availability of services rest on besides: the fields of these kinds. A single LeiKa service is
rated by the model that its bundle names."""

GROUPING: Mapping[str, tuple[str, ...]] = {
    "ministry": ("ministry", "lead"),
    "theme": ("theme",),
    "situation": ("situation",),
    "type": ("types", "type"),
    "goal": ("goals",),
    "level": ("level",),
}
"""By dimension the fields that say which group an item belongs to."""

_KIND = {"services": Kind.SERVICE, "goals": Kind.GOAL, "milestones": Kind.MILESTONE, "measures": Kind.MEASURE}


@dataclass(frozen=True)
class Basis:
    """One figure's items by key. ``unknown`` may share items with ``counted``: what the plan lists counts until it is
    known that it was dropped."""

    figure: Figure
    counted: tuple[str, ...]
    unknown: tuple[str, ...]
    not_counted: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every item, each once."""
        return tuple(dict.fromkeys((*self.counted, *self.unknown, *self.not_counted)))


@dataclass(frozen=True)
class RestsOn:
    """What figures rest on: for each item its deciding fields and, for services, the parts it consists of."""

    bases: tuple[Basis, ...]
    kinds: Mapping[str, Kind]
    fields: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[str, ...]]

    def keys_by_kind(self) -> dict[Kind, list[str]]:
        """Every item and every part, by kind."""
        found: dict[Kind, list[str]] = {}
        for key, kind in self.kinds.items():
            found.setdefault(kind, []).append(key)
        return found


def rests_on(view: PlanView, found: Sequence[Figure], by: str | None = None) -> RestsOn:
    """The items that some figures rest on: those counted, those not known, and those that speak against.

    ``by``: what the figures are split by; then only items of its group belong to a figure.
    """
    of_kind = view.kinds
    deciding: dict[str, dict[str, None]] = {}
    parts: dict[str, tuple[str, ...]] = {}
    is_online = any(figure.id == "services.online" for figure in found)
    belonging = view.once(service_parts, service_parts) if is_online else {}
    bases = [_basis(figure, members) for figure, members in zip(found, _members(view, found, by), strict=True)]
    for basis in bases:
        names = dict.fromkeys((*DECIDING[basis.figure.id], *GROUPING.get(by or "", ())))
        for key in basis.keys:
            deciding.setdefault(key, {}).update(names)
            if basis.figure.id == "services.online":
                parts[key] = tuple(belonging.get(key, ()))
    kinds = {key: of_kind[key] for key in deciding} | {key: of_kind[key] for some in parts.values() for key in some}
    fields = {key: _fields(kind, deciding.get(key, {})) for key, kind in kinds.items()}
    return RestsOn(tuple(bases), kinds, fields, parts)


def _fields(kind: Kind, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the deciding fields that items of this kind have; of a part of something, what is asked of it."""
    own = tuple(name for name in names if name in FIELDS[kind] or name in (BASELINE_ON, EFFECTIVE_ON))
    part = PARTS.get(kind, ()) if not own or kind == Kind.LEIKA_SERVICE else ()
    return tuple(dict.fromkeys((*part, *own)))


def _members(view: PlanView, found: Sequence[Figure], by: str | None) -> list[Sequence[str]]:
    """For each figure the keys of all items it looks at."""
    known: dict[tuple[Kind, ...], dict[str | None, Sequence[str]]] = {}
    members = []
    for figure in found:
        kinds = _kinds(figure)
        if kinds not in known:
            known[kinds] = {group: list(keys) for group, keys in groups_of(view, kinds, by)}
        members.append(known[kinds][None if by is None else figure.group])
    return members


def _basis(figure: Figure, members: Sequence[str]) -> Basis:
    named = {*figure.keys, *figure.unknown_keys}
    return Basis(figure, figure.keys, figure.unknown_keys, tuple(key for key in members if key not in named))


def _kinds(figure: Figure) -> tuple[Kind, ...]:
    """The kinds of items a figure looks at."""
    if figure.rule is not None:
        return (RULES[figure.rule].kind,)
    of_name = _KIND.get(figure.id.split(".")[0])
    return (of_name,) if of_name else (Kind.MILESTONE, Kind.MEASURE)


def service_parts(view: PlanView) -> dict[str, list[str]]:
    """By service, or by LeiKa service, the items its availability rests on.

    For a bundle these are its LeiKa services and their coverage, and the coverage stated for the bundle itself; for a
    LeiKa service its own coverage and its bundle.
    """
    coverage, leika = view.coverage, view.leika_services
    by_leika = _keys_by(coverage["leika_key"])
    by_bundle = _keys_by(coverage.loc[coverage["leika_key"].isna(), "ozg_id"])
    found = {str(key): list(by_leika.get(number, [])) for key, number in leika["leika_key"].items()}
    of_bundle = _keys_by(leika["ozg_id"])
    for key, ozg_id in view.services["ozg_id"].items():
        members = of_bundle.get(ozg_id, [])
        rows = [row for one in members for row in found[one]]
        found[str(key)] = [*members, *rows, *by_bundle.get(ozg_id, [])]
    bundles = {ozg_id: str(key) for key, ozg_id in view.services["ozg_id"].items()}
    for key, ozg_id in leika["ozg_id"].items():
        found[str(key)] = [*found[str(key)], *([bundles[ozg_id]] if ozg_id in bundles else [])]
    return found


def _keys_by(values: pd.Series) -> dict[object, list[str]]:
    found: dict[object, list[str]] = {}
    for key, value in values.dropna().items():
        found.setdefault(value, []).append(str(key))
    return found


def answer(rest: RestsOn, folded: Mapping[str, Folded], entries: Mapping[int, Entry]) -> dict[str, object]:
    """As JSON: each figure with the keys of its items, and ``items`` with value, wording, cell and source per field.

    ``folded`` are the items at the cut, ``entries`` the statements their fields come from.
    """
    return {
        "figures": [
            {
                **basis.figure.as_json(),
                "counted": list(basis.counted),
                "unknown": list(basis.unknown),
                "not_counted": list(basis.not_counted),
            }
            for basis in rest.bases
        ],
        "items": {
            key: {
                "kind": str(kind),
                "title": folded[key].fields.get("title"),
                "fields": fields_answer(rest.fields[key], folded[key], entries),
                "rests_on": list(rest.parts.get(key, ())),
            }
            for key, kind in rest.kinds.items()
        },
    }


def fields_answer(names: Iterable[str], item: Folded, entries: Mapping[int, Entry]) -> dict[str, object]:
    """Some fields of one item with their sources, and ``in_force``: the row or edit by which the plan lists it.

    A field that nothing was ever stated of is null: no cell exists for it.
    """
    found: dict[str, object] = {}
    for name in (IN_FORCE, *names):
        origin = origin_of(item, name)
        entry = None if origin is None else entries.get(origin.statement)
        value = {IN_FORCE: True, EFFECTIVE_ON: origin and origin.on.isoformat()}.get(name, item.fields.get(name))
        found[name] = None if origin is None else value_answer(name, value, entry)
    return found


def origin_of(item: Folded, name: str) -> Origin | None:
    """The statement a field comes from; ``in_force``: the row or edit by which the plan lists the item."""
    if name == IN_FORCE:
        return item.origins.get(IN_FORCE) or item.origins[FIRST_ON]
    if name == EFFECTIVE_ON:
        return max(item.origins.values(), key=lambda origin: (origin.on, origin.statement))
    return item.origins.get(name)


def needed_statements(rest: RestsOn, folded: Mapping[str, Folded]) -> set[int]:
    """The statements that the deciding fields come from."""
    names = {key: (IN_FORCE, *rest.fields[key]) for key in rest.kinds}
    origins = (origin_of(folded[key], name) for key in names for name in names[key])
    return {origin.statement for origin in origins if origin is not None}
