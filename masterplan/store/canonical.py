"""Canonical JSON, and the hash chain over the log."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
"""A value as canonical JSON: sorted keys, no blanks, umlauts as they are."""

FIRST_LINK = "0" * 64


class TableDigest:
    """SHA-256 over the rows that one revision adds to a log table, whatever their order."""

    def __init__(self) -> None:
        self.rows: list[bytes] = []

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows += [hashlib.sha256(encode([_plain(value) for value in row]).encode()).digest() for row in rows]

    def hexdigest(self) -> str:
        return hashlib.sha256(b"".join(sorted(self.rows))).hexdigest()


def link(previous: str, revision: Sequence[Any], tables: dict[str, str]) -> str:
    """The link of one revision: over the one before, its own row and the digests of its log rows by table."""
    return hashlib.sha256(encode([previous, [_plain(value) for value in revision], tables]).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
