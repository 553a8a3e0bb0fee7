"""Canonical JSON, and the hash chain over the log."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
"""A value as canonical JSON: sorted keys, no blanks, umlauts as they are."""

FIRST_LINK = "0" * 64


class TableDigest:
    """SHA-256 over the rows that one revision adds to a log table, whatever their order. Rows are plain (``plain``)."""

    def __init__(self) -> None:
        self.rows: list[bytes] = []

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows += [hashlib.sha256(encode(row).encode()).digest() for row in rows]

    def hexdigest(self) -> str:
        return hashlib.sha256(b"".join(sorted(self.rows))).hexdigest()


def link(previous: str, revision: Sequence[Any], tables: dict[str, str]) -> str:
    """The link of one revision: over the one before, its own row and the digests of its log rows by table."""
    return hashlib.sha256(encode([previous, plain(revision), tables]).encode()).hexdigest()


def plain(row: Sequence[Any]) -> list[Any]:
    """A row with days and moments as ISO text: as it is hashed, and as both engines take it."""
    return [value if type(value) in _AS_IT_IS else _text(value) for value in row]


_AS_IT_IS = (str, int, bool, type(None))


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)
