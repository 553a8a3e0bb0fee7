"""What a delivered workbook says, column by column: one extract per part and Ressort, ready for comparison."""

from dataclasses import dataclass, field, replace
from datetime import date

from importers.problems import Problem, Severity
from masterplan.domain.plan import Kind, Part, Reading


@dataclass(frozen=True)
class RowTable:
    """The rows of one kind from one table of one sheet. Position i is the same row in every list.

    Every row states every field in ``fields``, with value None where its cell was empty or doubtful; a field that is
    not listed was no column of the table and is not stated. Values are JSON-ready (days as ISO text, lists of text);
    equal cells share one value object, so nobody changes a value in place.

    A doubtful value is None with its words in ``wordings``, which holds only fields in which at least one row has words
    that say more than the value.
    """

    kind: Kind
    sheet: str
    fields: list[str]
    columns: dict[str, str]  # field → letter of its column; fields without a column stand in ``fixed``
    headings: dict[str, str]  # field → heading as written
    rows: list[int]  # zero-based row in the sheet
    values: dict[str, list[object]]  # field → one value per position
    wordings: dict[str, list[str | None]] = field(default_factory=dict)  # field → one wording per position
    keys: list[str | None] = field(default_factory=list)  # item key where the file gives one, e.g. "service/10000"
    cells: dict[int, dict[str, str]] = field(default_factory=dict)  # position → field → address, where it is another
    fixed: dict[str, str | None] = field(default_factory=dict)  # field → the one address it was read from for all rows
    also: dict[int, list[str]] = field(default_factory=dict)  # position → first cells of further rows that say the same
    confirmed: list[bool] = field(default_factory=list)  # „unverändert bestätigt“, where the table has such a column

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, positions: list[int]) -> "RowTable":
        """The table with only the rows at these positions."""
        if len(positions) == len(self):
            return self
        return replace(
            self,
            fields=list(self.fields),
            rows=[self.rows[at] for at in positions],
            values={name: [values[at] for at in positions] for name, values in self.values.items()},
            wordings={name: [words[at] for at in positions] for name, words in self.wordings.items()},
            keys=[self.keys[at] for at in positions] if self.keys else [],
            cells={new: self.cells[at] for new, at in enumerate(positions) if at in self.cells},
            also={new: self.also[at] for new, at in enumerate(positions) if at in self.also},
            confirmed=[self.confirmed[at] for at in positions] if self.confirmed else [],
        )

    def cell(self, position: int, name: str) -> str | None:
        """The address a value was read from, or None where an option or the file's name gave it."""
        exception = self.cells.get(position)
        if exception is not None and name in exception:
            return exception[name]
        letter = self.columns.get(name)
        if letter is not None:
            return f"{letter}{self.rows[position] + 1}"
        return self.fixed.get(name)

    def reading(self, position: int, name: str) -> Reading:
        """What one row says in one field."""
        words = self.wordings.get(name)
        return Reading(self.values[name][position], None if words is None else words[position])


@dataclass(frozen=True)
class IgnoredRow:
    """A row that can make no item, with its words by heading; kept with the file and shown."""

    sheet: str
    row: int
    reason: str
    words: dict[str, str]


@dataclass(frozen=True)
class Extract:
    """What a workbook says about one part (and, where it has one, of one Ressort) at one Stand.

    ``ministry`` is the scope: always set for an implementation plan without errors, set for measures only where an
    option or a label „Ressort:“ says so, None elsewhere. The problems of reading the file itself stand in
    ``Workbook.problems`` and are not repeated here. With an error among ``problems`` part, ministry and stand may be
    None.
    """

    part: Part | None
    ministry: str | None
    stand: date | None
    tables: list[RowTable] = field(default_factory=list)
    ignored: list[IgnoredRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether an error among the problems refuses the file."""
        return any(problem.severity == Severity.ERROR for problem in self.problems)

    @property
    def row_count(self) -> int:
        """Rows of the tables: those that make an item, those that repeat one, and those ignored."""
        repeated = sum(len(cells) for table in self.tables for cells in table.also.values())
        return sum(len(table) for table in self.tables) + repeated + len(self.ignored)

    @property
    def ars(self) -> frozenset[str]:
        """The regional keys a coverage file speaks of: its scope."""
        return frozenset(
            value
            for table in self.tables
            if table.kind == Kind.COVERAGE
            for value in table.values.get("ars", [])
            if isinstance(value, str)
        )
