"""Datenlage: what the figures rest on, what contradicts itself, what is missing, and the originals."""

from collections.abc import Sequence
from pathlib import PurePath

import pandas as pd
import streamlit as st

from masterplan.actions import questions
from masterplan.actions.offered import Key, Offered
from masterplan.domain.judging import data_state
from masterplan.domain.overview import ministry_name
from masterplan.domain.progress import Figure, figures
from masterplan.domain.traffic_light import published_rules
from masterplan.domain.view import PlanView
from masterplan.pages.parts import choices, frame, links, tiles
from masterplan.pages.parts.kept import kept
from masterplan.pages.parts.tiles import Tile
from masterplan.vocabulary import (
    FIELDS,
    LIGHT_SYMBOLS,
    LIGHTS,
    NO_VALUE,
    NOT_REPORTED,
    PARTS,
    SEVERITIES,
    counted,
    day,
    label,
    listed,
    moment,
    number,
    percent,
    verbatim,
)

VIEWS = ("Quellen", "Widersprüche", "Veraltet", "Lücken", "Verweise", "Fortschreibungen", "Zurückgezogen")
PARAMETER = "blick"


def show(view: PlanView, offered: Offered) -> None:
    """Counts of what is doubtful, and one list at a time."""
    frame.title("Datenlage", view, "Worauf beruhen die Zahlen, und was ist offen?")
    if not len(view.sources):
        frame.nothing_yet(view, offered)
        return
    tables = lists(view, offered.key)
    counts(view, tables, {figure.id: figure for figure in all_figures(view, offered.key)})
    chosen = which(offered)
    {
        "Quellen": sources, "Widersprüche": contradictions, "Veraltet": stale, "Lücken": gaps,
        "Verweise": references, "Fortschreibungen": editions, "Zurückgezogen": withdrawn,
    }[chosen](view, offered, tables)  # fmt: skip


Tables = dict[str, pd.DataFrame]


@kept()
def all_figures(_view: PlanView, key: Key) -> list[Figure]:
    """All key figures."""
    return figures(_view, [])


@kept(words="Die Datenlage wird zusammengestellt …")
def lists(_view: PlanView, key: Key) -> Tables:
    """All lists of the page, by the name they are chosen by."""
    return {
        "Widersprüche": data_state.contradictions(_view),
        "Veraltet": data_state.stale_reports(_view),
        "Lücken": data_state.incomplete(_view),
        "Kriterien": data_state.gaps(_view),
        "Verweise": data_state.open_references(_view),
        "Fortschreibungen": data_state.editions(_view),
    }


@kept(entries=8, words="Die Hinweise werden gelesen …")
def deliveries(_offered: Offered, _view: PlanView, key: Key) -> Sequence[data_state.Delivered]:
    """Every file with the problems noted when it came in, as far as whoever looks may see them."""
    return [] if _offered.database is None else questions.delivered(_offered.database, _view, _offered.actor)


def which(offered: Offered) -> str:
    """The list that is shown, kept in the address."""
    return choices.one_of(offered, PARAMETER, "Was gezeigt wird", dict(zip(VIEWS, VIEWS, strict=True)), VIEWS[0])


def counts(view: PlanView, tables: Tables, shown: dict[str, Figure]) -> None:
    """How many files, doubtful values, contradictions and gaps there are."""
    warnings = int(view.sources["warnings"].sum())
    points = tables["Kriterien"]
    possible = int(points["possible"].sum())
    met = None if not possible else 1 - int(points["missing"].sum()) / possible
    tiles.row([
        Tile(
            "Dateien", number(len(view.sources)), f"mit {counted(warnings, 'Hinweis', 'Hinweisen')}",
            "Eingelesene Dateien bis zum Stichtag; eine Datei mit mehreren Teilen zählt je Teil. Hinweise sind Zellen, "
            "die beim Einlesen zweifelhaft waren.",
        ),
        tiles.count(shown["lights.contradictions"], "gemeldet gegen errechnet"),
        tiles.count(shown["reports.stale"], "ohne neue Meldung"),
        Tile(
            "Vollständigkeit der Meldungen", NOT_REPORTED if met is None else percent(met),
            f"von {number(possible)} Punkten",
            "Jede Wegmarke und jede Maßnahme erhält je zutreffendem Merkmal einen Punkt; die Merkmale stehen unter "
            "„Lücken“.",
        ),
    ])  # fmt: skip


def sources(view: PlanView, offered: Offered, tables: Tables) -> None:
    """Every file; the problems and the original of a chosen one."""
    frame.heading("Quellen")
    table, ready = files_at(view, offered.key)
    st.dataframe(
        ready, hide_index=True, alt="Quellen", column_config={"Stand": st.column_config.DateColumn(format="DD.MM.YYYY")}
    )
    frame.download(table, "Quellen", "Dateien", view.stichtag, "Eingelesene Dateien bis zum Stichtag.", "sources")
    one_file(view, offered)


