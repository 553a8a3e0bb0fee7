"""What depends on what, laid out to be drawn: what comes first on the left, connected groups one below another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from masterplan.domain.outlook.what_if import KINDS, cycles, followers
from masterplan.domain.plan import Kind
from masterplan.domain.states import current_on, status_at
from masterplan.domain.view import PlanView

Edge = tuple[str, str]
"""The key of what comes first and that of what depends on it."""

DEFINITION = (
    "Wegmarken und Maßnahmen, die sich nach eigener Angabe auf andere stützen („Abhängig von“), mit ihrem Vorgänger. "
    "Gezeigt wird, wovon wenigstens eine Seite den Filter passiert, mit allem, was damit zusammenhängt. Puffer sind "
    "die Tage vom jetzigen Termin (Prognose, sonst Plantermin) des Vorgängers bis zu dem des Nachfolgers; ist er "
    "negativ, soll der Nachfolger fertig sein, bevor es der Vorgänger ist. Ist einer von beiden abgeschlossen, hat er "
    "keine Bedeutung mehr. Verweise, die zu keinem Eintrag führen, stehen auf der Seite Datenlage."
)


@dataclass(frozen=True)
class Item:
    """What the picture says of a connected item; ``current_on``: its forecast, else its planned date."""

    kind: Kind
    number: str | None
    title: str | None
    status: str | None
    current_on: date | None


@dataclass(frozen=True)
class Place:
    """Where an item stands in the picture: ``layer`` from the left, ``row`` from the top, both from 0."""

    key: str
    layer: int
    row: float


@dataclass(frozen=True)
class Dependencies:
    """All edges of the connected groups, what of them is drawn, and circles with their path.

    ``items`` are the connected items by key, ``places`` those that are drawn, the largest groups first; ``rows`` is how
    many rows they take.
    """

    edges: tuple[Edge, ...]
    items: Mapping[str, Item]
    places: tuple[Place, ...]
    rows: int
    cycles: tuple[tuple[str, ...], ...]


def dependencies(view: PlanView, kept: Iterable[str], most: int = 60) -> Dependencies:
    """The groups of the whole plan ``view`` that hold one of the ``kept`` items; at most ``most`` items are drawn."""
    after = followers(view)
    wanted = set(kept)
    groups = [group for group in _groups(after) if wanted & set(group)]
    inside = {key for group in groups for key in group}
    places: list[Place] = []
    rows = 0
    for group in groups:
        if len(places) + len(group) <= most:
            placed, height = _placed(group, after, rows)
            places += placed
            rows += height
    return Dependencies(
        edges=tuple((before, later) for before, many in after.items() if before in inside for later in many),
        items=_items(view, inside),
        places=tuple(places),
        rows=rows,
        cycles=tuple(circle for circle in cycles(after) if circle[0] in inside),
    )


def slack_days(found: Dependencies, edge: Edge) -> int | None:
    """Days from the current date of what comes first to that of what follows; None: one of the two is missing."""
    first, then = (found.items[key].current_on for key in edge)
    return None if first is None or then is None else (then - first).days


def _items(view: PlanView, keys: set[str]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for kind in KINDS:
        items = view.table(kind)
        here = items[items.index.isin(keys)]
        facts = here[["number", "title"]].assign(status=status_at(here, view), on=current_on(here))
        for key, number, title, status, on in facts.itertuples(name=None):
            found[str(key)] = Item(kind, _word(number), _word(title), _word(status), None if pd.isna(on) else on.date())
    return found


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _groups(after: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The connected groups, the largest first, then by their smallest key."""
    near: dict[str, set[str]] = {}
    for before, many in after.items():
        for later in many:
            near.setdefault(before, set()).add(later)
            near.setdefault(later, set()).add(before)
    seen: set[str] = set()
    groups: list[list[str]] = []
    for start in sorted(near):
        if start in seen:
            continue
        group, waiting = {start}, [start]
        while waiting:
            fresh = near[waiting.pop()] - group
            group |= fresh
            waiting += sorted(fresh)
        seen |= group
        groups.append(sorted(group))
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _placed(group: Sequence[str], after: Mapping[str, Sequence[str]], top: int) -> tuple[list[Place], int]:
    """The places of a group from a row on, and how many rows it takes."""
    layers = _layers(group, after)
    columns: dict[int, list[str]] = {}
    for key in group:
        columns.setdefault(layers[key], []).append(key)
    height = max(len(column) for column in columns.values())
    rows: dict[str, float] = {}
    for layer in sorted(columns):
        column = sorted(columns[layer], key=lambda key: (_middle(key, after, rows), key))
        rows |= {key: top + (height - len(column)) / 2 + place for place, key in enumerate(column)}
    return [Place(key, layers[key], rows[key]) for key in group], height


def _middle(key: str, after: Mapping[str, Sequence[str]], rows: Mapping[str, float]) -> float:
    """The mean row of what an item depends on, as far as it is placed, so that lines cross less."""
    before = [row for other, row in rows.items() if key in after.get(other, ())]
    return sum(before) / len(before) if before else 0.0


def _layers(group: Sequence[str], after: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Each item right of everything it depends on; in a circle as far as that goes."""
    layers = dict.fromkeys(group, 0)
    for _ in range(len(group) - 1):
        moved = False
        for key in group:
            for later in after.get(key, ()):
                if later != key and layers[later] <= layers[key] < len(group) - 1:
                    layers[later] = layers[key] + 1
                    moved = True
        if not moved:
            break
    used = {layer: place for place, layer in enumerate(sorted(set(layers.values())))}
    return {key: used[layer] for key, layer in layers.items()}
