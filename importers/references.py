"""References of a file to goals, Wegmarken, measures and services that nobody knows."""

from datetime import date

from importers.differences import Diff
from importers.extracts import Extract
from importers.plan_at_hand import PlanAtHand
from importers.problems import warning
from masterplan.domain.plan import FIELDS, FieldType, Kind


def unknown_references(plan: PlanAtHand, diff: Diff) -> None:
    """Links to goals, Wegmarken, measures or services that nobody knows yet: they stay open."""
    extract = diff.extract
    assert extract.stand is not None
    for table in extract.tables:
        for name, column in FIELDS[table.kind].items():
            if column.type != FieldType.REFERENCES or name not in table.values:
                continue
            mentioned = _first_mentions(table.values[name])
            if not mentioned:
                continue
            names = {text for kind in column.targets for text in _names(plan, extract, kind, extract.stand)}
            for written, position in mentioned.items():
                if _plain(written) not in names:
                    cell = table.cell(position, name)
                    heading = table.headings.get(name, name)
                    message = (
                        f"{table.sheet}!{cell}: „{written}“ ({heading}) ist nicht bekannt. "
                        "Der Bezug bleibt offen, bis es einen solchen Eintrag gibt."
                    )
                    diff.problems.append(warning("reference-unknown", message, table.sheet, cell, written))


def _names(plan: PlanAtHand, extract: Extract, kind: Kind, stand: date) -> set[str]:
    names = {_plain(name) for name in plan.names(kind, stand)}
    for table in extract.tables:
        if table.kind == kind:
            for column in ("number", "title"):
                names |= {_plain(str(value)) for value in table.values.get(column, []) if value is not None}
    return names


def _plain(text: str) -> str:
    return "".join(text.casefold().split())


def _first_mentions(column: list[object]) -> dict[str, int]:
    """Each written reference with the position of the row that names it first."""
    seen: dict[int, bool] = {}
    found: dict[str, int] = {}
    for position, written in enumerate(column):
        if id(written) in seen or not isinstance(written, list):
            continue
        seen[id(written)] = True
        for one in written:
            found.setdefault(str(one), position)
    return found
