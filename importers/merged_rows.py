"""Rows of a file whose items were also reported otherwise: merged cell by cell, with the questions that remain."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from importers.differences import Conflict, Diff, Later, Settling, place_of, title_of
from importers.extracts import RowTable
from importers.merging import (
    NOT_HANDED_OUT,
    Base,
    Began,
    Merged,
    base_of_files,
    cells_of,
    edited_since,
    entered_on_line,
    merge,
)
from importers.plan_at_hand import PlanAtHand
from importers.problems import warning
from masterplan.actions.apply_files import THIS
from masterplan.domain.plan import IN_FORCE, WORDS_OF, Kind, person_fields
from masterplan.domain.reporting.entries import confirmed as states_again
from masterplan.domain.reporting.entries import demands
from masterplan.store.canonical import encode
from masterplan.store.comparing import Known, Said
from masterplan.store.writing import NewStatement, NotTaken

Fields = Mapping[str, object]


@dataclass
class MergedRows:
    """The merge of one file. ``began`` says what its rows began with, where it was handed out by us."""

    plan: PlanAtHand
    diff: Diff
    settling: Settling
    began: Began = NOT_HANDED_OUT
    _on_line: dict[Kind, dict[int, list[Said]]] = field(default_factory=dict)

    @property
    def stand(self) -> date:
        assert self.diff.extract.stand is not None
        return self.diff.extract.stand

    def base(self, kind: Kind, known: Known) -> Base | None:
        """What both sides began with; None where nothing can stand against the file."""
        if known.key in self.began.rows:
            return self.began.rows[known.key]
        said = self._said(kind, known)
        return base_of_files(said, self.stand) if said else None

    def row(self, table: RowTable, position: int, known: Known, theirs: Fields, base: Base) -> Merged:
        """What the row states; open questions are added to the diff and stand as left out."""
        ours = known.at_stand.fields if known.at_stand else {}
        again = states_again(table.kind, ours) if base.silent and table.confirmed and table.confirmed[position] else ()
        merged = merge(theirs, ours, base, again)
        cells = {name: cell for cell in cells_of(theirs) for name in cell}
        for name in merged.asked:
            conflict = self._conflict(
                table.kind, known, name, base.theirs.get(name), theirs[name], place_of(table, position, name)
            )
            answer = self.settling.answer(conflict)
            if answer == "ask":
                self.diff.conflicts.append(conflict)
            side = merged.taken if answer == "theirs" else merged.left_out
            side |= {one: theirs[one] for one in cells[name]}
        self._later(table, position, known, {**merged.taken, **merged.left_out})
        if base.silent:
            self._unexplained(table, position, ours, merged.taken)
        return merged

    def leave_out(self, table: RowTable, position: int, left_out: Fields, addressed: bool) -> None:
        """Notes the cells that were not taken beside the row's statement, which was added last."""
        for name, value in left_out.items():
            words = table.wordings.get(name) if name not in person_fields(table.kind) else None
            cell = table.cell(position, name) if addressed else table.cells.get(position, {}).get(name)
            self._not_taken(name, value, words[position] if words else None, cell)

    def is_missing(self, kind: Kind, known: Known) -> bool:
        """Whether an item that the file does not list is withdrawn: not where it was kept before, or is kept now."""
        base = self.base(kind, known)
        if base is None:
            return True
        assert known.at_stand is not None
        ours = known.at_stand.fields
        if base.theirs.get(IN_FORCE) is False:
            return False
        names: Iterable[str] = base.ours if base.silent else entered_on_line(self._said(kind, known), self.stand)
        if not edited_since(names, ours, base):
            return True
        conflict = self._conflict(kind, known, IN_FORCE, True, False, None)
        answer = self.settling.answer(conflict)
        if answer == "ask":
            self.diff.conflicts.append(conflict)
        elif answer == "ours":
            self.diff.statements.append(NewStatement(known.id, self.stand, "file", True, "{}", delivery=THIS))
            self._not_taken(IN_FORCE, False)
        return answer == "theirs"

    def _said(self, kind: Kind, known: Known) -> Sequence[Said]:
        if kind not in self._on_line:
            self._on_line[kind] = self.plan.said_on_line(kind)
        return self._on_line[kind].get(known.id, ())

    def _not_taken(self, name: str, value: object, wording: str | None = None, cell: str | None = None) -> None:
        statement = len(self.diff.statements) - 1
        self.diff.not_taken.append(NotTaken(statement, name, encode(value), wording, cell))

    def _conflict(
        self, kind: Kind, known: Known, name: str, base: object, theirs: object, cell: str | None
    ) -> Conflict:
        folded = known.at_stand
        ours = folded.fields.get(name) if folded else None
        by, at = self._who(kind, known, name)
        shown = [self._shown(kind, name, value) for value in (base, theirs, ours)]
        title = str(folded.fields.get("title") or "") if folded else ""
        return Conflict(kind, known.key, name, shown[0], shown[1], shown[2], by, at, cell, title)

    def _who(self, kind: Kind, known: Known, name: str) -> tuple[str | None, str | None]:
        """Who said, and when, what the plan holds in a field; of the item as a whole, who said the last of it."""
        origins = known.at_stand.origins if known.at_stand else {}
        if name == IN_FORCE and origins:
            origin = max(origins.values(), key=lambda one: (one.on, one.statement))
        elif name in origins:
            origin = origins[name]
        else:
            return None, None
        said = self.plan.who_said(origin.statement)
        return (None, None) if said is None else (said[0], said[1].isoformat())

    def _later(self, table: RowTable, position: int, known: Known, theirs: Fields) -> None:
        """Notes what was entered on-line for days after the Stand and says something else: it stays in force."""
        newest = {
            name: said
            for said in self._said(table.kind, known)
            if not said.by_file and said.effective_on > self.stand
            for name in said.fields
        }
        for name, one in newest.items():
            if name in theirs and name not in WORDS_OF.values() and one.fields[name] != theirs[name]:
                value = self._shown(table.kind, name, one.fields[name])
                title = title_of(table, position)
                self.diff.later.append(Later(table.kind, known.key, title, name, value, one.effective_on, one.by))

    def _unexplained(self, table: RowTable, position: int, ours: Fields, taken: Fields) -> None:
        """Tells what a form would refuse: an entry or a confirmation in a handed-out workbook without its reason."""
        for broken in demands(ours, taken, self.stand):
            if broken.field == "achieved_on":
                continue  # a coming day was told when the row was validated
            cell = table.cell(position, broken.field)
            place = f"{table.sheet}!{cell}" if cell else f"{table.sheet}, Zeile {table.rows[position] + 1}"
            told = f"{place}: {broken.message} Die Zeile wird übernommen; bitte tragen Sie die Begründung nach."
            self.diff.problems.append(warning(broken.code, told, table.sheet, cell))

    def _shown(self, kind: Kind, name: str, value: object) -> object:
        """A value as people read it where it is about a person; else as it is."""
        return self.plan.person_words(value) if isinstance(value, str) and name in person_fields(kind) else value
