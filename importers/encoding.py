"""Rows of a table as the canonical JSON of their statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from hashlib import sha256
from pathlib import Path

from importers.extracts import Extract, RowTable
from importers.scope import name_says
from importers.sheet import Workbook
from masterplan import domain
from masterplan.domain.bodies import Body
from masterplan.domain.plan import IN_FORCE, person_fields
from masterplan.store.canonical import decode, encode

LONG = 2000  # rows


def encode_rows(values: Mapping[str, Sequence[object]], rows: int) -> list[str]:
    """Each row as the JSON object of its fields, with ``in_force`` true: a file's row lists its item."""
    names = (*values, IN_FORCE)
    columns = (*values.values(), [True] * rows)
    return [encode(dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]


def encode_wordings(table: RowTable) -> list[str | None]:
    """Each row's words, where they say more than the value, as JSON; those about persons are left out."""
    names = [name for name in table.wordings if name not in person_fields(table.kind)]
    rows = zip(*(table.wordings[name] for name in names), strict=True) if names else ((),) * len(table)
    said = ({name: words for name, words in zip(names, row, strict=True) if words is not None} for row in rows)
    return [encode(words) if words else None for words in said]


def words_of(wordings: str | None, stated: Mapping[str, object]) -> str | None:
    """Of a row's words, as JSON, those of the fields that are stated."""
    words = {name: said for name, said in decode(wordings or "{}").items() if name in stated}
    return encode(words) if words else None


def digest_of(
    extract: Extract, texts: Iterable[Sequence[str]], wordings: Iterable[Sequence[str | None]], export: str
) -> str:
    """SHA-256 of what the rows say, whatever their order and place; of a returned workbook also which one it was."""
    rows = sorted(
        f"{table.kind} {key} {text} {words}"
        for table, of_table, words_of_table in zip(extract.tables, texts, wordings, strict=True)
        for key, text, words in zip(_keys(table), of_table, words_of_table, strict=True)
    )
    digest = sha256(export.encode())
    if export:  # elsewhere a row confirms what it says with or without that column
        rows += sorted(
            f"{key} confirmed"
            for table in extract.tables
            for key, confirmed in zip(table.keys, table.confirmed, strict=False)
            if confirmed
        )
    for row in rows:
        digest.update(row.encode())
    return digest.hexdigest()


def _keys(table: RowTable) -> Sequence[str | None]:
    return table.keys or [None] * len(table)


def signature(workbook: Workbook, options: Mapping[str, object], bodies: Sequence[Body]) -> str:
    """SHA-256 of all that the reading of a file rests on: cells, what its name says, what was settled, the rules."""
    # What a name says is dear to find out; a short file with another name is sooner compared than that.
    is_long = sum(len(sheet.rows) for sheet in workbook.sheets) > LONG
    name = name_says(workbook.file, bodies) if is_long else workbook.file
    digest = sha256(f"{_rules()} {name} {encode(options)} {bodies!r}".encode())
    for sheet in workbook.sheets:
        marks = {one.name: getattr(sheet, one.name) for one in fields(sheet) if one.name != "rows"}
        digest.update(repr({name: _in_order(mark) for name, mark in marks.items()}).encode())
        for start in range(0, len(sheet.rows), 5000):
            digest.update(encode(sheet.rows[start : start + 5000]).encode())
    return digest.hexdigest()


def _in_order(mark: object) -> object:
    if isinstance(mark, dict):
        return sorted(mark.items())
    return sorted(mark) if isinstance(mark, set) else mark


@cache
def _rules() -> str:
    """SHA-256 of the programs that read files: other rules may read the same cells otherwise."""
    folders = (Path(__file__).parent, Path(domain.__file__).parent)
    programs = sorted(path for folder in folders for path in folder.rglob("*.py"))
    return sha256(b"".join(path.read_bytes() for path in programs)).hexdigest()
