"""Rows of a file whose items were also reported on-line: merged cell by cell, with the questions that remain."""

from collections.abc import Mapping, Sequence
from datetime import date

from importers.differences import Conflict, Diff, Later, Settling, person_fields, place_of, title_of
from importers.extracts import RowTable
from importers.merging import WORDS_OF, Base, Merged, cells_of, edited_since, merge
from importers.plan_at_hand import PlanAtHand
from masterplan.actions.apply_files import THIS
from masterplan.domain.plan import IN_FORCE, Kind
from masterplan.store.canonical import encode
from masterplan.store.comparing import Known, Said
from masterplan.store.writing import NewStatement, NotTaken

Fields = Mapping[str, object]


class MergedRows:
    """The merge of one file: asks, settles and notes. One for all rows of the file."""

    def __init__(self, plan: PlanAtHand, diff: Diff, settling: Settling) -> None:
        self.plan = plan
        self.diff = diff
        self.settling = settling
        stand = diff.extract.stand
        assert stand is not None
        self.stand: date = stand

    def row(
        self, table: RowTable, position: int, known: Known, said: Sequence[Said], theirs: Fields, base: Base
    ) -> Merged:
        """What the row states; open questions are added to the diff and stand as left out."""
        ours = known.at_stand.fields if known.at_stand else {}
        confirmed = bool(table.confirmed) and table.confirmed[position]
        merged = merge(theirs, ours, base, confirmed)
        cells = {name: cell for cell in cells_of(theirs) for name in cell}
        for name in merged.asked:
            conflict = self._conflict(
                table.kind, known, said, name, base.theirs.get(name), theirs[name], place_of(table, position, name)
            )
            answer = self.settling.answer(conflict)
            if answer == "ask":
                self.diff.conflicts.append(conflict)
            side = merged.taken if answer == "theirs" else merged.left_out
            side |= {one: theirs[one] for one in cells[name]}
        self._later(table, position, known, said, theirs)
        return merged

    def leave_out(self, table: RowTable, position: int, left_out: Fields, whole: bool) -> None:
        """Notes the cells that were not taken beside the row's statement, which was added last."""
        for name, value in left_out.items():
            words = table.wordings.get(name) if name not in person_fields(table.kind) else None
            cell = table.cell(position, name) if whole else table.cells.get(position, {}).get(name)
            self.diff.not_taken.append(
                NotTaken(
                    len(self.diff.statements) - 1, name, encode(value), words[position] if words else None, cell
                )
            )

    def is_missing(self, kind: Kind, known: Known, said: Sequence[Said], base: Base) -> bool:
        """Whether an item that the file does not list is withdrawn: not where it was kept before, or is kept now."""
        assert known.at_stand is not None
        if base.theirs.get(IN_FORCE) is False:
            return False
        if not edited_since(said, known.at_stand.fields, base, self.stand):
            return True
        conflict = self._conflict(kind, known, said, IN_FORCE, True, False, None)
        answer = self.settling.answer(conflict)
        if answer == "ask":
            self.diff.conflicts.append(conflict)
        elif answer == "ours":
            self.diff.statements.append(NewStatement(known.id, self.stand, "file", True, "{}", delivery=THIS))
            self.diff.not_taken.append(NotTaken(len(self.diff.statements) - 1, IN_FORCE, encode(False)))
        return answer == "theirs"

    def _conflict(
        self, kind: Kind, known: Known, said: Sequence[Said], name: str, base: object, theirs: object, cell: str | None
    ) -> Conflict:
        ours = known.at_stand.fields if known.at_stand else {}
        latest = _latest_on_line(said, name, self.stand)
        began, said_by_them, said_by_us = (self._shown(kind, name, one) for one in (base, theirs, ours.get(name)))
        at = latest.at.isoformat() if latest and latest.at else None
        by = latest.by if latest else None
        return Conflict(kind, known.key, name, began, said_by_them, said_by_us, by, at, cell)

    def _later(
        self, table: RowTable, position: int, known: Known, said: Sequence[Said], theirs: Fields
    ) -> None:
        """Notes what was entered on-line for days after the Stand and says something else: it stays in force."""
        newest = {name: one for one in said if not one.by_file and one.effective_on > self.stand for name in one.fields}
        for name, one in newest.items():
            if name in theirs and name not in WORDS_OF.values() and one.fields[name] != theirs[name]:
                value = self._shown(table.kind, name, one.fields[name])
                title = title_of(table, position)
                self.diff.later.append(Later(table.kind, known.key, title, name, value, one.effective_on, one.by))

    def _shown(self, kind: Kind, name: str, value: object) -> object:
        """A value as people read it where it is about a person; else as it is."""
        return self.plan.person_words(value) if isinstance(value, str) and name in person_fields(kind) else value


def _latest_on_line(said: Sequence[Said], name: str, stand: date) -> Said | None:
    """The entry made on-line that counts for a field at the Stand; for the item as a whole the last one."""
    entered = [
        one
        for one in said
        if not one.by_file and one.effective_on <= stand and (name == IN_FORCE or name in one.fields)
    ]
    return max(entered, key=lambda one: (one.effective_on, one.revision, one.number), default=None)
