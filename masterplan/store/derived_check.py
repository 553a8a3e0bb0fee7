"""Whether the derived state is what the log says, item by item, as known at each revision that changed the item."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from masterplan.domain.as_of import Folded, Stated, fold_by_day
from masterplan.store.cut_rows import LANES, folded
from masterplan.store.engine import Database
from masterplan.store.statements import as_stated, logged
from masterplan.store.tables import item, release, state, statement

MOST = 5_000
"""So many items are checked; of more than that an even sample."""
AT_ONCE = 400


@dataclass(frozen=True)
class Checked:
    """How many items were looked at, of how many, and the keys of those whose derived state is wrong."""

    items: int
    of: int
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class _Kept:
    revision: int
    on: date
    lanes: tuple[str, ...]
    now: Folded


def derived_state(database: Database, since: int = 0, most: int = MOST) -> Checked:
    """Folds the log anew and compares; ``since`` looks only at items stated or released from that revision on."""
    with database.reading() as connection:
        keys = {row.id: row.key for row in connection.execute(_touched(since))}
        numbers = sorted(keys)
        step = max(1, -(-len(numbers) // most))
        chosen = numbers[::step]
        wrong = [
            keys[number]
            for start in range(0, len(chosen), AT_ONCE)
            for number, log, kept in _with_log(connection, chosen[start : start + AT_ONCE])
            if not _right(log, kept, since)
        ]
    return Checked(len(chosen), len(numbers), tuple(wrong))


def _touched(since: int) -> Any:
    stated = select(statement.c.item).where(statement.c.revision >= since)
    released = (
        select(statement.c.item)
        .join(release, release.c.statement == statement.c.id)
        .where(release.c.revision >= since)
    )
    return select(item.c.id, item.c.key).where(item.c.id.in_(stated.union(released)))


def _with_log(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, list[Stated], list[_Kept]]]:
    said: dict[int, list[Stated]] = defaultdict(list)
    for row in connection.execute(logged().where(statement.c.item.in_(numbers))):
        said[row.item].append(as_stated(row))
    kept: dict[int, list[_Kept]] = defaultdict(list)
    for row in connection.execute(select(state).where(state.c.item.in_(numbers)).order_by(state.c.revision)):
        lanes = LANES if row.audience == "both" else (row.audience,)
        kept[row.item].append(_Kept(row.revision, row.effective_on, lanes, folded(row)))
    for number in numbers:
        yield number, said[number], kept[number]


def _right(log: Sequence[Stated], kept: Sequence[_Kept], since: int) -> bool:
    revisions = {one.revision for one in log} | {one.released_in for one in log if one.released_in is not None}
    for known in sorted(one for one in revisions if one >= since):
        by_then = [one for one in log if one.revision <= known]
        for lane in LANES:
            seen = by_then if lane == "all" else [one for one in by_then if _released(one, known)]
            held = {one.on: one.now for one in kept if one.revision <= known and lane in one.lanes}
            if held != dict(fold_by_day(seen)):
                return False
    return all(one.revision in revisions for one in kept)


def _released(one: Stated, known: int) -> bool:
    return one.released_in is not None and one.released_in <= known