@kept()
def files_at(_view: PlanView, key: Key) -> tuple[pd.DataFrame, frame.Ready]:
    """Every file, the newest first, and the table ready to be sent."""
    files = _view.sources.iloc[::-1]
    table = pd.DataFrame(
        {
            "Teil": [label(PARTS, part) for part in files["part"]],
            "Ressort": [ministry_name(_view, ministry) or NO_VALUE for ministry in files["ministry"]],
            "Stand": files["stand"].to_numpy(),
            "erfasst": [moment(at) for at in files["recorded_at"]],
            "Zeilen": files["rows"].to_numpy(),
            "Hinweise": files["warnings"].to_numpy(),
            "Datei": files["file"].to_numpy(),
        }
    )
    return table, frame.ready(table)


def one_file(view: PlanView, offered: Offered) -> None:
    """What was noted when a file came in, and the file as it was delivered."""
    known = list(reversed(deliveries(offered, view, (*offered.key, offered.actor.role, offered.actor.body))))
    if not known:
        return
    frame.heading("Hinweise und Original einer Datei", 3)
    names = [
        f"{day(one.stand)} · {label(PARTS, one.part)}{f' · {one.ministry}' if one.ministry else ''} · {one.file}"
        for one in known
    ]
    position = st.selectbox("Datei", range(len(known)), format_func=lambda place: names[place], key="file")
    one = known[position]
    assert offered.database is not None, "files are known from a database"
    if one.tombstone is not None:
        st.info(f"Das Original ist nicht mehr gespeichert: {verbatim(one.tombstone)}")
    elif not questions.originals(offered.database, [one.sha256], offered.actor):
        st.caption("Original und Hinweise stehen der Staatskanzlei und dem Ressort offen, das die Datei geliefert hat.")
    else:
        st.download_button(
            f"Original herunterladen ({PurePath(one.file).suffix.lstrip('.').upper() or 'Datei'})",
            data=lambda: _content(offered, one.sha256), file_name=one.file, key="original", on_click="ignore",
        )  # fmt: skip
        st.caption(f"Prüfsumme (SHA-256): {one.sha256}")
    if not one.is_open:
        return
    if not one.problems:
        st.markdown("Beim Einlesen gab es keine Hinweise.")
        return
    noted = pd.DataFrame(
        {
            "Art": [label(SEVERITIES, problem["severity"]) for problem in one.problems],
            "Stelle": [place(problem) for problem in one.problems],
            "Geschrieben": [str(problem.get("value") or NO_VALUE) for problem in one.problems],
            "Hinweis": [str(problem["message"]) for problem in one.problems],
        }
    )
    st.markdown(counted(len(noted), "Hinweis", "Hinweise"))
    st.dataframe(noted, hide_index=True, alt="Hinweise beim Einlesen")
    frame.download(noted, f"Hinweise {one.file}", "Hinweise", one.stand, "Hinweise beim Einlesen.", "problems")


def place(problem: dict[str, object]) -> str:
    """Sheet and cell of a problem."""
    return "!".join(str(problem[name]) for name in ("sheet", "cell") if problem.get(name)) or NO_VALUE


def _content(offered: Offered, sha256: str) -> bytes:
    assert offered.database is not None, "an original is offered out of a database"
    return questions.original(offered.database, sha256, by=offered.actor, at=offered.now) or b""


def contradictions(view: PlanView, offered: Offered, tables: Tables) -> None:
    """Items whose reported light differs from the computed one."""
    frame.heading("Gemeldete und errechnete Ampel widersprechen sich")
    found = tables["Widersprüche"]
    table = pd.DataFrame(
        {
            **named(view, found),
            "gemeldet": [light(value) for value in found["reported_light"]],
            "errechnet": [light(value) for value in found["computed_light"]],
            "nach Regel": found["rule"].to_numpy(),
            "weil": found["reason"].to_numpy(),
        }
    )
    item_list(
        table, found, offered, view, "Widersprüche der Ampeln",
        "Beide Ampeln sind grün, gelb oder rot und unterscheiden sich. Die gemeldete bleibt, wie sie ist.",
    )  # fmt: skip
    with st.expander("Regeln der errechneten Ampel"):
        rules = pd.DataFrame(published_rules(), columns=["Regel", "Satz"])
        st.table(frame.literal(rules), hide_index=True, alt="Regeln der errechneten Ampel")


