"""How many reported and computed lights there are of each colour, and where the two contradict each other."""

import pandas as pd

from masterplan.domain.counting import both
from masterplan.domain.figure import REPORTED, Figure, Groups, Heading, count_all, evaluated
from masterplan.domain.plan import Light
from masterplan.domain.states import in_plan, is_one_of
from masterplan.domain.traffic_light import VERSION, computed_lights, contradicts, is_light
from masterplan.domain.view import PlanView
from masterplan.vocabulary import LIGHTS

CONTRADICTIONS = (
    "Wegmarken und Maßnahmen, ohne entfallene, deren gemeldete und deren errechnete Ampel beide grün, gelb oder rot "
    "sind und sich unterscheiden."
)


def _reported(light: Light) -> Heading:
    sentence = (
        f"Wegmarken und Maßnahmen, ohne entfallene, deren Ampel als „{LIGHTS[light]}“ gemeldet ist. Ist keine Ampel "
        "gemeldet, so zählen sie zu keiner Farbe."
    )
    title = f"Gemeldete Ampel: {LIGHTS[light]}"
    return Heading("lights.reported", REPORTED, title, sentence)


def _computed(light: Light) -> Heading:
    sentence = (
        f"Wegmarken und Maßnahmen, ohne entfallene, deren Ampel nach den veröffentlichten Regeln (Fassung {VERSION}) "
        f"„{LIGHTS[light]}“ ist."
    )
    if light == Light.GREY:
        sentence += " Dazu zählt, was nicht errechenbar ist, weil Status oder Plantermin fehlt."
    title = f"Errechnete Ampel: {LIGHTS[light]}"
    return Heading("lights.computed", REPORTED, title, sentence)


def light_figures(view: PlanView, groups: Groups, by: str | None) -> list[Figure]:
    """The rows by colour, which cannot be split any further, and the contradictions, which can."""
    reported = evaluated(lambda items, _: items["reported_light"], view, REPORTED)
    lights = pd.concat([computed_lights(view.table(kind), view) for kind in REPORTED])
    found: list[Figure] = []
    if by is None:
        everything = groups[0][1]
        listed = evaluated(in_plan, view, REPORTED)
        for light in Light:
            states = both(listed, is_one_of(reported, light))
            found += count_all(_reported(light), states, reported.eq(str(light)), [(str(light), everything)])
        for light in Light:
            shown = lights["light"].eq(str(light))
            found += count_all(_computed(light), is_light(lights, light), shown, [(str(light), everything)])
    heading = Heading("lights.contradictions", REPORTED, "Widersprüche der Ampeln", CONTRADICTIONS)
    return found + count_all(heading, contradicts(lights, reported), None, groups)
