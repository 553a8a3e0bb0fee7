"""The plan that files are compared with: what the store holds, and the files of the same call that come before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

from importers.mapped import NOTHING, Given
from importers.reading import read_bytes
from importers.sheet import Workbook
from masterplan.actions.apply_files import Delivery, NewItem
from masterplan.domain.as_of import Folded, overlay
from masterplan.domain.bodies import Body, lineage
from masterplan.domain.plan import IN_FORCE, Kind, Part
from masterplan.store import column_mapping, comparing, delivered, person_texts
from masterplan.store.canonical import decode
from masterplan.store.column_mapping import Headings
from masterplan.store.comparing import Known, Said
from masterplan.store.engine import Connection
from masterplan.store.writing import NewStatement, new_person_token

BY_HAND = "by_hand"
"""In what is kept of a file's options: the headings whose meaning was given by hand."""

NOT_YET = 2**62
"""The revision of what is still to be written: later than any."""


@dataclass(frozen=True)
class Earlier:
    """A file that was applied, or comes before in the same call."""

    number: int  # 0: comes before in the same call
    revision: int | None
    part: Part
    ministry: str | None
    stand: date
    complete: bool
    digest: str
    kinds: frozenset[Kind]
    ars: frozenset[str] | None
    file: str
    workbook: str
    by_hand: Given


@dataclass(frozen=True)
class SaidBefore:
    """A part of a file that was applied before and is read the same way now."""

    part: Part
    ministry: str | None
    stand: date
    counts: dict[str, int]
    problems: list[dict[str, str | None]]


@dataclass
class PlanAtHand:
    """Answers for one call, all as at one revision. ``pending`` are the deliveries of the call compared so far."""

    connection: Connection
    bodies: Sequence[Body]
    revision: int
    pending: list[Delivery] = field(default_factory=list)
    new_persons: dict[str, tuple[str, str]] = field(default_factory=dict)
    _refs: Iterator[int] = field(default_factory=lambda: count(-1, -1))
    _tokens: dict[str, str] | None = None
    _lineages: dict[tuple[str, date], frozenset[str]] = field(default_factory=dict)
    _labels: dict[Kind, set[str]] = field(default_factory=dict)
    _on_line: dict[Kind, dict[int, list[Said]]] = field(default_factory=dict)

    def given_by_hand(self) -> dict[str, dict[str, Headings]]:
        """What headings were said to mean: Ressort → part → headings."""
        return column_mapping.mappings(self.connection)

    def new_ref(self) -> int:
        """A number that stands for an item still to be made."""
        return next(self._refs)

    def items(
        self, kind: Kind, stand: date, new_items: Sequence[NewItem] = (), stated: Sequence[NewStatement] = ()
    ) -> list[Known]:
        """Every item of a kind, at a Stand, with what the call's files before, and these statements, say of it."""
        found = {one.id: one for one in comparing.known_items(self.connection, kind, stand)}
        before = [(delivery.new_items, delivery.statements) for delivery in self.pending]
        for made, said in [*before, (new_items, stated)]:
            found |= {new.ref: Known(new.ref, new.key or "", None) for new in made if new.kind == kind}
            for one in said:
                _say(found, one, stand)
        return list(found.values())

    def earlier(self, part: Part) -> list[Earlier]:
        """The files of a part, by Stand and then as they came."""
        stored = [
            Earlier(
                row.id,
                row.revision,
                part,
                row.ministry,
                row.stand,
                row.complete,
                row.digest,
                _kinds(decode(row.columns)),
                None if row.scope is None else frozenset(decode(row.scope)),
                row.file,
                row.workbook,
                decode(row.options).get(BY_HAND, NOTHING),
            )
            for row in comparing.deliveries(self.connection, part)
        ]
        before = [
            Earlier(
                0,
                None,
                one.part,
                one.ministry,
                one.stand,
                one.complete,
                one.digest,
                _kinds(one.columns),
                None if one.scope is None else frozenset(one.scope),
                one.file,
                "",
                NOTHING,
            )
            for one in self.pending
            if one.part == part
        ]
        return sorted([*stored, *before], key=lambda one: one.stand)

    def said_before(self, signature: str) -> list["SaidBefore"]:
        """The parts of a file applied with this signature, if all are still the newest of their scope and Stand."""
        rows = comparing.same_reading(self.connection, signature)
        if not rows or len(rows) != rows[0].parts:
            return []
        for row in rows:
            scope = None if row.scope is None else frozenset(decode(row.scope))
            same = [
                one
                for one in self.earlier(Part(row.part))
                if (one.stand, one.ministry, one.ars) == (row.stand, row.ministry, scope)
            ]
            if same[-1].number != row.id:
                return []
        return [
            SaidBefore(Part(row.part), row.ministry, row.stand, decode(row.counts), decode(row.problems))
            for row in rows
        ]

    def stored_workbook(self, earlier: Earlier) -> Workbook | None:
        """The file as it was delivered, read again; None where a tombstone took its place."""
        content = delivered.workbook_bytes(self.connection, earlier.workbook)
        return None if content is None else read_bytes(earlier.file, content)

    def same_line(self, ministry: str | None, on: date, other: str | None, other_on: date) -> bool:
        """Whether two Ressorts, each as reported on its day, are one through 1:1 renames."""
        if ministry is None or other is None:
            return False
        return bool(self._lineage(ministry, on) & self._lineage(other, other_on))

    def covers(self, earlier: Earlier, kind: Kind, fields: dict[str, object], reported_on: date) -> bool:
        """Whether an item of a kind with these fields lies in the scope of a file."""
        return kind in earlier.kinds and self.in_scope(
            kind, fields, reported_on, earlier.ministry, earlier.stand, earlier.ars
        )

    def in_scope(
        self,
        kind: Kind,
        fields: dict[str, object],
        reported_on: date,
        ministry: str | None,
        stand: date,
        ars: frozenset[str] | None,
    ) -> bool:
        """Whether an item lies in the scope of a file: its Ressort's plan, its regions, or the whole part."""
        if kind == Kind.COVERAGE:
            return ars is not None and fields.get("ars") in ars
        if ministry is None or kind not in (Kind.MILESTONE, Kind.MEASURE):
            return True
        reported = fields.get("ministry" if kind == Kind.MILESTONE else "lead")
        return isinstance(reported, str) and self.same_line(reported, reported_on, ministry, stand)

    def person_token(self, words: str) -> str:
        """What stands in the log for a text about a person."""
        if self._tokens is None:
            self._tokens = person_texts.person_tokens(self.connection)
        if words not in self._tokens:
            token, salt = new_person_token(words)
            self._tokens[words] = token
            self.new_persons[token] = (salt, words)
        return self._tokens[words]

    def person_words(self, token: str) -> str | None:
        """The text that a token stands for; None where it was erased."""
        if token in self.new_persons:
            return self.new_persons[token][1]
        return person_texts.person_words(self.connection, [token]).get(token)

    def said_on_line(self, kind: Kind) -> dict[int, list[Said]]:
        """All that was said, also by the call's files before, of those items for which anything was entered on-line."""
        if kind not in self._on_line:
            self._on_line[kind] = comparing.said_on_line(self.connection, kind)
        found = self._on_line[kind]
        if not found or not self.pending:
            return found
        both = {number: list(said) for number, said in found.items()}
        for delivery in self.pending:
            for position, stated in enumerate(delivery.statements):
                if stated.item in both:
                    both[stated.item].append(_pending(delivery, position))
        return both

    def who_said(self, number: int) -> tuple[str, datetime] | None:
        """Who made a statement, and when; None for one of the call's own files."""
        return comparing.who_said(self.connection, number) if number else None

    def names(self, kind: Kind, stand: date) -> frozenset[str]:
        """All numbers and titles by which items of a kind can be referred to."""
        if kind not in self._labels:
            names: set[str] = set()
            for one in self.items(kind, stand):
                for fields in (one.listed or {}, one.at_stand.fields if one.at_stand else {}):
                    names |= _names(fields)
            self._labels[kind] = names
        return frozenset(self._labels[kind])

    def ever_listed(self, kind: Kind, until: date) -> set[int]:
        """The items of a kind that a file with a Stand up to a day listed."""
        found = comparing.ever_listed(self.connection, kind, until)
        for delivery in self.pending:
            if delivery.stand <= until:
                found |= {stated.item for stated in delivery.statements if stated.row is not None}
        return found

    def take(self, delivery: Delivery) -> None:
        """A file of the call was compared; the next ones meet the plan with it."""
        self.pending.append(delivery)
        kinds = {new.ref: new.kind for new in delivery.new_items}
        for stated in delivery.statements:
            kind = kinds.get(stated.item)
            if kind in self._labels:
                self._labels[kind] |= _names(decode(stated.fields))

    def _lineage(self, ministry: str, on: date) -> frozenset[str]:
        if (ministry, on) not in self._lineages:
            self._lineages[ministry, on] = lineage(self.bodies, ministry, on)
        return self._lineages[ministry, on]


