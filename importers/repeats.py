"""The same item twice in a file: equal rows become one; a key or a number that means several is told."""

from collections import Counter
from collections.abc import Iterable
from itertools import repeat

from importers.extracts import RowTable
from importers.problems import Problem, error, warning
from masterplan.domain.plan import Kind

Place = tuple[int, int]  # number of the table in the extract, position in it


def compared_key(kind: Kind, key: str) -> str:
    """A key as it is compared: those of indicators are made of words, whose case does not matter."""
    return key.casefold() if kind == Kind.INDICATOR_VALUE else key


def without_repeats(tables: list[RowTable], problems: list[Problem]) -> list[RowTable]:
    """Equal rows of the same item become one with all their cells; one key with different content is an error."""
    names = [name for table in tables for name in _names(table)]
    if len(set(names)) == len(names):
        return tables
    places: dict[tuple[Kind, object], list[Place]] = {}
    for number, table in enumerate(tables):
        for position, name in enumerate(_names(table)):
            places.setdefault((table.kind, name), []).append((number, position))
    repeated: dict[int, set[int]] = {}
    for (kind, _), found in places.items():
        if len(found) > 1:
            for number, position in _settled(tables, kind, found, problems):
                repeated.setdefault(number, set()).add(position)
    return [
        table
        if number not in repeated
        else table.only([at for at in range(len(table)) if at not in repeated[number]])
        for number, table in enumerate(tables)
    ]


def numbers_twice(tables: list[RowTable], problems: list[Problem]) -> None:
    """One warning for numbers that entries of different titles bear: what refers to a number may mean either."""
    tables = [table for table in tables if "number" in table.values]
    borne = Counter(bearer for table in tables for bearer in _bearers(table))
    places: dict[object, dict[object, tuple[RowTable, int]]] = {
        bearer: {} for bearer, count in borne.items() if count > 1 and bearer[0] is not None
    }
    for table in tables if places else ():
        for position, (bearer, title) in enumerate(zip(_bearers(table), table.values["title"], strict=True)):
            if bearer in places:
                places[bearer].setdefault(title, (table, position))
    twice = [list(found.values()) for found in places.values() if len(found) > 1]
    if not twice:
        return
    told = [
        f"{found[0][0].values['number'][found[0][1]]} ({', '.join(cell_of(*place) for place in found[:4])})"
        for found in twice[:5]
    ]
    more = f" und {len(twice) - 5} weitere" if len(twice) > 5 else ""
    message = (
        f"Einträge mit verschiedenen Titeln tragen dieselbe Nummer: {', '.join(told)}{more}. Was sich auf die Nummer "
        "bezieht, ist nicht eindeutig."
    )
    problems.append(warn_in(*twice[0][1], "number", "number-twice", message))


def _bearers(table: RowTable) -> Iterable[tuple[object, object, Kind]]:
    """Number, owner and kind of each row."""
    return zip(table.values["number"], _owners(table), repeat(table.kind))


def _names(table: RowTable) -> Iterable[object]:
    """What each row is told apart by within the file: its key, else its number and title (within the Ressort)."""
    nothing: list[object] = [None] * len(table)
    numbers, titles = table.values.get("number", nothing), table.values.get("title", nothing)
    for key, number, title, owner in zip(table.keys, numbers, titles, _owners(table), strict=True):
        yield (owner, number, title) if key is None else compared_key(table.kind, key)


def _owners(table: RowTable) -> list[object]:
    """The Ressort of each row where it numbers its entries for itself, as with Wegmarken."""
    nothing: list[object] = [None] * len(table)
    return table.values.get("ministry", nothing) if table.kind == Kind.MILESTONE else nothing


