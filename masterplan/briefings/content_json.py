"""A briefing as canonical JSON and back: plain values, each block with the name of its class as ``type``."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from masterplan.briefings.content import (
    Block,
    Briefing,
    Bullet,
    Bullets,
    Cell,
    Chart,
    Column,
    Evidence,
    Facts,
    Figures,
    FigureValue,
    Note,
    Origin,
    Paragraph,
    RuleFact,
    Section,
    Series,
    Span,
    Table,
)

_BLOCKS: Mapping[str, type] = {one.__name__: one for one in (Paragraph, Bullets, Note, Figures, Table, Chart)}


def as_plain(value: Any) -> Any:
    """A briefing, or a part of it, as dictionaries, lists and plain values."""
    if is_dataclass(value):
        named = {field.name: as_plain(getattr(value, field.name)) for field in fields(value)}
        name = type(value).__name__
        return {"type": name, **named} if name in _BLOCKS else named
    if isinstance(value, tuple | list):
        return [as_plain(one) for one in value]
    return value


def canonical(briefing: Briefing) -> str:
    """The briefing as canonical JSON: equal content gives equal text, and the other way round."""
    return json.dumps(as_plain(briefing), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def from_plain(plain: Mapping[str, Any]) -> Briefing:
    """The briefing that `as_plain` was made of."""
    facts = dict(plain["facts"])
    facts["rules"] = tuple(RuleFact(**rule) for rule in facts["rules"])
    return Briefing(
        Facts(**facts),
        tuple(_section(one) for one in plain["sections"]),
        tuple(Origin(**_tuples(one)) for one in plain["origins"]),
        tuple(Evidence(**one) for one in plain["evidence"]),
        tuple(_section(one) for one in plain["data"]),
    )


def _section(plain: Mapping[str, Any]) -> Section:
    return Section(**{**plain, "blocks": tuple(_block(one) for one in plain["blocks"])})


def _block(plain: Mapping[str, Any]) -> Block:
    parts: dict[str, Any] = {name: value for name, value in plain.items() if name != "type"}
    match plain["type"]:
        case "Bullets":
            parts["items"] = tuple(Bullet(**one) for one in parts["items"])
        case "Figures":
            parts["figures"] = tuple(FigureValue(**one) for one in parts["figures"])
        case "Table":
            parts["columns"] = tuple(Column(**one) for one in parts["columns"])
            parts["rows"] = tuple(tuple(Cell(**cell) for cell in row) for row in parts["rows"])
        case "Chart":
            parts["series"] = tuple(_series(one) for one in parts["series"])
            parts = _tuples(parts)
    block: Block = _BLOCKS[plain["type"]](**parts)
    return block


def _series(plain: Mapping[str, Any]) -> Series:
    spans = tuple(None if span is None else Span(**span) for span in plain["spans"])
    return Series(**{**_tuples(plain), "spans": spans})


def _tuples(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Lists as tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()}
