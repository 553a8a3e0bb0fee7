"""Who can own a part of the plan: ministries and municipal bodies, each for the days on which it bore its name."""

import csv
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Literal, get_args

BodyKind = Literal["ministry", "agency", "county", "city", "association", "provider"]
Succession = Literal["rename", "split", "merge"]


@dataclass(frozen=True)
class Body:
    """One body under one name. Its identity is (key, valid_from): SMUL until 2019 and SMUL from 2024 are two bodies.

    ``valid_to`` is the last day (None: still). ``predecessor`` is the key borne until the day before ``valid_from``;
    only where ``succession`` is ``rename`` do its items follow by themselves. ``checked`` is False while name,
    abbreviation or span still have to be confirmed („zu prüfen“); ``note`` says in German what else changed.
    """

    key: str
    valid_from: date
    valid_to: date | None
    kind: BodyKind
    name: str
    short_name: str
    position: int
    predecessor: str | None = None
    succession: Succession | None = None
    aliases: tuple[str, ...] = ()
    checked: bool = False
    ars: str | None = None
    note: str = ""

    def valid(self, on: date) -> bool:
        """Whether the body bears this name on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @cached_property
    def called(self) -> frozenset[tuple[str, ...]]:
        """The words that each of its names comes down to, whatever its spelling."""
        return frozenset(map(_core, (self.key, self.short_name, self.name, *self.aliases)))


def from_csv(text: str) -> list[Body]:
    """The bodies of a reference file: one row per body and span, columns parted by semicolons, aliases by ``|``."""
    return parse(csv.DictReader(text.splitlines(), delimiter=";"))


def parse(rows: Iterable[Mapping[str, str]]) -> list[Body]:
    """One body per row, in official order.

    Raises ValueError with a German sentence when a row is not readable, when spans of one key overlap, or when a named
    predecessor does not end on the day before.
    """
    bodies = sorted((_body(row) for row in rows), key=lambda body: (body.position, body.valid_from))
    for body in bodies:
        if any(other is not body and other.key == body.key and other.valid(body.valid_from) for other in bodies):
            raise ValueError(f"{body.key}: Zwei Zeiträume überschneiden sich am {body.valid_from:%d.%m.%Y}.")
        if body.predecessor and _before(bodies, body) is None:
            raise ValueError(
                f"{body.key}: Der Vorgänger „{body.predecessor}“ endet nicht am Tag vor dem {body.valid_from:%d.%m.%Y}."
            )
    return bodies


def _body(row: Mapping[str, str]) -> Body:
    key = row["key"].strip()
    kind = next((kind for kind in get_args(BodyKind) if kind == row["kind"]), None)
    succession = next((word for word in get_args(Succession) if word == row["succession"]), None)
    if not key or kind is None or (row["succession"] and succession is None) or row["checked"] not in ("yes", "no"):
        raise ValueError(f"Zeile „{key}“: Schlüssel, Art, Nachfolge oder „checked“ ist nicht lesbar.")
    return Body(
        key=key,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        kind=kind,
        name=row["name"],
        short_name=row["short_name"],
        position=int(row["position"]),
        predecessor=row["predecessor"] or None,
        succession=succession,
        aliases=tuple(alias.strip() for alias in row["aliases"].split("|") if alias.strip()),
        checked=row["checked"] == "yes",
        ars=row["ars"] or None,
        note=row["note"],
    )


def name_on(bodies: Iterable[Body], key: str, on: date) -> str:
    """The short name that a body bears on a day; a key that nobody bears then stays as it is."""
    return next((one.short_name for one in bodies if one.key == key and one.valid(on)), key)


# --- from what somebody wrote to the body ---

_FORMAL = frozenset(
    "sachsische sachsischer sachsisches sachs sachsen freistaat freistaates freistaats staatsministerium"
    " ministerium fur fr des der die das und im in von".split()
)
"""Words that are said or left out at will around a body's name, folded."""

_DEPARTMENT = re.compile(r"^(referat|ref|abteilung|abt|stabsstelle)\b[\w ]*$")
_PARTS = (re.compile(r"[()\[\]/:;]|\s[-\u2010-\u2015]\s"), re.compile(r"[()\[\]/:;,]|[-\u2010-\u2015]"))


