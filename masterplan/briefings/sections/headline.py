"""The headline: how many OZG services are online, by which rule, and how the counting rules lead into each other."""

from masterplan.briefings.content import (
    Block,
    Cell,
    Chart,
    Column,
    Figures,
    Meaning,
    Note,
    Paragraph,
    Section,
    Series,
    Table,
)
from masterplan.briefings.values import plain, signed, value_text
from masterplan.briefings.writer import Writer
from masterplan.domain.counting import RULES
from masterplan.domain.overview import path
from masterplan.domain.services import counting_bridge
from masterplan.domain.services.services_by_group import rule_states, shares_by_group
from masterplan.vocabulary import NO_VALUE, OZG_TARGET, counted, day, number

ONLINE = "services.online"
RULES_TITLE = "Dieselben Leistungen nach jeder Zählweise"


def section(writer: Writer) -> Section:
    """Value, way to the target, all counting rules and the bridge between them."""
    online = writer.figure(f"{ONLINE}:{writer.rule.id}")
    if not len(writer.view.services):
        return Section("headline", "OZG-Leistungen online", "Zum Stichtag ist kein OZG-Katalog gemeldet.", "body", ())
    blocks: list[Block] = [
        Paragraph(_sentence(writer), lead=True, unreleased=online.unreleased, origin=online.origin),
        Figures((online, writer.figure("services.total"))),
        *_course(writer),
        _rules(writer),
        _bridge(writer),
        Note(f"Zählweise: {writer.rule.definition} Quelle: {writer.rule.source}. Fassung {writer.rule.version}."),
        _themes(writer),
    ]
    return Section("headline", "OZG-Leistungen online", _message(writer), "body", tuple(blocks))


def _message(writer: Writer) -> str:
    online = writer.figure(f"{ONLINE}:{writer.rule.id}")
    if online.number is None:
        said = f"Wie viele OZG-Leistungen online sind, lässt sich nicht sagen; bestätigt sind {online.detail}."
    else:
        at_least = "Mindestens " if online.lower != online.upper else ""
        said = f"{at_least}{online.text} der OZG-Leistungen sind online ({online.detail})"
        said += f", {online.difference}." if online.difference else "."
    return said


def _sentence(writer: Writer) -> str:
    online, days = writer.figure(f"{ONLINE}:{writer.rule.id}"), (OZG_TARGET - writer.view.stichtag).days
    found = writer.asked.figures[f"{ONLINE}:{writer.rule.id}"]
    unknown = len(found.unknown_keys)
    span = ""
    if unknown and online.number is not None:
        missing = counted(unknown, "Leistung fehlt", "Leistungen fehlen")
        span = f" Für {missing} Angaben; wären sie alle online, so wären es {value_text(found.upper, 'share')}."
    until = (
        f"Bis zum Ziel des OZG am {day(OZG_TARGET)} bleiben {counted(days, 'Tag', 'Tage')}."
        if days > 0
        else f"Das Ziel des OZG galt bis zum {day(OZG_TARGET)}."
    )
    return f"{_message(writer)}{span} Gezählt ist nach „{writer.rule.title}“. {until}"


def _course(writer: Writer) -> list[Chart]:
    """The way to the target, from the first day a share could be given."""
    if len(writer.material.points) < 2:
        return []
    way = path(writer.material.points)
    points = [*way.points]
    days = [point.on for point in points]
    values = [point.figure.value for point in points]
    needed = [way.needed_on(on) for on in days]
    origin = writer.figure(f"{ONLINE}:{writer.rule.id}").origin
    series = (
        Series("erreicht (mindestens)", "accent", tuple(values), tuple(value_text(value, "share") for value in values),
               origins=(*[None] * (len(days) - 1), origin)),
        Series("gerader Weg zum Ziel", "target", tuple(needed), tuple(value_text(value, "share") for value in needed)),
    )  # fmt: skip
    sentence = f"Der gerade Weg zu 100 % am {day(OZG_TARGET)} beginnt mit dem ersten bekannten Anteil."
    if way.gap is not None:
        behind = "fehlen" if way.gap > 0 else "sind mehr erreicht:"
        points_text = f"{number(abs(way.gap) * 100, 1)} Prozentpunkte"
        sentence += f" Am {day(writer.view.stichtag)} {behind} demgegenüber {points_text}."
    told = ", ".join(f"{day(on)} {text}" for on, text in zip(days, series[0].texts, strict=True))
    return [
        Chart(
            "line", f"Der Weg zum {day(OZG_TARGET)}", "share", tuple(day(on) for on in days), series, sentence,
            f"Linie: Anteil der OZG-Leistungen online: {told}. {sentence}", tuple(on.isoformat() for on in days),
        )
    ]  # fmt: skip


