"""The tables of the comparison of two Stichtage: key figures side by side, changes per item and per field."""

from collections.abc import Mapping, Sequence

import pandas as pd

from masterplan.domain.comparing.change import Change, ItemChange
from masterplan.domain.comparing.comparison import Pair
from masterplan.domain.counting import RULES
from masterplan.domain.figure import Figure
from masterplan.domain.item.record import found_at
from masterplan.domain.origins import Entry
from masterplan.domain.view import PlanView
from masterplan.pages.parts.item_tables import value_words
from masterplan.vocabulary import FIELDS, KINDS, NO_VALUE, NOT_REPORTED, day, number, percent

CHANGES: Mapping[Change, str] = {
    Change.NEW: "neu",
    Change.ADDED: "aufgenommen",
    Change.DROPPED: "entfallen",
    Change.DONE: "erledigt",
    Change.LATE: "überfällig geworden",
    Change.SLIPPED: "verschoben",
    Change.CORRECTED: "berichtigt",
    Change.REPORTED_LATE: "nachgemeldet",
}
OTHER = "sonst geändert"
SAID = 3
"""So many changed fields of an item stand in its row; all of them in the table of fields."""


def figure_name(figure: Figure) -> str:
    """The title, with the counting rule where there is one."""
    return f"{figure.title}, {RULES[figure.rule].title}" if figure.rule else figure.title


def figure_words(figure: Figure) -> str:
    """A value as it is read; „keine Angabe“ where too little is known."""
    if figure.value is None:
        return NOT_REPORTED
    if figure.unit == "share":
        return percent(figure.value, 1)
    return f"{number(figure.value, 1)} Tage" if figure.unit == "days" else number(figure.value)


def difference_words(pair: Pair) -> str:
    """„+8“, „−2,5 Prozentpunkte“, „±0“; a dash where one end is not known."""
    if pair.difference is None:
        return NO_VALUE
    size = pair.difference * 100 if pair.first.unit == "share" else pair.difference
    decimals = 0 if pair.first.unit == "count" else 1
    rounded = round(size, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    unit = {"share": " Prozentpunkte", "days": " Tage"}.get(pair.first.unit, "")
    return f"{sign}{number(abs(rounded), decimals)}{unit}"


def figures_table(found: Sequence[Pair], first: str, second: str) -> pd.DataFrame:
    """One row per key figure."""
    return pd.DataFrame(
        {
            "Kennzahl": [figure_name(pair.second) for pair in found],
            first: [figure_words(pair.first) for pair in found],
            second: [figure_words(pair.second) for pair in found],
            "Unterschied": [difference_words(pair) for pair in found],
        }
    )


def kinds_of_change(change: ItemChange) -> list[str]:
    """In which ways an item differs, in German."""
    return [CHANGES[one] for one in change.changes] or [OTHER]


def changes_table(view: PlanView, found: Sequence[ItemChange]) -> pd.DataFrame:
    """One row per item."""
    return pd.DataFrame(
        {
            "Was": [", ".join(kinds_of_change(one)) for one in found],
            "Art": [KINDS[one.kind] for one in found],
            "Nummer": [str(one.number or one.key.split("/")[-1]) for one in found],
            "Titel": [str(one.title or "") for one in found],
            "Tage später": [number(one.slip_days) if one.slip_days else "" for one in found],
            "Angaben": [_fields_words(view, one) for one in found],
        }
    )


def _fields_words(view: PlanView, change: ItemChange) -> str:
    fields = [one for one in change.fields if not one.field.endswith("_text")]
    said = [
        f"{FIELDS.get(one.field, one.field)}: {value_words(view, one.field, one.before)} → "
        f"{value_words(view, one.field, one.after)}"
        for one in fields[:SAID]
    ]
    return "; ".join(said) + (f" und {len(fields) - SAID} weitere" if len(fields) > SAID else "")


def fields_table(
    view: PlanView, found: Sequence[ItemChange], entries: Mapping[tuple[str, str], Entry]
) -> tuple[pd.DataFrame, list[str]]:
    """One row per changed field with the cell of the later value, and the key of each row's item."""
    rows, keys = [], []
    for one in found:
        for changed in one.fields:
            entry = entries.get((one.key, changed.field))
            keys.append(one.key)
            rows.append(
                {
                    "Art": KINDS[one.kind],
                    "Nummer": str(one.number or one.key.split("/")[-1]),
                    "Titel": str(one.title or ""),
                    "Angabe": FIELDS.get(changed.field, changed.field),
                    "vorher": value_words(view, changed.field, changed.before),
                    "nachher": value_words(view, changed.field, changed.after),
                    "Stand": day(entry.effective_on) if entry else "",
                    "Fundstelle": found_at(entry, changed.field),
                }
            )
    return pd.DataFrame(rows), keys
