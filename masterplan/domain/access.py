"""Who may do what: one table of roles and rights, asked where data are read and written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from masterplan.domain.bodies import Body, BodyKind, lineage


class Role(StrEnum):
    """What an account is for."""

    CHANCELLERY = "chancellery"
    MINISTRY = "ministry"
    MUNICIPAL = "municipal"
    CABINET = "cabinet"
    READER = "reader"
    DELEGATE = "delegate"


class Right(StrEnum):
    """What somebody can do or see."""

    READ = "read"  # the released plan
    READ_UNRELEASED = "read_unreleased"
    REPORT = "report"  # enter and confirm
    HAND_IN = "hand_in"  # release the entries of one's own body to the Staatskanzlei
    RELEASE = "release"  # to the cabinet and the public
    RUN_ROUNDS = "run_rounds"  # ask, remind, accept, query, publish
    IMPORT = "import"
    GET_WORKBOOK = "get_workbook"  # the pre-filled one
    GET_ORIGINAL = "get_original"  # a workbook as it was delivered
    READ_BRIEFINGS = "read_briefings"
    ISSUE = "issue"  # briefings and answers, errata
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"
    ERASE = "erase"  # texts about persons, contents of workbooks


class Reach(StrEnum):
    """Of whose items a right speaks."""

    NONE = "none"
    OWN = "own"
    ALL = "all"


_ALL, _OWN = Reach.ALL, Reach.OWN
RIGHTS: dict[Right, dict[Role, Reach]] = {
    Right.READ: dict.fromkeys(Role, _ALL),
    Right.READ_UNRELEASED: {
        Role.CHANCELLERY: _ALL, Role.MINISTRY: _OWN, Role.MUNICIPAL: _OWN, Role.DELEGATE: _OWN,
    },
    Right.REPORT: {Role.CHANCELLERY: _ALL, Role.MINISTRY: _OWN, Role.MUNICIPAL: _OWN},
    Right.HAND_IN: {Role.CHANCELLERY: _ALL, Role.MINISTRY: _OWN, Role.MUNICIPAL: _OWN},
    Right.RELEASE: {Role.CHANCELLERY: _ALL},
    Right.RUN_ROUNDS: {Role.CHANCELLERY: _ALL},
    Right.IMPORT: {Role.CHANCELLERY: _ALL, Role.MINISTRY: _OWN},
    Right.GET_WORKBOOK: {Role.CHANCELLERY: _ALL, Role.MINISTRY: _OWN},
    Right.GET_ORIGINAL: {Role.CHANCELLERY: _ALL, Role.MINISTRY: _OWN},
    Right.READ_BRIEFINGS: {Role.CHANCELLERY: _ALL, Role.CABINET: _ALL},
    Right.ISSUE: {Role.CHANCELLERY: _ALL},
    Right.MANAGE_ACCOUNTS: {Role.CHANCELLERY: _ALL, Role.DELEGATE: _OWN},
    Right.READ_AUDIT: {Role.CHANCELLERY: _ALL},
    Right.ERASE: {Role.CHANCELLERY: _ALL},
}  # fmt: skip
"""The whole of it: a role that a right does not name does not have it."""


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: an account, or (``account`` None) a command or job by its name."""

    name: str
    role: Role
    body: str | None = None
    account: str | None = None


class NotAllowed(Exception):
    """The actor lacks the right; the text says in German what was refused and who can help."""


def reach(actor: Actor, right: Right) -> Reach:
    """How far a right of the actor goes."""
    return RIGHTS[right].get(actor.role, Reach.NONE)


def may(actor: Actor, right: Right, owners: Iterable[str | None] = (), own: Iterable[str] = ()) -> bool:
    """Whether the actor has a right over what these bodies answer for.

    ``owners`` are the keys of bodies that answer for the items meant (None: nobody), ``own`` the names that the
    actor's body bears at that day (`own_names`). A right over own items needs at least one owner, all of them own.
    """
    found = reach(actor, right)
    if found == Reach.OWN:
        meant, mine = list(owners), set(own)
        return bool(meant) and all(owner is not None and owner in mine for owner in meant)
    return found == Reach.ALL


def audience(actor: Actor) -> str:
    """The audience whose plan the actor's pages show: ``all``, or ``released``."""
    return "all" if reach(actor, Right.READ_UNRELEASED) == Reach.ALL else "released"


OF_A_BODY: Mapping[Role, tuple[BodyKind, ...]] = {
    Role.MINISTRY: ("ministry", "agency"),
    Role.MUNICIPAL: ("county", "city", "association", "provider"),
    Role.DELEGATE: ("ministry", "agency", "county", "city", "association", "provider"),
}
"""Roles that need a body, with the kinds of bodies they are for."""


def grantable(actor: Actor) -> tuple[Role, ...]:
    """The roles that the actor may give to accounts: whoever keeps the accounts of one body gives none beyond it."""
    found = reach(actor, Right.MANAGE_ACCOUNTS)
    if found == Reach.OWN:
        return (*OF_A_BODY, Role.READER)
    return tuple(Role) if found == Reach.ALL else ()


def own_names(actor: Actor, bodies: Sequence[Body], on: date) -> frozenset[str]:
    """The keys under which the actor's body answers for items on a day: its own and those of 1:1 renames."""
    return frozenset() if actor.body is None else lineage(bodies, actor.body, on)


def demand(actor: Actor, right: Right, owners: Iterable[str | None] = (), own: Iterable[str] = ()) -> None:
    """Raises NotAllowed where the actor lacks the right."""
    if not may(actor, right, owners, own):
        raise NotAllowed(REFUSALS[right])


NO_LONGER = "Ihr Konto wurde inzwischen geändert oder gesperrt; gespeichert wurde nichts. Laden Sie die Seite neu."
_HELP = "Wenden Sie sich bei Bedarf an die Staatskanzlei."
REFUSALS: dict[Right, str] = {
    right: f"{what} ist mit Ihrem Konto nicht möglich. {_HELP}"
    for right, what in {
        Right.READ: "Das Lesen des Plans",
        Right.READ_UNRELEASED: "Das Lesen von noch nicht freigegebenen Angaben",
        Right.REPORT: "Eine Meldung zu diesem Eintrag",
        Right.HAND_IN: "Das Abgeben für dieses Ressort",
        Right.RELEASE: "Die Freigabe",
        Right.RUN_ROUNDS: "Das Führen von Berichtsrunden",
        Right.IMPORT: "Das Einlesen dieser Datei",
        Right.GET_WORKBOOK: "Das Herunterladen dieser Arbeitsmappe",
        Right.GET_ORIGINAL: "Das Herunterladen dieser Originaldatei",
        Right.READ_BRIEFINGS: "Das Lesen der Kabinettsberichte",
        Right.ISSUE: "Das Herausgeben von Berichten und Antworten",
        Right.MANAGE_ACCOUNTS: "Das Verwalten dieses Kontos",
        Right.READ_AUDIT: "Das Lesen des Prüfprotokolls",
        Right.ERASE: "Das Löschen",
    }.items()
}