def reported_on(known: Known, kind: Kind) -> date:
    """The day on which an item's Ressort was last reported."""
    name = "ministry" if kind == Kind.MILESTONE else "lead"
    if known.at_stand and name in known.at_stand.origins:
        return known.at_stand.origins[name].on
    return known.listed_on or date.min


def in_force(folded: Folded | None) -> bool:
    """Whether an item is listed at a cut."""
    return folded is not None and folded.fields.get(IN_FORCE) is not False


def _names(fields: dict[str, object]) -> set[str]:
    return {str(fields[name]) for name in ("number", "title", "ozg_id") if fields.get(name)}


def _say(found: dict[int, Known], stated: NewStatement, stand: date) -> None:
    one = found.get(stated.item)
    if one is None:
        return
    fields = decode(stated.fields)
    if stated.effective_on <= stand:
        one.at_stand = overlay(one.at_stand, 0, stated.effective_on, fields)
    if stated.row is not None and (
        one.listed_on is None or abs(stated.effective_on - stand) <= abs(one.listed_on - stand)
    ):
        one.listed_on, one.listed = stated.effective_on, fields


def _pending(delivery: Delivery, position: int) -> Said:
    stated = delivery.statements[position]
    left_out = {one.field: decode(one.value) for one in delivery.not_taken if one.statement == position}
    return Said(0, NOT_YET, stated.effective_on, True, decode(stated.fields), left_out)


def _kinds(columns: dict[str, dict[str, dict[str, str]]]) -> frozenset[Kind]:
    return frozenset(Kind(kind) for kinds in columns.values() for kind in kinds)
