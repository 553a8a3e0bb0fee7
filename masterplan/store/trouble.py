"""What goes wrong with a database, said in German: what happened, whether anything was saved, what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

BUSY = (
    "Die Datenbank wird gerade von jemand anderem beschrieben. Es wurde nichts gespeichert; bitte versuchen Sie es in "
    "einer Minute noch einmal."
)


class DatabaseUnusable(Exception):
    """The database cannot be opened or used as it is; the text says in German why and what to do."""


class DatabaseBusy(DatabaseUnusable):
    """Somebody else held the write lock for too long; nothing was written."""

    def __init__(self, sentence: str = BUSY) -> None:
        super().__init__(sentence)


@contextmanager
def said_in_german() -> Iterator[None]:
    """Raises `DatabaseUnusable` for whatever is not the program's own mistake."""
    try:
        yield
    except NoConnectionFree as trouble:
        raise DatabaseBusy(
            "Alle Verbindungen zur Datenbank sind belegt. Es wurde nichts gespeichert; bitte versuchen Sie es in einer "
            "Minute noch einmal."
        ) from trouble
    except DBAPIError as trouble:
        words = str(trouble.orig).lower()
        for marks, kind, sentence in SAID:
            if any(all(part in words for part in mark.split("…")) for mark in marks):
                raise kind(sentence) from trouble
        if not isinstance(trouble, OperationalError):
            raise
        raise DatabaseUnusable(
            "Die Datenbank ist nicht erreichbar. Bitte prüfen Sie, ob die Adresse stimmt und der Server läuft."
        ) from trouble


SAID: tuple[tuple[tuple[str, ...], type[DatabaseUnusable], str], ...] = (
    (
        ("locked", "lock timeout", "lock_timeout"),
        DatabaseBusy,
        BUSY,
    ),
    (
        ("too many clients", "connection slots", "too many connections"),
        DatabaseBusy,
        "Der Datenbankserver nimmt gerade keine weitere Verbindung an. Es wurde nichts gespeichert; bitte versuchen "
        "Sie es in einer Minute noch einmal.",
    ),
    (
        ("readonly", "read-only"),
        DatabaseUnusable,
        "Die Datenbank ist schreibgeschützt. Es wurde nichts gespeichert; bitte prüfen Sie die Rechte.",
    ),
    (
        ("is full", "no space left", "disk full"),
        DatabaseUnusable,
        "Der Datenträger ist voll. Es wurde nichts gespeichert; bitte schaffen Sie Platz.",
    ),
    (
        ("disk i/o error", "input/output error"),
        DatabaseUnusable,
        "Der Datenträger der Datenbank nimmt nichts an: Er ist voll, begrenzt oder gestört. Es wurde nichts "
        "gespeichert; bitte prüfen Sie ihn.",
    ),
    (
        ("unable to open database file",),
        DatabaseUnusable,
        "Die Datei der Datenbank lässt sich nicht öffnen. Bitte prüfen Sie Pfad und Rechte.",
    ),
    (
        ("not a database",),
        DatabaseUnusable,
        "Die Datei ist keine SQLite-Datenbank. Bitte prüfen Sie den Namen.",
    ),
    (
        ("malformed",),
        DatabaseUnusable,
        "Die Datei der Datenbank ist beschädigt. Bitte legen Sie sie beiseite und spielen Sie mit „python -m "
        "masterplan restore“ die letzte Sicherung in eine neue zurück.",
    ),
    (
        ("no such table", "no such column", "has no column named", "relation…does not exist", "column…does not exist"),
        DatabaseUnusable,
        "Die Datenbank hat nicht die Tabellen, die dieses Programm braucht: Sie stammt aus der Zeit vor der ersten "
        "Version oder wurde von außen verändert. Bitte lesen Sie die Dateien in eine neue Datenbank ein oder spielen "
        "Sie eine Sicherung zurück.",
    ),
    (
        ("password authentication", "no password supplied", "role…does not exist", "no pg_hba"),
        DatabaseUnusable,
        "Der Datenbankserver lehnt die Anmeldung ab. Bitte prüfen Sie Benutzer und Kennwort in der Adresse.",
    ),
    (
        ("database…does not exist",),
        DatabaseUnusable,
        "Diese Datenbank gibt es auf dem Server nicht. Bitte legen Sie sie an oder prüfen Sie die Adresse.",
    ),
)
"""What drivers say (all parts of a mark, case aside), and what people are told; the first that fits counts."""