def stale(view: PlanView, offered: Offered, tables: Tables) -> None:
    """Items without a new report."""
    frame.heading("Veraltete Meldungen")
    found = tables["Veraltet"]
    table = pd.DataFrame(
        {
            **named(view, found),
            "letzte Meldung": [day(on) for on in found["last_on"]],
            "Alter in Tagen": found["age_days"].to_numpy(),
        }
    )
    item_list(
        table,
        found,
        offered,
        view,
        "Veraltete Meldungen",
        "Weder abgeschlossen noch entfallen und zu lange ohne Meldung.",
    )


def gaps(view: PlanView, offered: Offered, tables: Tables) -> None:
    """By criterion what is missing, then the items that lack something."""
    frame.heading("Lücken in den Meldungen")
    points = tables["Kriterien"]
    table = pd.DataFrame(
        {
            "Merkmal": points["sentence"],
            "trifft zu auf": [number(value) for value in points["possible"]],
            "nicht erfüllt": [number(value) for value in points["missing"]],
            "erfüllt": [percent(value) for value in points["share"]],
        }
    )
    st.table(frame.literal(table), hide_index=True, alt="Merkmale vollständiger Meldungen")
    found = tables["Lücken"]
    lacking = pd.DataFrame(
        {
            **named(view, found),
            "erfüllt": [percent(value) for value in found["share"]],
            "Es fehlt": [listed(list(words)) for words in found["missing"]],
        }
    )
    frame.heading("Einträge mit Lücken", 3)
    item_list(lacking, found, offered, view, "Einträge mit Lücken", "Wegmarken und Maßnahmen, denen ein Merkmal fehlt.")


def references(view: PlanView, offered: Offered, tables: Tables) -> None:
    """References that lead nowhere."""
    frame.heading("Verweise, die ins Leere führen")
    found = tables["Verweise"]
    table = pd.DataFrame(
        {
            "Eintrag": found["title"].to_numpy(),
            "Angabe": [label(FIELDS, name) for name in found["field"]],
            "genannt wird": found["reference"].to_numpy(),
        }
    )
    if table.empty:
        st.markdown("Jeder genannte Verweis führt zu einem Eintrag.")
        return
    keys = [str(key) for key in found["from_key"]]
    links.item_table(offered, table, keys, "Offene Verweise", "references")
    frame.download(
        table, "Offene Verweise", "Verweise", view.stichtag, "Verweise, die zu keinem Eintrag führen.", "lost"
    )


def editions(view: PlanView, offered: Offered, tables: Tables) -> None:
    """What came in with each Stand."""
    frame.heading("Fortschreibungen")
    found = tables["Fortschreibungen"]
    table = pd.DataFrame(
        {
            "Stand": [day(on) for on in found["stand"]],
            "Dateien": [number(value) for value in found["files"]],
            "Zeilen": [number(value) for value in found["rows"]],
            "Hinweise": [number(value) for value in found["warnings"]],
            "Teile": [listed([label(PARTS, part) for part in PARTS if part in parts]) for parts in found["parts"]],
        }
    )
    st.table(frame.literal(table), hide_index=True, alt="Fortschreibungen")


def withdrawn(view: PlanView, offered: Offered, tables: Tables) -> None:
    """Items that a later file no longer lists."""
    frame.heading("Zurückgezogene Einträge")
    found = view.withdrawn
    st.caption("Sie standen in einer früheren Datei und fehlen in der neueren; sie sind nicht gelöscht.")
    if found.empty:
        st.markdown("Kein Eintrag ist zurückgezogen.")
        return
    table = pd.DataFrame(
        {
            "Nummer": [value or NO_VALUE for value in found["number"]],
            "Titel": [value or NO_VALUE for value in found["title"]],
            "zuletzt geändert": [day(on) for on in found["effective_on"]],
        }
    )
    links.item_table(offered, table, [str(key) for key in found.index], "Zurückgezogene Einträge", "withdrawn")


def named(view: PlanView, found: pd.DataFrame) -> dict[str, object]:
    """The first columns of every list of items."""
    return {
        "Nummer": [value or NO_VALUE for value in found["number"]],
        "Titel": [value or NO_VALUE for value in found["title"]],
        "Ressort": [ministry_name(view, key) or NOT_REPORTED for key in found["ministry_at"]],
    }


def light(value: object) -> str:
    """A light as symbol and word."""
    return NOT_REPORTED if value is None or value != value else f"{LIGHT_SYMBOLS[str(value)]} {LIGHTS[str(value)]}"


def item_list(
    table: pd.DataFrame, found: pd.DataFrame, offered: Offered, view: PlanView, name: str, definition: str
) -> None:
    """A list whose rows open the item, with its definition and its file."""
    st.caption(definition)
    if table.empty:
        st.markdown("Hier ist am Stichtag nichts offen.")
        return
    links.item_table(offered, table, [str(key) for key in found.index], name, "items")
    frame.download(table, name, "Einträge", view.stichtag, definition, "items")
