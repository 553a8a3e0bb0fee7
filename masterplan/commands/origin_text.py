"""What a key figure rests on, in German lines for a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from masterplan.vocabulary import FIELDS, LIGHTS, NOT_REPORTED, counted, moment, shown

_GROUPS = (("counted", "Gezählt"), ("unknown", "Nicht bekannt"))


def origin_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """Each figure with the items it counts and those not known; below each item its deciding cells and edits."""
    items = answer["items"]
    told = {key: list(_item(key, item)) for key, item in items.items()}  # once, though rules may share an item
    for figure in answer["figures"]:
        colour = figure["group"] in LIGHTS  # the title names it
        about = " · ".join(word for word in (None if colour else figure["group"], figure["rule"]) if word)
        yield ""
        yield f"{figure['title']}{f' ({about})' if about else ''}"
        yield figure["definition"]
        for group, heading in _GROUPS:
            if figure[group]:
                yield f"{heading}: {len(figure[group])}"
                for key in figure[group]:
                    yield from _indented(told[key], "  ")
                    for part in items[key]["rests_on"]:
                        yield from _indented(told[part], "      ")
        yield f"Betrachtet und nicht gezählt: {counted(len(figure['not_counted']), 'Eintrag', 'Einträge')}"


def _indented(lines: Iterable[str], indent: str) -> Iterator[str]:
    return (indent + line for line in lines)


def _item(key: str, item: Mapping[str, Any]) -> Iterator[str]:
    yield key + (f" „{item['title']}“" if item["title"] else "")
    for name, field in item["fields"].items():
        yield f"  {FIELDS[name]}: {value_words(name, field)}"


def value_words(name: str, field: Mapping[str, Any] | None) -> str:
    """A value with its wording and its source."""
    if field is None:
        return NOT_REPORTED
    value = NOT_REPORTED if field["value"] is None else shown(name, field["value"])
    wording = f" („{field['wording']}“)" if field["wording"] else ""
    return f"{value}{wording} – {source_words(field)}"


def source_words(field: Mapping[str, Any]) -> str:
    """Where something was said: file, sheet and cell (or row), or who entered it when; and its Stand."""
    stand = f"Stand {shown('effective_on', field['effective_on'])}"
    if "file" not in field:
        return f"eingegeben von {field['by']} am {moment(datetime.fromisoformat(field['recorded_at']))}, {stand}"
    place = f"{field['sheet']}!{field['cell']}" if field.get("cell") else f"{field['sheet']}, Zeile {field['row']}"
    return f"{field['file']}, {place}, {stand}"
