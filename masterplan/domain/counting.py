"""Counting rules (Zählweisen): when an OZG service counts as online. Each is named, versioned and says its source.

Truth has three values (see `three_valued`). The rules share one question, asked of each LeiKa service of a bundle: does
it meet the Reifegrad, and is it offered widely enough? They differ in the threshold, the reach, and in whether one
service of the bundle suffices. So their answers are nested: a stricter rule never says more than a milder one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from masterplan.domain.plan import Kind
from masterplan.domain.services.availability import available
from masterplan.domain.services.maturity import grade_states
from masterplan.domain.three_valued import NO, UNKNOWN, YES, both
from masterplan.domain.view import PlanView

__all__ = [
    "NO", "RULES", "UNKNOWN", "YES", "Rule", "both", "bund_2020", "bund_flaechendeckend", "bundle_reaches",
    "maturity_of", "ozg_reifegrad_3", "service_reaches", "single_services", "strictest_service",
]  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """A way of counting services as online.

    ``counts`` gives one three-valued number per item in force of ``kind``, the unit that is counted, by key. ``within``
    is the next milder rule whose numerator contains this one's; ``step`` says in German what the step from there asks.
    """

    id: str
    version: str
    title: str
    definition: str
    source: str
    counts: Callable[[PlanView], pd.Series]
    kind: Kind = Kind.SERVICE
    within: str | None = None
    step: str = ""

    def states(self, view: PlanView) -> pd.Series:
        """What the rule says of each item of a view: counted once, whoever asks."""
        return view.once(self.counts, self.counts)


def maturity_of(view: PlanView, kind: Kind, threshold: str) -> pd.Series:
    """Whether each service meets a threshold; a LeiKa service's grade is read by the model that its bundle names."""
    items = view.table(kind)
    models = items["maturity_model"] if kind == Kind.SERVICE else items["ozg_id"].map(_models(view))
    return grade_states(items["maturity"], models, threshold)


def _models(view: PlanView) -> dict[object, object]:
    return dict(zip(view.services["ozg_id"], view.services["maturity_model"], strict=True))


def service_reaches(
    view: PlanView, threshold: str, statewide: bool = False, kind: Kind = Kind.LEIKA_SERVICE
) -> pd.Series:
    """Whether each single service meets the threshold and is offered in a Kommune, or ``statewide`` in the whole Land.

    Of a bundle only its own grade and the coverage reported for the bundle itself are asked. Without any coverage
    rows the grade alone decides for one Kommune; of the whole Land nothing is known then.
    """
    by = "leika_key" if kind == Kind.LEIKA_SERVICE else "ozg_id"
    states = maturity_of(view, kind, threshold)
    unreported = UNKNOWN if statewide else YES
    offered = available(view, by, statewide).to_dict()
    reported = [offered.get(number, unreported) for number in view.table(kind)[by].tolist()]
    return pd.Series(np.minimum(states.to_numpy(), np.array(reported, dtype="float64")), index=states.index)


def bundle_reaches(view: PlanView, threshold: str, statewide: bool = False, every: bool = False) -> pd.Series:
    """Whether one LeiKa service of the bundle (or, with ``every``, each of them) meets the threshold and the reach.

    The bundle's own grade counts only if none of its services has one.
    """
    services, parts = view.services, view.leika_services
    places = {ozg_id: at for at, ozg_id in enumerate(services["ozg_id"].dropna().unique())}
    nowhere = len(places)  # one place more takes what belongs to no bundle
    of_parts, of_services = (
        np.array([places.get(ozg_id, nowhere) for ozg_id in table["ozg_id"].tolist()], dtype="int64")
        for table in (parts, services)
    )
    by_parts = np.full(nowhere + 1, YES if every else NO)
    (np.minimum if every else np.maximum).at(by_parts, of_parts, service_reaches(view, threshold, statewide).to_numpy())
    is_rated = np.zeros(nowhere + 1, dtype=bool)
    is_rated[of_parts[parts["maturity"].notna().to_numpy()]] = True
    is_rated[nowhere] = False
    own = service_reaches(view, threshold, statewide, Kind.SERVICE).to_numpy()
    states = np.where(is_rated[of_services], by_parts[of_services], own)
    return pd.Series(states, index=services.index, dtype="float64")


def bund_2020(view: PlanView) -> pd.Series:
    """The rule of the federal OZG dashboard since 1 October 2020 (for one Land: at least one Kommune)."""
    return bundle_reaches(view, "form")


def bund_flaechendeckend(view: PlanView) -> pd.Series:
    """The same service in the whole Land: the federal „Dashboard Digitale Verwaltung“ since 31 May 2022."""
    return bundle_reaches(view, "form", statewide=True)


def ozg_reifegrad_3(view: PlanView) -> pd.Series:
    """The first rule with Reifegrad 3, from which the duty of the OZG counts as met."""
    return bundle_reaches(view, "online")