def _settled(tables: list[RowTable], kind: Kind, found: list[Place], problems: list[Problem]) -> list[Place]:
    """The places that repeat an earlier row; rows of different content are told, or get a key of their own."""
    distinct: list[Place] = []
    repeats: list[Place] = []
    for place in found:
        same = next((first for first in distinct if _says_same(tables, first, place)), None)
        if same is None:
            distinct.append(place)
            continue
        repeats.append(place)
        table, position = tables[place[0]], place[1]
        first_table = tables[same[0]]
        cell = cell_of(table, position)
        first_table.also.setdefault(same[1], []).append(f"{table.sheet}!{cell}")
        first_cell = f"{first_table.sheet}!{cell_of(first_table, same[1])}"
        message = f"Dieselbe Angabe steht schon in {first_cell}; beide gelten als ein Eintrag."
        problems.append(warn_in(table, position, _leading(table), "duplicate-key", message))
    if len(distinct) > 1:
        _tell_different(tables, kind, distinct, problems)
    return repeats


def _tell_different(tables: list[RowTable], kind: Kind, distinct: list[Place], problems: list[Problem]) -> None:
    table, position = tables[distinct[0][0]], distinct[0][1]
    key = table.keys[position]
    cells = [f"{tables[number].sheet}!{cell_of(tables[number], at)}" for number, at in distinct]
    if kind == Kind.LEIKA_SERVICE and table.values.get("leika_key", [None] * len(table))[position] is None:
        for count, (number, at) in enumerate(distinct[1:], start=2):
            tables[number].keys[at] = f"{tables[number].keys[at]}#{count}"
            told = "die übrigen Angaben sind andere. Beide gelten als eigene Leistungen."
            message = f"OZG-ID und Titel stehen auch in {cells[0]}, {told}"
            problems.append(warn_in(tables[number], at, "title", "duplicate-key", message))
    elif key is not None:
        name, where = _named(kind, key), " und ".join(cells)
        told = f"{name} steht mehrfach mit verschiedenen Angaben: {where}. {_way_out(kind)}"
        message = f"{cells[0]}: {told}"
        problems.append(error("duplicate-key", message, table.sheet, cell_of(table, position), key))
    else:
        for number, at in distinct[1:]:
            message = f"Nummer und Titel stehen auch in {cells[0]}, die übrigen Angaben sind andere. Bitte prüfen."
            problems.append(warn_in(tables[number], at, _leading(tables[number]), "duplicate-key", message))


_KEY_LABELS = {
    Kind.SERVICE: "Die OZG-ID",
    Kind.LEIKA_SERVICE: "Der LeiKa-Schlüssel",
    Kind.COVERAGE: "Leistung und Gebiet",
    Kind.INDICATOR_VALUE: "Indikator und Geltungsbereich",
}


def _named(kind: Kind, key: str) -> str:
    """What tells an item apart, as a reader knows it: „Die OZG-ID „10000““, „Die Kennung „measure/17““."""
    label = _KEY_LABELS.get(kind)
    return f"Die Kennung „{key}“" if label is None else f"{label} „{key.partition('/')[2]}“"


def _way_out(kind: Kind) -> str:
    if kind in _KEY_LABELS:
        return "Bitte nur eine der Zeilen stehen lassen."
    return (
        "Wurde eine Zeile kopiert? Dann löschen Sie die Kopie und schreiben Sie den neuen Eintrag in eine leere Zeile: "
        "Mit der Zeile wird auch ihre Kennung in der ausgeblendeten ersten Spalte kopiert."
    )


def _says_same(tables: list[RowTable], one: Place, two: Place) -> bool:
    first, second = tables[one[0]], tables[two[0]]
    return first.fields == second.fields and all(
        first.values[name][one[1]] == second.values[name][two[1]]
        and (first.values[name][one[1]] is not None or first.reading(one[1], name) == second.reading(two[1], name))
        for name in first.fields
    )


def _leading(table: RowTable) -> str:
    return "title" if "title" in table.columns else next(iter(table.columns))


def cell_of(table: RowTable, position: int) -> str:
    """The address by which a row is told."""
    return table.cell(position, _leading(table)) or f"A{table.rows[position] + 1}"


def warn_in(table: RowTable, position: int, name: str, code: str, message: str, value: object = None) -> Problem:
    """A warning about one field of a row, which begins with its cell."""
    cell = table.cell(position, name) or cell_of(table, position)
    return warning(code, f"{table.sheet}!{cell}: {message}", table.sheet, cell, value)
