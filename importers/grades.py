"""Which Reifegradmodell a grade was given by: named in its row, else in the heading, else by sheet, title or file."""

import re
from collections.abc import Iterable

from importers.lookups import as_text
from masterplan.domain.services.maturity import MODELS, model_version

MODEL = "maturity_model"
USUAL = MODELS["1.1"].highest
"""The highest grade where no model is named: higher ones are then left open, for they may be slips of the pen."""

_NAMED = re.compile(
    r"modell\W{0,3}(?:(?:version|v)\W{0,2})?(\d(?:[.,]\d)?)(?![.,]?\d)|reifegrad\D{0,20}?(\d[.,]\d)(?![.,]?\d)",
    re.IGNORECASE,
)


def highest_grades(models: Iterable[object], places: Iterable[str]) -> list[int]:
    """For each row the highest grade its model has.

    ``models``: what each row says in a column of its own; ``places``: heading, titles, names of sheet and file. The
    nearest that names exactly one known model counts.
    """
    common = next((version for text in places if (version := named_model(text)) is not None), None)
    versions = (model_version(as_text(model)) for model in models)
    return [_highest(version if version is not None else common) for version in versions]


def named_model(text: str) -> str | None:
    """The version in words such as „Reifegrad (Modell 2.0)“ or „Reifegradmodell_2.0“; None: none, or several."""
    named = {model_version(first or second) for first, second in _NAMED.findall(text.replace("_", " "))}
    known = named & set(MODELS)
    return known.pop() if len(known) == 1 else None


def _highest(version: str | None) -> int:
    return MODELS[version].highest if version in MODELS else USUAL
