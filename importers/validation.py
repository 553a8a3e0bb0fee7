"""Checks across fields and rows, after every cell has been read for itself."""

import re
from collections.abc import Collection
from dataclasses import replace

from importers.extracts import Extract, IgnoredRow, RowTable
from importers.lookups import as_text, is_per_cent, shorten
from importers.problems import Problem
from importers.repeats import numbers_twice, warn_in, without_repeats
from importers.source import KEY
from importers.sources import SOURCES
from masterplan.domain.judging.consistency import achieved_later
from masterplan.domain.plan import Kind, person_fields

USABLE: dict[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.GUIDELINE: (("title",),),
    Kind.GOAL: (("title",),),
    Kind.MILESTONE: (("title",),),
    Kind.MEASURE: (("title",),),
    Kind.SERVICE: (("ozg_id",), ("title",)),
    Kind.LEIKA_SERVICE: (("title",), ("leika_key", "ozg_id")),
    Kind.COVERAGE: (("ars",), ("leika_key", "ozg_id"), ("online", "reach")),
    Kind.INDICATOR_VALUE: (("indicator",), ("scope",), ("value",)),
}
"""What a row must tell to make an item: of each group one field at least."""


def validate(extract: Extract) -> Extract:
    """The extract with keys given, equal rows taken together, rows that make no item set aside, and all findings."""
    problems = list(extract.problems)
    ignored = list(extract.ignored)
    tables = []
    for table in extract.tables:
        usable = _usable(table, ignored, problems)
        _missing_keys(table, usable, problems)
        table = _with_keys(table.only(usable), problems)
        _check_days(table, extract, problems)
        _check_fractions(table, problems)
        tables.append(table)
    tables = without_repeats(tables, problems)
    numbers_twice(tables, problems)
    return replace(extract, tables=tables, ignored=ignored, problems=problems)


# --- rows that can make no item ---


def _usable(table: RowTable, ignored: list[IgnoredRow], problems: list[Problem]) -> list[int]:
    """Positions of the rows that make an item; the others are listed with the reason."""
    lacking: dict[int, list[str]] = {}
    for group in USABLE[table.kind]:
        labels = " oder ".join(f"„{_label(table.kind, name)}“" for name in group)
        columns = [table.values[name] for name in group if name in table.values]
        if len(columns) == 1 and None not in columns[0]:
            continue
        for position in range(len(table)):
            if all(values[position] is None for values in columns):
                lacking.setdefault(position, []).append(labels)
    for position, reasons in lacking.items():
        reason = f"Es fehlt {', '.join(reasons)}."
        words = _words(table, position)
        if not words:
            continue
        ignored.append(IgnoredRow(table.sheet, table.rows[position], reason, words))
        # Findings stay in the log, where no name can be erased.
        told = shorten(" | ".join(_words(table, position, person_fields(table.kind)).values()), 50)
        quoted = f" („{told}“)" if told else ""
        message = f"Zeile {table.rows[position] + 1}{quoted} ergibt keinen Eintrag und wird nur aufbewahrt: {reason}"
        code = "value-missing" if table.kind not in (Kind.LEIKA_SERVICE, Kind.SERVICE, Kind.COVERAGE) else "key-missing"
        problems.append(warn_in(table, position, USABLE[table.kind][-1][0], code, message))
    return [position for position in range(len(table)) if position not in lacking]


def _words(table: RowTable, position: int, without: Collection[str] = ()) -> dict[str, str]:
    """What a row says, by heading, in its own words where they were kept; not ``without`` some fields."""
    words: dict[str, str] = {}
    for name in (name for name in table.fields if name not in without):
        reading = table.reading(position, name)
        told = reading.wording or _as_read(reading.value)
        if told and name in table.columns:
            words.setdefault(" ".join(table.headings.get(name, name).split()), told)
    return words


