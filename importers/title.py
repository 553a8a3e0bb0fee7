"""Stand and Ressort as a workbook says them outside its tables: title rows, cover sheets, names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from importers.lookups import as_shown, clean
from importers.sheet import Sheet, address
from importers.source import heading_key
from masterplan.domain.bodies import Body, resolve
from masterplan.domain.deadlines import read_stand


@dataclass(frozen=True)
class StandClaim:
    """A Stand somebody wrote: the day meant, the words, where they stand, and whether a day was named."""

    on: date
    words: str
    sheet: str | None
    cell: str | None
    exact: bool


@dataclass(frozen=True)
class MinistryClaim:
    """A Ressort named outside a table. ``label`` is set where it stands behind the word „Ressort“."""

    written: str
    sheet: str | None
    cell: str | None
    label: bool


_STAND = re.compile(r"(?<![\w-])(?:Daten|Berichts|Fortschreibungs)?(?:Stand|Stichtag)\b", re.IGNORECASE)
_WHOLE_DAY = re.compile(r"\d{1,2}\.\s?(?:\d{1,2}\.|[A-Za-zä]{3,})|\d{4}-\d{2}-\d{2}|\d{8}|\d{4}\.\d{2}\.\d{2}")
_STAND_LABELS = frozenset(
    heading_key(label)
    for label in ("Stand", "Stichtag", "Berichtsstichtag", "Datenstand", "Stand vom", "Stand der Daten",
    "Stand der Planung", "Fortschreibungsstand",
                  "Stand zum", "Stand der Meldung", "Berichtsstand")
)  # fmt: skip
_MINISTRY_LABELS = frozenset(
    heading_key(label)
    for label in (
        "Ressort",
        "Ministerium",
        "Staatsministerium",
        "Berichtendes Ressort",
        "Meldendes Ressort",
        "Zuständiges Ressort",
        "Name des Ressorts",
    )
)
_MINISTRY_LABEL = re.compile(
    r"^\s*(?:Berichtendes |Meldendes |Zuständiges )?(?:Ressort|Ministerium)\s*[:=]\s*(?P<name>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OWNED = re.compile(r"\bStaatsministeriums\b|\bMinisteriums\b", re.IGNORECASE)
_PLAN = re.compile(r"umsetzungsplan|ressort|wegmarken|zuarbeit|geschäftsbereich|ministerium", re.IGNORECASE)


def stands(sheet: Sheet, rows: Iterable[int]) -> Iterator[StandClaim]:
    """Every Stand written in these rows, as „Stand: 30.06.2020“ or in the cell beside or below the word „Stand“."""
    for row, column, value in _cells(sheet, rows):
        if not isinstance(value, str):
            continue
        if heading_key(value) in _STAND_LABELS:
            claims = (_stand(sheet.rows[r][c], sheet, r, c) for r, c in _neighbours(sheet, row, column))
            claim = next((claim for claim in claims if claim is not None), None)
        else:
            claim = _stand(value, sheet, row, column) if _STAND.search(clean(value)) else None
        if claim is not None:
            yield claim


def ministries(sheet: Sheet, rows: Iterable[int]) -> Iterator[MinistryClaim]:
    """Every text in these rows that may name the Ressort, labels first."""
    cells = [(row, column, value) for row, column, value in _cells(sheet, rows) if isinstance(value, str)]
    for row, column, value in cells:
        match = _MINISTRY_LABEL.match(clean(value))
        if match:
            yield MinistryClaim(match["name"], sheet.name, address(row, column), True)
        elif heading_key(value) in _MINISTRY_LABELS:
            beside = next(iter(_neighbours(sheet, row, column)), None)
            if beside is not None:
                yield MinistryClaim(str(sheet.rows[beside[0]][beside[1]]), sheet.name, address(*beside), True)
    for row, column, value in cells:
        yield MinistryClaim(value, sheet.name, address(row, column), False)


def named_ministries(bodies: Sequence[Body], text: str, on: date) -> set[str]:
    """Keys of the ministries that a title speaks of: the whole text, or words inside one that speaks of a plan."""
    whole = _ministry(bodies, text, on)
    if whole:
        return {whole}
    if not _PLAN.search(text):
        return set()
    return _ministries_inside(bodies, text, on)


def ministry_of_section(bodies: Sequence[Body], text: str, on: date) -> str | None:
    """Key of the one ministry that a heading row inside a plan names: „SMI“, „Ressort: SMI“, „Wegmarken des SMI“."""
    label = _MINISTRY_LABEL.match(clean(text))
    named = named_ministries(bodies, label["name"] if label else text, on)
    return named.pop() if len(named) == 1 else None


def ministries_in_name(bodies: Sequence[Body], name: str, on: date) -> set[str]:
    """Keys of the ministries whose abbreviation or name is part of a sheet's or file's name."""
    whole = _ministry(bodies, name, on)
    return {whole} if whole else _ministries_inside(bodies, re.sub(r"[_\-.]+", " ", name), on)


def stand_in_name(file: str) -> StandClaim | None:
    """The one whole day in a file's name, or a Stand written there; None where there is none or more than one."""
    on = read_stand(PurePath(file).name)
    return (
        None
        if on is None
        else StandClaim(on, PurePath(file).name, None, None, bool(_WHOLE_DAY.search(file.replace("_", "."))))
    )


