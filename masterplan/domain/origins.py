"""Where values come from: the entries of an item's history, and what each of its fields rests on at a cut."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from masterplan.domain.as_of import Folded
from masterplan.domain.plan import BASELINE_ON, FIELDS, FIRST_ON, IN_FORCE, Kind


@dataclass(frozen=True)
class Entry:
    """One statement with its source: a row of a delivered file, or what somebody entered.

    ``places`` says for each field where in the sheet it stood: the letter of its column, or an address.
    """

    statement: int
    revision: int
    recorded_at: datetime
    by: str
    act: str
    effective_on: date
    released: bool
    fields: Mapping[str, object]
    wordings: Mapping[str, str] = field(default_factory=dict)
    file: str | None = None
    sha256: str | None = None
    sheet: str | None = None
    row: int | None = None
    places: Mapping[str, str] = field(default_factory=dict)

    def cell(self, name: str) -> str | None:
        """The address a field was read from: ``D17``."""
        place = self.places.get(name)
        if place is None or self.row is None or place[-1].isdigit():
            return place
        return f"{place}{self.row}"

    def as_json(self) -> dict[str, object]:
        """Who said what, when and where."""
        return dict(self._source)

    @cached_property
    def _source(self) -> Mapping[str, object]:
        source: dict[str, object] = {
            "statement": self.statement,
            "revision": self.revision,
            "recorded_at": self.recorded_at.isoformat(),
            "by": self.by,
            "act": self.act,
            "effective_on": self.effective_on.isoformat(),
            "released": self.released,
        }
        if self.file:
            source |= {"file": self.file, "sha256": self.sha256, "sheet": self.sheet, "row": self.row}
        return source


def item_answer(key: str, kind: str, at_cut: Folded | None, history: Sequence[Entry]) -> dict[str, object]:
    """Everything known of one item as JSON: its fields at the cut with their origins, and its whole history."""
    entries = {entry.statement: entry for entry in history}
    fields: dict[str, object] = {}
    order = {name: place for place, name in enumerate(FIELDS[Kind(kind)])}
    stated = at_cut.fields if at_cut else {}
    for name, value in sorted(stated.items(), key=lambda field: order.get(field[0], len(order))):
        assert at_cut is not None
        entry = entries.get(at_cut.origins[name].statement)
        fields[name] = value_answer(name, value, entry)
    return {
        "key": key,
        "kind": kind,
        "known": at_cut is not None,
        "in_force": at_cut is not None and at_cut.fields.get(IN_FORCE) is not False,
        "fields": {name: answer for name, answer in fields.items() if name != IN_FORCE},
        "history": [
            {
                **entry.as_json(),
                "fields": {name: value_answer(name, value, entry, bare=True) for name, value in entry.fields.items()},
            }
            for entry in history
        ],
    }


def value_answer(name: str, value: object, entry: Entry | None, bare: bool = False) -> dict[str, object]:
    """One value with its wording and cell and, if not ``bare``, who said it when and in which file."""
    answer: dict[str, object] = {"value": value}
    if entry is not None:
        source = "due_on" if name == BASELINE_ON else name
        answer |= {"wording": entry.wordings.get(source), "cell": None if name == FIRST_ON else entry.cell(source)}
        if not bare:
            answer |= entry.as_json()
    return answer
