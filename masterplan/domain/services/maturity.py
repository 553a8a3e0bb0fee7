"""Reifegrade: which grade means what depends on the version of the model that it was given by."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from masterplan.domain.three_valued import NO, UNKNOWN, YES


@dataclass(frozen=True)
class MaturityModel:
    """One version of the OZG-Reifegradmodell: its highest grade, and from which grade on a threshold is met.

    ``form``: at least a Formular-Assistent, online for the federal dashboard. ``online``: an application with all
    Nachweise, from which the duty of the OZG counts as met.
    """

    version: str
    highest: int
    form: int
    online: int
    source: str


MODELS: dict[str, MaturityModel] = {
    model.version: model
    for model in (
        MaturityModel(
            "1.1", 4, 2, 3,
            "OZG-Reifegradmodell 1.1 (Juni 2020): fünf Stufen von 0 bis 4; die Pflicht gilt ab Stufe 3 als erfüllt",
        ),
        MaturityModel(
            "2.0", 7, 2, 3,
            "OZG-Reifegradmodell 2.0 (Juli 2025): acht Stufen von 0 bis 7, davon 0 bis 3 für den Online-Antragsdienst; "
            "die Schwellen 2 und 3 sind daraus abgeleitet (zu prüfen)",
        ),
    )
}  # fmt: skip
"""The versions of the model. Grades given before June 2020 are read by version 1.1, whose grades they bear."""


def model_version(written: object) -> str | None:
    """The version named by words like „2.0“, „Reifegradmodell 1.1“ or „2“; None where no version is named."""
    found = re.search(r"\d+(?:[.,]\d+)?", written) if isinstance(written, str) else None
    if found is None:
        return None
    number = found[0].replace(",", ".")
    return {"1": "1.1", "1.0": "1.1", "2": "2.0"}.get(number, number)


def grade_states(grades: pd.Series, written_models: pd.Series, threshold: str) -> pd.Series:
    """Three-valued: whether each grade meets a threshold (``form`` or ``online``) in the model it was given by.

    Where no model is named, the answer is known only if all models that have such a grade agree. A grade that its
    model does not have, and a model that is not known here, leave it unknown.
    """
    known: dict[tuple[float | None, object], float] = {}
    states = np.empty(len(grades))
    for position, (grade, written) in enumerate(zip(grades.tolist(), written_models.tolist(), strict=True)):
        words = written if isinstance(written, str) else None
        place = None if grade != grade else grade, words  # a grade not reported is NaN, which never equals itself
        if (state := known.get(place)) is None:
            state = known[place] = _state(grade, model_version(words), threshold)
        states[position] = state
    return pd.Series(states, index=grades.index, dtype="float64")


def _state(grade: float, version: str | None, threshold: str) -> float:
    models = MODELS.values() if version is None else [MODELS[version]] if version in MODELS else []
    answers = {grade >= getattr(model, threshold) for model in models if 0 <= grade <= model.highest}
    return UNKNOWN if len(answers) != 1 else YES if answers.pop() else NO
