"""Cabinet briefings: ordered, written, issued; their errata; and a frozen one written and rendered once more."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from masterplan.actions import issue as issuing
from masterplan.actions.briefing_material import last_stand, material
from masterplan.actions.issue import BRIEFING, Document, Issued, NotIssued
from masterplan.briefings.build import build
from masterplan.briefings.comparison import differences
from masterplan.briefings.content import Briefing
from masterplan.briefings.content_json import canonical, from_plain
from masterplan.briefings.errata import errata, not_yet_told
from masterplan.briefings.sheets import sheet
from masterplan.domain.access import Actor
from masterplan.domain.cabinet.briefing_material import Erratum, Material
from masterplan.publishing import apart
from masterplan.publishing.formats import render
from masterplan.store.engine import Database
from masterplan.vocabulary import day

Progress = Callable[[float, str], None]
"""Told how much is done (0 to 1) and what comes next."""


@dataclass(frozen=True)
class Order:
    """All that a briefing's content depends on: the same order gives the same content for ever.

    ``compared`` is the Stichtag and the knowledge of the earlier cabinet, ``errata`` what is listed of earlier
    briefings.
    """

    stichtag: date
    known_by: datetime
    rule: str
    compared: tuple[date, datetime] | None = None
    errata: tuple[Erratum, ...] = ()

    def question(self) -> dict[str, object]:
        """What is kept with an issued briefing beside Stichtag and knowledge."""
        compared = None if self.compared is None else [self.compared[0].isoformat(), self.compared[1].isoformat()]
        return {"rule": self.rule, "compared": compared, "errata": [asdict(one) for one in self.errata]}


def order_of(issued: Issued) -> Order:
    """What an issued briefing was made for."""
    return order_for(issued.stichtag, issued.known_by, issued.question)


def order_for(stichtag: date, known_by: datetime, asked: Mapping[str, Any]) -> Order:
    """An order from its question as it is kept."""
    compared = asked["compared"]
    return Order(
        stichtag, known_by, asked["rule"],
        None if compared is None else (date.fromisoformat(compared[0]), datetime.fromisoformat(compared[1])),
        tuple(Erratum(**one) for one in asked["errata"]),
    )  # fmt: skip


def name_of(issued: Issued) -> str:
    """„Bericht 3 zum 31.12.2021“."""
    return f"Bericht {issued.number} zum {day(issued.stichtag)}"


def order(
    database: Database, stichtag: date, known_by: datetime, rule: str, *, by: Actor, draft: bool = False
) -> Order:
    """A new briefing: compared with the last one issued for an earlier Stichtag (else with the Stand before), and with
    the errata of all earlier ones that no briefing has listed yet, as known at a time. Raises `NotAllowed`."""
    known = [one for one in issuing.issued_documents(database, BRIEFING, by=by) if one.recorded_at <= known_by]
    before = [one for one in known if one.stichtag < stichtag]
    compared = (before[0].stichtag, before[0].known_by) if before else None
    if compared is None:
        compared = last_stand(database, stichtag, known_by, draft=draft)
    told = errata_told(before)
    found = [one for issued in reversed(before) for one in errata_of(database, issued, known_by, by=by)]
    return Order(stichtag, known_by, rule, compared, tuple(not_yet_told(found, told)))


def errata_told(documents: Sequence[Issued]) -> list[Erratum]:
    """What these briefings list of earlier ones."""
    return [one for issued in documents for one in order_of(issued).errata]


def content(database: Database, asked: Order, *, software: str, draft: bool = False) -> Briefing:
    """The content of an order; a draft rests on all values and marks those that are not released."""
    if apart.serves_others():
        return _content_apart(database, asked, software, draft)
    return build(_material(database, asked, software, draft))


def _content_apart(
    database: Database, asked: Order, software: str, draft: bool, about: str | None = None
) -> Briefing:
    told = {
        "database": apart.address(database), "stichtag": asked.stichtag.isoformat(),
        "known_by": asked.known_by.isoformat(), "question": asked.question(), "software": software, "draft": draft,
        "about": about,
    }  # fmt: skip
    return from_plain(json.loads(apart.done("content", told)))


def one_page(database: Database, asked: Order, about: str, *, software: str, draft: bool = False) -> Briefing:
    """The one-page sheet of a measure („measure/17“) or a Ressort („SMI“) instead of the whole.

    Raises `NoSheet`; a server asks only for what is on its page.
    """
    if apart.serves_others():
        return _content_apart(database, asked, software, draft, about)
    return sheet(_material(database, asked, software, draft), about)


def _material(database: Database, asked: Order, software: str, draft: bool) -> Material:
    return material(
        database, asked.stichtag, asked.known_by, draft=draft, rule=asked.rule, software=software,
        compared=asked.compared, errata=asked.errata,
    )  # fmt: skip


def issue(
    database: Database, asked: Order, written: Briefing, *, reference: str | None, by: Actor, at: datetime,
    form_key: str, progress: Progress = lambda share, words: None,
) -> Issued:  # fmt: skip
    """Renders the four files of a content and issues it. Raises `NotIssued` and `NotAllowed`."""
    files = {}
    for done, format_ in enumerate(issuing.FORMATS[BRIEFING]):
        progress(done / len(issuing.FORMATS[BRIEFING]), f"{format_.upper()} wird erstellt …")
        files[format_] = render(written, format_)
    about = written.facts
    document = Document(
        BRIEFING, about.title, asked.stichtag, datetime.fromisoformat(about.known_by), about.revision, about.audience,
        about.software, canonical(written), asked.question(),
        {rule.id: rule.version for rule in about.rules if rule.version}, reference,
    )  # fmt: skip
    return issuing.issue(database, document, files, by=by, at=at, form_key=form_key)


def said(database: Database, issued: Issued, *, by: Actor) -> Briefing:
    """What an issued briefing or answer says, from what was kept. Raises `NotAllowed`."""
    return from_plain(json.loads(issuing.said_in(database, issued, by=by)))


def errata_of(database: Database, issued: Issued, known_by: datetime, *, by: Actor) -> list[Erratum]:
    """What an issued briefing would say differently with a later knowledge, numbered from 1. Raises `NotAllowed`."""
    then = said(database, issued, by=by)
    now = content(database, replace(order_of(issued), known_by=known_by), software=issued.version)
    return errata(then, now, name_of(issued))


def written_again(database: Database, issued: Issued, *, by: Actor) -> Briefing:
    """An issued briefing written once more from the log, at its Stichtag and knowledge.

    Raises `NotIssued` where that is not the content that was issued, and `NotAllowed`.
    """
    then = said(database, issued, by=by)
    now = content(database, order_of(issued), software=issued.version)
    if canonical(now) != canonical(then):
        changed = differences(then, now)
        about = f" Zuerst weicht ab: {changed[0].subject}." if changed else ""
        raise NotIssued(f"Die Daten ergeben nicht mehr den Bericht, der herausgegeben wurde.{about}")
    return now


def rendered_anew(issued: Issued, again: Briefing, format_: str, *, software: str) -> bytes:
    """A file of a content that was `written_again`: the issued bytes, else a file that says that it is new.

    By the version that issued it the bytes come out the same; another one may lay out the same content otherwise.
    """
    if software == issued.version:
        file = render(again, format_)
        if sha256(file).hexdigest() == issued.files[format_].sha256:
            return file
    mark = f"Neu erzeugt mit Version {software}; herausgegeben mit Version {issued.version}"
    return render(replace(again, facts=replace(again.facts, mark=mark)), format_)