def _rules(writer: Writer) -> Chart:
    values = [writer.figure(f"{ONLINE}:{rule}") for rule in RULES]
    given = [value for value in values if value.number is not None]
    names = tuple(f"{value.rule_title}" for value in values)
    texts = tuple(value.text for value in values)
    numbers = tuple(value.number for value in values)
    if given:
        lowest, highest = (pick(given, key=lambda one: one.number or 0) for pick in (min, max))
        sentence = (
            f"Je nach Zählweise sind {lowest.text} („{lowest.rule_title}“) bis {highest.text} "
            f"(„{highest.rule_title}“) online. Alle zählen denselben Stand."
        )
    else:
        sentence = "Nach keiner Zählweise ist genug bekannt, um einen Anteil zu nennen."
    told = "; ".join(f"{name} {text}" for name, text in zip(names, texts, strict=True))
    return Chart(
        "bar", RULES_TITLE, "share", names,
        (Series("online (mindestens)", "accent", numbers, texts, origins=tuple(value.origin for value in values)),),
        sentence, f"Balken je Zählweise: {told}.", unreleased=any(value.unreleased for value in values),
    )  # fmt: skip


def _bridge(writer: Writer) -> Table:
    """From the mildest rule to the strictest ones: what each step asks and how many services it takes away."""
    rows = []
    mildest = next(rule.id for rule in RULES.values() if rule.within is None)
    steps: dict[str, counting_bridge.Step] = {}
    for rule in RULES.values():
        if rule.within is not None:
            steps |= {step.to_rule: step for step in counting_bridge.bridge(writer.view, mildest, rule.id)}
    start = writer.figure(f"{ONLINE}:{mildest}")
    total = writer.figure("services.total").number
    rows.append((
        Cell(RULES[mildest].title), Cell("Ausgangspunkt"), Cell(NO_VALUE), Cell(NO_VALUE),
        Cell(
            str(start.detail), value=writer.asked.figures[f"{ONLINE}:{mildest}"].numerator, origin=start.origin
        ),
    ))  # fmt: skip
    for name, step in steps.items():
        value = writer.figure(f"{ONLINE}:{name}")
        keys = (*step.fallen, *step.doubtful)
        moved = writer.trail.items(f"bridge/{step.from_rule}:{name}", step.sentence, keys, "maturity")
        rows.append((
            Cell(RULES[name].title), Cell(f"{step.sentence} (gegenüber „{RULES[step.from_rule].title}“)"),
            Cell(signed(-len(step.fallen), "count"), -len(step.fallen), origin=moved),
            Cell(signed(-len(step.doubtful), "count"), -len(step.doubtful), origin=moved),
            Cell(f"{number(step.after)} von {number(total)}", step.after, origin=value.origin),
        ))  # fmt: skip
    columns = (
        Column("Zählweise", width=2.2), Column("was der Schritt verlangt", width=3.4),
        Column("fällt weg", "number"), Column("nicht bekannt", "number"), Column("bestätigt", "number", 1.3),
    )  # fmt: skip
    note = (
        "Jede Zeile ist die genannte Zählweise davor, vermindert um das, was wegfällt oder dann nicht bekannt ist. "
        "„Einzelne LeiKa-Leistungen“ zählt eine andere Einheit und steht außerhalb."
    )
    return Table("Brücke zwischen den Zählweisen", columns, tuple(rows), note)


def _themes(writer: Writer) -> Chart:
    """Where the services stand in each Themenfeld."""
    shares = shares_by_group(writer.view, rule_states(writer.view), writer.rule.id, "theme")
    origins = writer.trail.figures(shares, writer.view, "theme")
    names = tuple("ohne Themenfeld" if one.group == "unknown" else str(one.group) for one in shares)
    online = [len(one.keys) for one in shares]
    unknown = [len(one.unknown_keys) for one in shares]
    offline = [int(plain(one.denominator) or 0) - yes - open_
               for one, yes, open_ in zip(shares, online, unknown, strict=True)]  # fmt: skip
    refs = tuple(origins.get(f"{one.id}:{one.rule}@{one.group}") for one in shares)
    states: tuple[tuple[str, Meaning, list[int]], ...] = (
        ("online", "done", online), ("nicht bekannt", "unknown", unknown), ("nicht online", "not_started", offline),
    )  # fmt: skip
    series = tuple(
        Series(name, meaning, tuple(values), tuple(number(value) for value in values), origins=refs)
        for name, meaning, values in states
    )
    best = max(range(len(shares)), key=lambda at: (online[at], -at), default=None)
    sentence = "" if best is None else (
        f"Die meisten Leistungen sind im Themenfeld „{names[best]}“ online "
        f"({number(online[best])} von {number(shares[best].denominator)})."
    )  # fmt: skip
    parts = zip(names, online, shares, strict=True)
    told = "; ".join(f"{name} {yes} von {one.denominator}" for name, yes, one in parts)
    return Chart(
        "stacked_bar", f"Stand je Themenfeld ({writer.rule.title})", "count", names, series, sentence,
        f"Gestapelte Balken je Themenfeld, online: {told}.",
    )  # fmt: skip
