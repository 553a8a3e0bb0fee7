"""Rows of a table as canonical JSON, column by column: what 100,000 rows spend their time on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from json.encoder import encode_basestring

from importers.extracts import Extract, RowTable
from masterplan.domain.plan import FIELDS, IN_FORCE, FieldType
from masterplan.store.canonical import encode


def encode_rows(values: Mapping[str, Sequence[object]], rows: int) -> list[str]:
    """Each row as the JSON object of its fields, with ``in_force`` true: a file's row lists its item."""
    names = sorted({*values, IN_FORCE})
    template = ",".join(f'"{name}":%s' for name in names)
    columns = [_encoded(values[name]) if name != IN_FORCE else ["true"] * rows for name in names]
    return ["{" + template % row + "}" for row in zip(*columns, strict=True)]


def encode_wordings(table: RowTable) -> list[str | None]:
    """Each row's words, where they say more than the value, as JSON; those about persons are left out."""
    names = [name for name in sorted(table.wordings) if not _is_person(table, name)]
    columns = [[_named(name, words) for words in table.wordings[name]] for name in names]
    rows = zip(*columns, strict=True) if columns else ((),) * len(table)
    return ["{" + ",".join(said) + "}" if (said := [one for one in row if one]) else None for row in rows]


def digest_of(extract: Extract, texts: Iterable[Sequence[str]], wordings: Iterable[Sequence[str | None]]) -> str:
    """SHA-256 of what the rows say, whatever their order and place."""
    rows = sorted(
        f"{table.kind} {key} {text} {words}"
        for table, of_table, words_of_table in zip(extract.tables, texts, wordings, strict=True)
        for key, text, words in zip(_keys(table), of_table, words_of_table, strict=True)
    )
    digest = sha256()
    for row in rows:
        digest.update(row.encode())
    return digest.hexdigest()


def _keys(table: RowTable) -> Sequence[str | None]:
    return table.keys or [None] * len(table)


def _encoded(column: Iterable[object]) -> Iterator[str]:
    """Each value as JSON; lists that are one object are encoded once."""
    lists: dict[int, str] = {}
    for value in column:
        if value is None:
            yield "null"
        elif isinstance(value, str):
            yield encode_basestring(value)
        elif isinstance(value, list):
            if id(value) not in lists:
                lists[id(value)] = encode(value)
            yield lists[id(value)]
        else:
            yield encode(value)


def _named(name: str, words: str | None) -> str | None:
    return None if words is None else f'"{name}":{encode_basestring(words)}'


def _is_person(table: RowTable, name: str) -> bool:
    one = FIELDS[table.kind].get(name)
    return one is not None and one.type == FieldType.PERSON
