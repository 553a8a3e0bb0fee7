"""What a reader narrows the plan to: Ressorts, Themenfelder, statuses, words, or the items behind a key figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from masterplan.domain.figure import NO_GROUP, Figure
from masterplan.domain.overview import OTHER_BODIES
from masterplan.domain.states import status_at
from masterplan.domain.view import PlanView
from masterplan.vocabulary import german_order

Words = tuple[str, ...]


@dataclass(frozen=True)
class Filters:
    """Each empty field lets everything pass; several values of one field are joined by „oder“, the fields by „und“.

    ``ministries`` are keys of bodies (``others``: Kommunen and others who are no Ressort; ``unknown``: nobody named),
    ``themes`` Themenfelder, ``statuses`` codes of Status (``unknown``: no readable one), ``words`` what is searched
    for, ``figure`` a key figure whose counted items alone are shown, by its id, with a colon and its counting rule or
    group where it has one („services.online:bund-2020“).
    """

    ministries: Words = ()
    themes: Words = ()
    statuses: Words = ()
    words: str = ""
    figure: str = ""

    @property
    def empty(self) -> bool:
        """Whether everything passes."""
        return self == Filters()


def narrowed(view: PlanView, filters: Filters, found: Iterable[str] | None = None) -> PlanView:
    """The plan with only the items that pass; its links, sources, goals' areas and bodies stay whole.

    Ressorts act on Wegmarken, measures and services, statuses on Wegmarken and measures, Themenfelder on services;
    LeiKa services and coverage follow their service. ``found`` are the keys that the searched words and the key figure
    leave, None where neither is set; they act on goals, Wegmarken, measures and services.
    """
    keys = None if found is None else frozenset(found)
    services = _passing(view.services, view, filters, keys, "theme")
    are_services_narrowed = len(services) != len(view.services)
    ozg_ids = set(services["ozg_id"])
    leika = view.leika_services
    leika = leika[leika["ozg_id"].isin(ozg_ids)] if are_services_narrowed else leika
    coverage = view.coverage
    if are_services_narrowed:
        kept = coverage["ozg_id"].isin(ozg_ids) | coverage["leika_key"].isin(set(leika["leika_key"].dropna()))
        coverage = coverage[kept]
    return replace(
        view,
        goals=view.goals if keys is None else view.goals[view.goals.index.isin(keys)],
        milestones=_passing(view.milestones, view, filters, keys, "status"),
        measures=_passing(view.measures, view, filters, keys, "status"),
        services=services,
        leika_services=leika,
        coverage=coverage,
        whole=view.whole or view,
    )


def _passing(
    items: pd.DataFrame, view: PlanView, filters: Filters, keys: frozenset[str] | None, second: str
) -> pd.DataFrame:
    """The rows that pass by Ressort, by ``second`` (the status or the Themenfeld) and by key."""
    if filters.ministries:
        items = items[ministries(items, view).isin(filters.ministries)]
    if second == "status" and filters.statuses:
        items = items[status_at(items, view).fillna(NO_GROUP).isin(filters.statuses)]
    if second == "theme" and filters.themes:
        items = items[items["theme"].fillna(NO_GROUP).isin(filters.themes)]
    return items if keys is None else items[items.index.isin(keys)]


def ministries(items: pd.DataFrame, view: PlanView) -> pd.Series:
    """For each item the Ressort it is filtered by: its key, ``others`` or ``unknown``."""
    others = view.bodies.index[view.bodies["kind"].ne("ministry")]
    named = items["ministry_at"].astype(object)
    return named.mask(named.isin(others), OTHER_BODIES).fillna(NO_GROUP)


def choices(view: PlanView) -> Mapping[str, list[str]]:
    """What can be chosen at the Stichtag: Ressorts in official order and Themenfelder that occur."""
    present = {str(key) for items in (view.milestones, view.measures, view.services) for key in ministries(items, view)}
    bodies = [str(key) for key in view.bodies.index if key in present]
    gone = sorted(present - set(bodies) - {OTHER_BODIES, NO_GROUP})
    last = [key for key in (OTHER_BODIES, NO_GROUP) if key in present]
    themes = sorted(set(view.services["theme"].dropna()), key=german_order)
    return {"ministries": [*bodies, *gone, *last], "themes": themes}


def name_of(figure: Figure) -> str:
    """How a key figure is asked for as a filter."""
    return ":".join(filter(None, [figure.id, figure.rule or figure.group]))


def asked_figure(found: Sequence[Figure], name: str) -> Figure | None:
    """The key figure with this name; None where there is none."""
    return next((figure for figure in found if name_of(figure) == name), None)
