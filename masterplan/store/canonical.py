"""Canonical JSON, and the hash chain over the log."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

decode = orjson.loads
FIRST_LINK = "0" * 64


def encode(value: Any) -> str:
    """A value as canonical JSON: sorted keys, no blanks, umlauts as they are, days and moments as ISO text."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


class TableDigest:
    """SHA-256 over the rows that one revision adds to a log table, whatever their order."""

    def __init__(self) -> None:
        self.rows: list[bytes] = []

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows += [hashlib.sha256(orjson.dumps(list(row))).digest() for row in rows]

    def hexdigest(self) -> str:
        return hashlib.sha256(b"".join(sorted(self.rows))).hexdigest()


def link(previous: str, revision: Sequence[Any], tables: dict[str, str]) -> str:
    """The link of one revision: over the one before, its own row and the digests of its log rows by table."""
    return hashlib.sha256(encode([previous, list(revision), tables]).encode()).hexdigest()
