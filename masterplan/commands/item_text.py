"""What is known of one item, in German lines for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from masterplan.commands.origin_text import source_words, value_words
from masterplan.vocabulary import FIELDS, KINDS, LIGHTS, NO_VALUE, number, shown

_ONLINE = {True: "online", False: "nicht online", None: "nicht bekannt"}


def item_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """Its fields with their sources, what the rules say of it, and its history, the oldest statement first."""
    title = answer["fields"].get("title", {}).get("value")
    yield f"{answer['key']}, {KINDS[answer['kind']]}" + (f" „{title}“" if title else "")
    if not answer["known"]:
        yield "Am Stichtag ist von diesem Eintrag nichts bekannt."
    elif not answer["in_force"]:
        yield "Am Stichtag steht dieser Eintrag nicht mehr im Plan."
    for name, field in answer["fields"].items():
        yield f"  {FIELDS[name]}: {value_words(name, field)}"
    judged = answer["judgement"]
    if judged is not None and (judged["lights"] is not None or judged["findings"] or judged["named_in"]):
        yield from _judged(judged)
    for rule in answer["online"]:
        yield f"{rule['title']} ({rule['rule']}): {_ONLINE[rule['online']]}"
    yield "Verlauf:"
    for entry in answer["history"]:
        yield f"  {source_words(entry)}"
        for name, field in entry["fields"].items():
            if name in FIELDS:
                yield f"    {FIELDS[name]}: {shown(name, field['value'])}"


def _judged(judged: Mapping[str, Any]) -> Iterator[str]:
    """Lights, slip, age, completeness and findings, each with its rule."""
    yield "Bewertung nach den veröffentlichten Regeln:"
    if (lights := judged["lights"]) is not None:
        yield f"  Gemeldete Ampel: {_light(lights['reported'])}"
        yield f"  Errechnete Ampel: {_light(lights['computed'])} (Regel {lights['rule']}: {lights['reason']})"
        if lights["contradicts"]:
            yield "  Gemeldete und errechnete Ampel widersprechen sich."
    if judged["data_quality"] is not None:
        yield f"  Verzug: {_days(judged['slip_days'])}"
        yield f"  Alter der letzten Meldung: {_days(judged['age_days'])}" + (" – veraltet" if judged["stale"] else "")
        quality = judged["data_quality"]
        missing = f" ({'; '.join(quality['missing'])})" if quality["missing"] else ""
        yield f"  Vollständigkeit: {quality['points']} von {quality['possible']} Punkten{missing}"
    for heading, found in (("Befunde", judged["findings"]), ("Genannt in Befunden zu anderen", judged["named_in"])):
        if found:
            yield f"  {heading}:"
        for finding in found:
            yield f"    {finding['number']}: {finding['reason']}"


def _light(colour: str | None) -> str:
    return NO_VALUE if colour is None else LIGHTS[colour]


def _days(days: int | None) -> str:
    return NO_VALUE if days is None else f"{number(days)} {'Tag' if days == 1 else 'Tage'}"
