"""Canonical JSON, and the hash chain over the log."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

decode = orjson.loads
FIRST_LINK = "0" * 64


def encode(value: Any) -> str:
    """A value as canonical JSON: sorted keys, no blanks, umlauts as they are, days and moments as ISO text."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except orjson.JSONEncodeError:  # a whole number of more than 64 bits, which only the standard library writes
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
