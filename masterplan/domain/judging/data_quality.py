"""How complete the report on an item is: a point for each published criterion, and what is missing in German."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from masterplan.domain.counting import NO, YES
from masterplan.domain.plan import FIELDS, FieldType, Kind
from masterplan.domain.settings import DEFAULTS, Settings
from masterplan.domain.slip import has_deadline
from masterplan.domain.staleness import stale
from masterplan.domain.states import achieved, is_open
from masterplan.domain.view import RESPONSIBLE, PlanView

Met = Callable[[pd.DataFrame, PlanView, Kind, Settings], pd.Series]
"""True: the point is given; a missing value (NA): the criterion does not apply to the item."""


@dataclass(frozen=True)
class Criterion:
    """One point: ``sentence`` says when it is given, ``missing`` what to say when it is not.

    ``by_report``: whether a status report can mend it; all else changes with the files of a Fortschreibung.
    """

    sentence: str
    missing: str
    met: Met
    by_report: bool = True


def _reported(name: str) -> Met:
    return lambda items, view, kind, settings: items[name].notna()


def _has_lead(items: pd.DataFrame, view: PlanView, kind: Kind, settings: Settings) -> pd.Series:
    return items[RESPONSIBLE[kind]].isin(view.bodies.index)


def _only_where(met: pd.Series, applies: pd.Series) -> pd.Series:
    return met.astype("boolean").mask(~applies.to_numpy(dtype=bool))


def _due(items: pd.DataFrame, view: PlanView, kind: Kind, settings: Settings) -> pd.Series:
    return _only_where(items["due_on"].notna(), has_deadline(items, view).ne(NO))


def _progress(items: pd.DataFrame, view: PlanView, kind: Kind, settings: Settings) -> pd.Series:
    return _only_where(items["progress"].notna(), is_open(items, view).ne(NO))


def _light(items: pd.DataFrame, view: PlanView, kind: Kind, settings: Settings) -> pd.Series:
    return _only_where(items["reported_light"].notna(), is_open(items, view).ne(NO))


def _actual_day(items: pd.DataFrame, view: PlanView, kind: Kind, settings: Settings) -> pd.Series:
    dated = items["achieved_on"].le(view.stichtag_day)
    return _only_where(dated, achieved(items, view).eq(YES))


def _evidence(items: pd.DataFrame, view: PlanView, kind: Kind, settings: Settings) -> pd.Series:
    if kind != Kind.MEASURE:
        return pd.Series(pd.NA, index=items.index, dtype="boolean")
    return _only_where(items["evidence"].notna(), achieved(items, view).eq(YES))


def _goal(items: pd.DataFrame, view: PlanView, kind: Kind, settings: Settings) -> pd.Series:
    links = view.links[view.links["field"].eq("goals") & view.links["to_key"].notna()]
    return pd.Series(items.index.isin(links["from_key"]), index=items.index)


def _links_resolved(items: pd.DataFrame, view: PlanView, kind: Kind, settings: Settings) -> pd.Series:
    fields = {field.name for field in FIELDS[kind].values() if field.type == FieldType.REFERENCES}
    written = view.links[view.links["field"].isin(fields)]
    open_ = written[written["to_key"].isna()]["from_key"]
    met = pd.Series(~items.index.isin(open_), index=items.index)
    return _only_where(met, pd.Series(items.index.isin(written["from_key"]), index=items.index))


def _fresh(items: pd.DataFrame, view: PlanView, kind: Kind, settings: Settings) -> pd.Series:
    return stale(items, view, settings).ne(YES)


CRITERIA: tuple[Criterion, ...] = (
    Criterion("Ein lesbarer Status ist gemeldet.", "Status fehlt oder ist nicht lesbar", _reported("status")),
    Criterion(
        "Keine Daueraufgabe: Der Plantermin ist als Tag lesbar.", "Plantermin fehlt oder ist nicht lesbar", _due,
        by_report=False,
    ),
    Criterion(
        "Das verantwortliche Ressort ist bekannt.", "Ressort fehlt oder ist unbekannt", _has_lead,
        by_report=False,
    ),
    Criterion(
        "Eine verantwortliche Stelle ist genannt.", "Verantwortliche fehlen", _reported("responsible"),
        by_report=False,
    ),
    Criterion("Solange offen: Der Umsetzungsgrad ist gemeldet.", "Umsetzungsgrad fehlt", _progress),
    Criterion("Solange offen: Eine Ampel ist gemeldet.", "Ampel fehlt", _light),
    Criterion("Wenn abgeschlossen: Der Ist-Termin ist gemeldet.", "Ist-Termin fehlt", _actual_day),
    Criterion("Abgeschlossene Maßnahme: Ein Nachweis ist genannt.", "Nachweis fehlt", _evidence),
    Criterion(
        "Mindestens ein Ziel des Masterplans ist zugeordnet.", "kein Ziel zugeordnet", _goal, by_report=False
    ),
    Criterion(
        "Alle genannten Verweise führen zu einem Eintrag.", "ein Verweis führt ins Leere", _links_resolved,
        by_report=False,
    ),
    Criterion("Die letzte Meldung ist höchstens {stale_days} Tage alt.", "Meldung veraltet", _fresh),
)  # fmt: skip
"""The published criteria. Each that applies to an item is worth one point."""
NOT_BY_REPORT = frozenset(one.missing for one in CRITERIA if not one.by_report)
"""What no status report can mend, by its words."""


def data_quality(view: PlanView, kind: Kind, settings: Settings = DEFAULTS) -> pd.DataFrame:
    """One row per milestone or measure: ``points``, ``possible``, ``share``, and ``missing``, a list in German."""
    items = view.table(kind)
    met = [one.met(items, view, kind, settings).astype("boolean") for one in CRITERIA]
    applies = np.column_stack([states.notna().to_numpy(dtype=bool) for states in met])
    given = np.column_stack([states.fillna(False).to_numpy(dtype=bool) for states in met])
    words = np.array([one.missing for one in CRITERIA], dtype=object)
    missing = np.empty(len(items), dtype=object)
    missing[:] = [list(words[row]) for row in applies & ~given]
    table = pd.DataFrame({"points": given.sum(axis=1), "possible": applies.sum(axis=1)}, index=items.index)
    return table.assign(
        share=table["points"] / table["possible"], missing=pd.Series(missing, index=items.index, dtype=object)
    )