def resolve(bodies: Sequence[Body], written: str, on: date) -> Body | None:
    """The body that somebody meant by these words on that day; None when nobody or more than one could be meant.

    Case, umlaut spelling, dashes, brackets and „Sächsisches Staatsministerium für …“ do not matter. Where several
    names stand together, as in „SMI (Inneres)“, all must mean the same body; a Referat or Abteilung beside them is
    passed over. An earlier name of a renamed body still counts for its successor where it is listed as an alias.
    """
    valid = [body for body in bodies if body.valid(on)]
    whole = _meant(valid, written)
    if whole or not written:
        return whole.pop() if len(whole) == 1 else None
    for separator in _PARTS:
        parts = [part for part in separator.split(written) if part.strip(" .,-\u2010\u2011\u2012\u2013\u2014\u2015")]
        named = [part for part in parts if not _DEPARTMENT.match(_fold(part))]
        meant = [_meant(valid, part) for part in named]
        if meant and all(meant) and len(parts) > 1:
            common = set.intersection(*meant)
            return common.pop() if len(common) == 1 else None
    return None


def _meant(bodies: Iterable[Body], written: str) -> set[Body]:
    wanted = _core(written)
    return {body for body in bodies if wanted in body.called} if wanted else set()


@lru_cache(maxsize=4096)
def _core(text: str) -> tuple[str, ...]:
    return tuple(word for word in _fold(text).split() if word not in _FORMAL)


def _fold(text: str) -> str:
    """Small letters, ``ä``, ``ae`` and a lost ``a`` alike, no punctuation, no invisible characters."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("&", " und ")
    text = "".join(character for character in text if unicodedata.category(character) not in ("Cf", "Cc"))
    text = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    text = re.sub(r"([aou])e", r"\1", text)
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


# --- through the years ---


def body_at(bodies: Sequence[Body], key_as_reported: str, reported_on: date, stichtag: date) -> Body | None:
    """The body that owns at the Stichtag what was reported under this key on ``reported_on``.

    Follows renames only. Where the line ended before the Stichtag by a split or merge, the last body of the line is
    given: the item counts there until it is handed over („Zuordnung offen“). None: nobody bore that key then.
    """
    line = _line(bodies, key_as_reported, reported_on)
    earlier = [body for body in line if body.valid_from <= stichtag]
    return earlier[-1] if earlier else next(iter(line), None)


class Owners:
    """``body_at`` for many questions about one Stichtag: which key answers at it for what was reported on some day.

    Who is meant changes only on days on which a body begins or has ended, so one answer serves all days between two.
    """

    def __init__(self, bodies: Sequence[Body], stichtag: date) -> None:
        self._bodies = bodies
        self._stichtag = stichtag
        ended = (body.valid_to + timedelta(days=1) for body in bodies if body.valid_to not in (None, date.max))
        self._changes = sorted({*(body.valid_from for body in bodies), *ended})
        self._known: dict[tuple[str, int], str | None] = {}

    def __call__(self, reported: str | None, *days: date) -> str | None:
        """The key at the Stichtag; ``days``: when it was reported, tried in turn. Without a body the key reported."""
        if reported is None:
            return None
        for on in days:
            if (key := self._at(reported, on)) is not None:
                return key
        return reported

    def _at(self, reported: str, on: date) -> str | None:
        place = reported, bisect_right(self._changes, on)
        if place not in self._known:
            body = body_at(self._bodies, reported, on, self._stichtag)
            self._known[place] = None if body is None else body.key
        return self._known[place]


def lineage(bodies: Sequence[Body], key: str, on: date) -> frozenset[str]:
    """All keys that the body has borne through 1:1 renames, before and after; an unknown key stands for itself."""
    return frozenset({key, *(body.key for body in _line(bodies, key, on))})


def plan_owners(bodies: Sequence[Body], on: date) -> list[Body]:
    """The Staatskanzlei and the ministries of that day, in their official order (SächsVwOrgG §§ 7a–15a)."""
    owners = [body for body in bodies if body.kind == "ministry" and body.valid(on)]
    return sorted(owners, key=lambda body: body.position)


def _line(bodies: Sequence[Body], key: str, on: date) -> list[Body]:
    body = next((body for body in bodies if body.key == key and body.valid(on)), None) or resolve(bodies, key, on)
    if body is None:
        return []
    line = [body]
    while line[0].succession == "rename" and (earlier := _before(bodies, line[0])):
        line.insert(0, earlier)
    while later := next((b for b in bodies if b.succession == "rename" and _follows(b, line[-1])), None):
        line.append(later)
    return line


def _before(bodies: Sequence[Body], body: Body) -> Body | None:
    return next((earlier for earlier in bodies if _follows(body, earlier)), None)


def _follows(body: Body, earlier: Body) -> bool:
    """Whether a body names the earlier one as its predecessor, which ended on the day before."""
    return earlier.key == body.predecessor and earlier.valid_to == body.valid_from - timedelta(days=1)
