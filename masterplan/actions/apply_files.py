"""Applying delivered files: what a person has seen in the preview becomes one revision, or nothing does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from masterplan.domain.access import Actor, Reach, Right, demand, may, own_names, reach
from masterplan.domain.plan import Kind, Part
from masterplan.store import comparing, reading
from masterplan.store.canonical import decode, encode
from masterplan.store.engine import Connection, Database
from masterplan.store.writing import NewStatement, NotTaken, Revision, add_person_texts, new_revision

THIS = 0
"""In ``NewStatement.delivery``: the delivery that the statement is applied with."""


class PlanMoved(Exception):
    """Somebody changed items of the files, or applied a file of the same scope, after the preview was made."""


class NewItem(NamedTuple):
    """An item still to be made. ``ref`` is negative and stands for it in statements; no key: a running number."""

    ref: int
    kind: Kind
    key: str | None


@dataclass(frozen=True)
class Delivery:
    """One file's part and Ressort, compared with the plan and ready to be written down."""

    content: bytes = field(repr=False)
    file: str
    part: Part
    ministry: str | None
    stand: date
    complete: bool
    digest: str
    signature: str
    parts: int
    columns: dict[str, dict[str, dict[str, str]]]
    scope: list[str] | None
    options: dict[str, object]
    counts: dict[str, int]
    problems: list[dict[str, str | None]] = field(repr=False)
    new_items: Sequence[NewItem] = field(repr=False)
    statements: Sequence[NewStatement] = field(repr=False)
    not_taken: Sequence[NotTaken] = field(default=(), repr=False)  # ``statement``: its position in ``statements``

    @property
    def warnings(self) -> int:
        """How many of the problems are warnings."""
        return sum(problem["severity"] == "warning" for problem in self.problems)


@dataclass(frozen=True)
class Applied:
    """What applying gave: the revision, and the key that each new item got."""

    revision: int
    keys: dict[int, str]


def apply_files(
    database: Database,
    deliveries: Sequence[Delivery],
    *,
    by: Actor,
    at: datetime,
    seen: int,
    persons: dict[str, tuple[str, str]] | None = None,
    mark: str | None = None,
) -> Applied:
    """Writes deliveries down in one revision, released at once where the actor may release.

    ``seen`` is the revision that the deliveries were compared with; ``persons`` are texts about persons to be kept, by
    token, with their salt; ``mark`` marks a database that holds nothing yet. Raises NotAllowed where a delivery speaks
    of what the actor may not bring in, PlanMoved when the plan is not as it was seen.
    """
    released = may(by, Right.RELEASE)
    with database.writing() as connection:
        for delivery in deliveries:
            demand_import(connection, by, delivery)
        if reading.newest_revision(connection) != seen:
            _refuse_if_moved(connection, deliveries, seen)
        with new_revision(connection, at=at, by=by, act="file") as opened:
            if mark:
                opened.mark(mark)
            add_person_texts(connection, persons or {})
            numbers: dict[int, int] = {}
            keys: dict[int, str] = {}
            statements: list[NewStatement] = []
            left_out: list[NotTaken] = []
            for delivery in deliveries:
                made = _make_items(opened, delivery.new_items)
                numbers |= {ref: number for ref, (number, _) in made.items()}
                keys |= {ref: key for ref, (_, key) in made.items()}
                this = opened.add_delivery(
                    workbook=opened.add_workbook(delivery.content),
                    file=delivery.file,
                    part=str(delivery.part),
                    ministry=delivery.ministry,
                    stand=delivery.stand,
                    complete=delivery.complete,
                    digest=delivery.digest,
                    signature=delivery.signature,
                    parts=delivery.parts,
                    columns=encode(delivery.columns),
                    scope=None if delivery.scope is None else encode(delivery.scope),
                    options=encode(delivery.options),
                    counts=encode(delivery.counts),
                    warnings=delivery.warnings,
                    problems=encode(delivery.problems),
                )
                left_out += [one._replace(statement=one.statement + len(statements)) for one in delivery.not_taken]
                statements += _numbered(delivery.statements, numbers, this, released)
            stated = opened.state(statements)
            if left_out:
                opened.leave_out([one._replace(statement=stated[one.statement]) for one in left_out])
    return Applied(opened.number, keys)


def demand_import(connection: Connection, by: Actor, delivery: Delivery) -> None:
    """Raises NotAllowed where the actor may not bring in a delivery.

    Who may bring in what is their own needs it to be theirs whole: the scope of the file, each item it speaks of as the
    plan knows it, and what it makes of the item.
    """
    if reach(by, Right.IMPORT) != Reach.OWN:
        demand(by, Right.IMPORT)
        return
    own = own_names(by, reading.bodies(connection), delivery.stand)
    demand(by, Right.IMPORT, {delivery.ministry}, own)
    known = {one.item for one in delivery.statements if one.item > 0}
    owners = comparing.responsible(connection, known, delivery.stand)
    for stated in delivery.statements:
        fields = decode(stated.fields)
        claimed = {fields[name] for name in ("ministry", "lead") if name in fields}
        demand(by, Right.IMPORT, claimed | ({owners[stated.item]} if stated.item > 0 else set()), own)


def _refuse_if_moved(connection: Connection, deliveries: Sequence[Delivery], seen: int) -> None:
    for delivery in deliveries:
        for other in comparing.deliveries(connection, delivery.part):
            if other.revision > seen and (
                other.ministry is None or delivery.ministry is None or other.ministry == delivery.ministry
            ):
                raise PlanMoved
        if comparing.touched_since(connection, {one.item for one in delivery.statements if one.item > 0}, seen):
            raise PlanMoved


def _make_items(opened: Revision, wanted: Sequence[NewItem]) -> dict[int, tuple[int, str]]:
    by_kind: dict[Kind, list[NewItem]] = {}
    for one in wanted:
        by_kind.setdefault(one.kind, []).append(one)
    made: dict[int, tuple[int, str]] = {}
    for kind, items in by_kind.items():
        for one, number_and_key in zip(items, opened.add_items(kind, [one.key for one in items]), strict=True):
            made[one.ref] = number_and_key
    return made


def _numbered(
    statements: Iterable[NewStatement], numbers: dict[int, int], this: int, released: bool
) -> list[NewStatement]:
    return [
        one._replace(
            item=numbers.get(one.item, one.item),
            released=released,
            delivery=this if one.delivery == THIS else one.delivery,
        )
        for one in statements
    ]