def strictest_service(view: PlanView) -> pd.Series:
    """The weakest service of the bundle decides: each of them must have Reifegrad 3."""
    return bundle_reaches(view, "online", every=True)


def single_services(view: PlanView) -> pd.Series:
    """Single LeiKa services by their own Reifegrad, without asking where, as the Bundesrechnungshof counted."""
    return maturity_of(view, Kind.LEIKA_SERVICE, "online")


_COMMON = (
    "Eine LeiKa-Leistung mit Angaben zur Verfügbarkeit zählt nur, wenn sie mindestens irgendwo online ist; ohne solche "
    "Angaben zählt ihr gemeldeter Reifegrad. Der Reifegrad des Bündels selbst zählt nur, wenn zu keiner seiner "
    "Leistungen einer gemeldet ist. Fehlt jede Angabe, gilt die Leistung als unbekannt, nicht als offline."
)

RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "bund-2020",
            "1",
            "Zählweise des Bundes (seit 2020)",
            "Eine OZG-Leistung (Leistungsbündel) gilt als online, wenn mindestens eine ihrer LeiKa-Leistungen in "
            f"mindestens einer Kommune mit Reifegrad 2 oder höher verfügbar ist. {_COMMON}",
            "OZG-Dashboard des Bundes, seit 1. Oktober 2020 (Reifegradmodell 1.1); § 1 Abs. 1 OZG",
            bund_2020,
        ),
        Rule(
            "bund-flaechendeckend",
            "1",
            "Zählweise des Bundes, flächendeckend",
            "Eine OZG-Leistung (Leistungsbündel) gilt als flächendeckend online, wenn mindestens eine ihrer "
            "LeiKa-Leistungen Reifegrad 2 oder höher hat und bundesweit oder landesweit flächendeckend verfügbar ist "
            "oder in jeder Gemeinde online ist, bei Vollzug durch die Kreise in jedem Landkreis und jeder Kreisfreien "
            "Stadt (deren Zahl am Stichtag). Ist die Verfügbarkeit enger bewertet, gelten nicht genannte Orte als "
            "offline. Fehlen Angaben zur Verfügbarkeit, ist die Flächendeckung unbekannt. Der Reifegrad des Bündels "
            "selbst zählt nur, wenn zu keiner seiner Leistungen einer gemeldet ist.",
            "Dashboard Digitale Verwaltung des Bundes, Länderwert seit 31. Mai 2022 (Reifegradmodell 1.1); "
            "§ 1 Abs. 1 OZG",
            bund_flaechendeckend,
            within="bund-2020",
            step="Die Leistung muss im ganzen Land verfügbar sein, nicht nur in einer Kommune.",
        ),
        Rule(
            "ozg-reifegrad-3",
            "1",
            "OZG-Pflicht (Reifegrad 3)",
            "Eine OZG-Leistung (Leistungsbündel) gilt als online, wenn mindestens eine ihrer LeiKa-Leistungen in "
            "mindestens einer Kommune mit Reifegrad 3 oder höher verfügbar ist, also einschließlich aller Nachweise "
            f"online beantragt werden kann. {_COMMON}",
            "§ 1 Abs. 1 OZG; Reifegradmodell 1.1 (Juni 2020): Die Pflicht gilt ab Stufe 3 als erfüllt",
            ozg_reifegrad_3,
            within="bund-2020",
            step="Der Antrag muss mit allen Nachweisen online gestellt werden können (Reifegrad 3 statt 2).",
        ),
        Rule(
            "strengste-leistung",
            "1",
            "Strengste Leistung",
            "Eine OZG-Leistung (Leistungsbündel) gilt als online, wenn jede ihrer LeiKa-Leistungen in mindestens einer "
            f"Kommune mit Reifegrad 3 oder höher verfügbar ist; die schwächste entscheidet. {_COMMON}",
            "§ 1 Abs. 1 OZG, auf jede einzelne Leistung des Bündels bezogen; Reifegradmodell 1.1 (Juni 2020)",
            strictest_service,
            within="ozg-reifegrad-3",
            step="Jede Leistung des Bündels muss Reifegrad 3 haben, nicht nur eine.",
        ),
        Rule(
            "leika-einzeln",
            "1",
            "Einzelne LeiKa-Leistungen",
            "Gezählt werden einzelne LeiKa-Leistungen statt Bündel: Eine gilt als online, wenn ihr eigener Reifegrad 3 "
            "oder höher ist. Wo sie verfügbar ist, wird nicht gefragt. Nenner sind die am Stichtag geltenden "
            "LeiKa-Leistungen. Ohne gemeldeten Reifegrad gilt eine Leistung als unbekannt, nicht als offline.",
            "Zählweise des Bundesrechnungshofs (2022) nach § 1 Abs. 1 OZG; Reifegradmodell 1.1 (Juni 2020)",
            single_services,
            kind=Kind.LEIKA_SERVICE,
        ),
    )
}
"""The counting rules by id, in the order in which they are shown."""
