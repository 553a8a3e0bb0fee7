"""Texts about persons, which the log knows by tokens only: they stand where they can be erased."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from masterplan.domain.plan import Kind, person_fields
from masterplan.store.chunks import chunks
from masterplan.store.tables import person_text


def person_words(connection: Connection, tokens: Iterable[str]) -> dict[str, str | None]:
    """The texts that tokens stand for; None where they were erased."""
    found: dict[str, str | None] = {}
    for chunk in chunks(sorted(set(tokens))):
        query = select(person_text.c.token, person_text.c.text).where(person_text.c.token.in_(chunk))
        found |= {row.token: row.text for row in connection.execute(query)}
    return found


def person_tokens(connection: Connection) -> dict[str, str]:
    """The token of each text about a person that is known and not erased."""
    query = select(person_text.c.text, person_text.c.token).where(person_text.c.text.is_not(None))
    return {row.text: row.token for row in connection.execute(query)}


def put_words(connection: Connection, kind: Kind, stated: Sequence[dict[str, Any]]) -> None:
    """Puts the texts about persons in the place of their tokens, in the fields of some items of a kind."""
    names = person_fields(kind)
    words = person_words(connection, (fields[name] for fields in stated for name in names if fields.get(name)))
    for name in names:
        for fields in stated:
            token = fields.get(name)
            if token is not None:
                fields[name] = words.get(token, token)