def _as_read(value: object) -> str:
    """A value as people write it: lists with commas, days in German order, „ja“ and „nein“."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        return _german(value)
    return as_text(value)


_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _missing_keys(table: RowTable, usable: list[int], problems: list[Problem]) -> None:
    """LeiKa services without key or without bundle make an item all the same; each is named."""
    if table.kind != Kind.LEIKA_SERVICE:
        return
    makes_item = frozenset(usable)
    keys, words, bundles = table.values.get("leika_key"), table.wordings.get("leika_key"), table.values.get("ozg_id")
    for position in range(len(table)):
        lacks_key = keys is not None and keys[position] is None
        if position in makes_item and lacks_key and (words is None or not words[position]):
            message = f"„{_title(table, position)}“ hat keinen LeiKa-Schlüssel; erkannt wird sie an OZG-ID und Titel."
            problems.append(warn_in(table, position, "leika_key", "key-missing", message))
        if bundles is not None and bundles[position] is None:
            message = f"„{_title(table, position)}“ ist keiner OZG-Leistung zugeordnet."
            problems.append(warn_in(table, position, "ozg_id", "value-missing", message))


# --- keys ---

_KEY = re.compile(r"(?P<kind>[a-z_]+)/\S+")
_KEY_WORDS = {kind.value: kind for kind in Kind} | {"leika": Kind.LEIKA_SERVICE, "indicator": Kind.INDICATOR_VALUE}


def _with_keys(table: RowTable, problems: list[Problem]) -> RowTable:
    """The table with the key of each row: computed for services and the like, else as its column „Kennung“ says."""
    keys: list[str | None] = [None] * len(table)
    for position, written in enumerate(table.keys) if any(table.keys) else ():
        key = written.casefold() if written else None
        match = _KEY.fullmatch(key) if key else None
        if key and (match is None or _KEY_WORDS.get(match["kind"]) != table.kind):
            message = (
                f"Die Kennung „{shorten(key)}“ ist keine Kennung dieser Art. Erwartet wird z. B. „{table.kind}/17“."
            )
            problems.append(warn_in(table, position, KEY, "key-damaged", message))
            key = None
        keys[position] = key
    computed = _computed(table)
    return replace(table, keys=keys if computed is None else computed)


def _computed(table: RowTable) -> list[str | None] | None:
    """The keys of kinds that are told apart by key alone; None for the others."""
    nothing: list[object] = [None] * len(table)
    values = table.values
    if table.kind == Kind.SERVICE:
        return [f"service/{ozg_id}" for ozg_id in values["ozg_id"]]
    if table.kind == Kind.COVERAGE:
        pairs = zip(values.get("leika_key", nothing), values.get("ozg_id", nothing), values["ars"], strict=True)
        return [f"coverage/{leika_key or ozg_id}/{ars}" for leika_key, ozg_id, ars in pairs]
    if table.kind == Kind.INDICATOR_VALUE:
        pairs_of_words = zip(values["indicator"], values["scope"], strict=True)
        return [f"indicator/{_word(str(indicator))}/{_word(str(scope))}" for indicator, scope in pairs_of_words]
    if table.kind == Kind.LEIKA_SERVICE:
        triples = zip(values.get("leika_key", nothing), values.get("ozg_id", nothing), values["title"], strict=True)
        return [
            f"leika/{leika_key}" if leika_key else f"leika/{ozg_id}/{slug(str(title))}"
            for leika_key, ozg_id, title in triples
        ]
    return None


_FOLD = {ord(letter): plain for letter, plain in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "&": " und "}.items()}


def _word(text: str) -> str:
    """A name that can stand in a key as it is, such as „SMI“; else its slug."""
    return text if re.fullmatch(r"[\w.-]+", text, re.ASCII) else slug(text)


def slug(text: str) -> str:
    """A name as part of a key: small letters and digits, parted by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold().translate(_FOLD)).strip("-") or "ohne-namen"


# --- fields that contradict each other or the Stand ---


def _check_days(table: RowTable, extract: Extract, problems: list[Problem]) -> None:
    """A day of achievement or of an actual value after the Stand is a contradiction: it is kept and told."""
    if extract.stand is None:
        return
    for position, on in enumerate(table.values.get("actual_on", ())):
        if isinstance(on, str) and on > extract.stand.isoformat():
            told = f"Der Istwert ist vom {_german(on)}, der Stand aber der {extract.stand:%d.%m.%Y}."
            problems.append(warn_in(table, position, "actual_on", "contradiction", told, _german(on)))
    achieved = table.values.get("achieved_on")
    if achieved is None:
        return
    statuses = table.values.get("status", [None] * len(table))
    for position, (day, status) in enumerate(zip(achieved, statuses, strict=True)):
        message = achieved_later({"achieved_on": day, "status": status}, extract.stand)
        if message is not None:
            problems.append(warn_in(table, position, "achieved_on", "contradiction", message, _german(str(day))))


_QUANTITIES = ("value", "start_value", "target_value", "actual_value")


def _check_fractions(table: RowTable, problems: list[Problem]) -> None:
    """A bare fraction beside the unit „%“ is less than one per cent as it stands: it is kept and told."""
    units = table.values.get("unit", ())
    of_hundred = [at for at, unit in enumerate(units) if isinstance(unit, str) and is_per_cent(unit)]
    names = [name for name in _QUANTITIES if name in table.values]
    for position in of_hundred:
        for name in names:
            value, words = table.values[name][position], table.reading(position, name).wording or ""
            if isinstance(value, float) and 0 < value < 1 and "%" not in words:
                meant = as_text(round(value * 100, 8))
                message = f"Mit der Einheit „%“ sind {as_text(value)} weniger als ein Prozent."
                advice = f"Sind {meant} % gemeint, bitte „{meant}“ schreiben."
                problems.append(warn_in(table, position, name, "percent-mixed", f"{message} {advice}", as_text(value)))


def _german(day: str) -> str:
    return ".".join(reversed(day.split("-")))


# --- small things ---


def _label(kind: Kind, name: str) -> str:
    source = next(source for source in SOURCES if source.kind == kind)
    return source.column(name).label


def _title(table: RowTable, position: int) -> str:
    return shorten(as_text(table.values["title"][position]), 50)