def _stand(value: object, sheet: Sheet, row: int, column: int) -> StandClaim | None:
    """What a cell says of the Stand; a text without the word „Stand“ is taken as if it stood before it."""
    cell = address(row, column)
    if isinstance(value, date) and (row, column) not in sheet.shown_as:
        day = value.date() if isinstance(value, datetime) else value
        return StandClaim(day, f"{day:%d.%m.%Y}", sheet.name, cell, True)
    value = as_shown(value, sheet.shown_as.get((row, column), "day"))
    if not isinstance(value, str):
        return None
    text = clean(value)
    on = read_stand(text if _STAND.search(text) else f"Stand: {text}")
    return None if on is None else StandClaim(on, text, sheet.name, cell, bool(_WHOLE_DAY.search(text)))


def _ministry(bodies: Sequence[Body], text: str, on: date) -> str | None:
    body = resolve(bodies, _OWNED.sub(lambda match: match[0][:-1], clean(text)), on)
    return body.key if body is not None and body.kind == "ministry" else None


def _ministries_inside(bodies: Sequence[Body], text: str, on: date) -> set[str]:
    """The longest runs of words that name a ministry. A single word must be an abbreviation or end in „ministerium“."""
    words = [word.strip(".,:;()–-„“\"'") for word in _OWNED.sub(lambda match: match[0][:-1], clean(text)).split()]
    found: set[str] = set()
    position = 0
    while position < len(words):
        for length in range(min(10, len(words) - position), 0, -1):
            run = words[position : position + length]
            if length == 1 and not (
                sum(letter.isupper() for letter in run[0]) >= 2
                or run[0].casefold().endswith(("ministerium", "kanzlei"))
            ):
                continue
            if not run[0] or not run[-1]:
                continue
            key = _ministry(bodies, " ".join(run), on)
            if key:
                found.add(key)
                position += length - 1
                break
        position += 1
    return found


def _cells(sheet: Sheet, rows: Iterable[int]) -> Iterator[tuple[int, int, object]]:
    for row in rows:
        for column, value in enumerate(sheet.rows[row][:60]):
            if value is not None and value != "":
                yield row, column, value


def _neighbours(sheet: Sheet, row: int, column: int) -> Iterator[tuple[int, int]]:
    """The next filled cell to the right, then the one below."""
    line = sheet.rows[row]
    right = next((c for c in range(column + 1, min(len(line), column + 8)) if line[c] not in (None, "")), None)
    if right is not None:
        yield row, right
    if (
        row + 1 < len(sheet.rows)
        and column < len(sheet.rows[row + 1])
        and sheet.rows[row + 1][column] not in (None, "")
    ):
        yield row + 1, column
