"""Answers to Kleine Anfragen: prepared, compared with what was answered before, and archived under their Drucksache."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from masterplan.actions import issue as issuing
from masterplan.actions.briefing_material import material
from masterplan.actions.issue import ANSWER, Document, Issued, NotIssued
from masterplan.actions.questions import between
from masterplan.briefings import answer
from masterplan.briefings.answer import Earlier
from masterplan.briefings.content import Briefing
from masterplan.briefings.content_json import canonical, from_plain
from masterplan.domain.access import Actor
from masterplan.domain.cabinet.inquiry import Inquiry, answered_by, asked_for
from masterplan.domain.comparing.attribution import Attribution, of_views
from masterplan.domain.counting import RULES
from masterplan.domain.filters import name_of
from masterplan.publishing import apart
from masterplan.publishing.formats import rendered
from masterplan.store.engine import Database

DRUCKSACHE = re.compile(r"\d{1,2}/\d{1,6}")


@dataclass(frozen=True)
class Prepared:
    """An answer as it would be issued, and the earlier ones to the same question, the newest first."""

    inquiry: Inquiry
    reference: str
    content: Briefing
    earlier: tuple[Issued, ...] = ()


def said(database: Database, issued: Issued, *, by: Actor) -> Briefing:
    """What an archived answer says. Raises `NotAllowed`."""
    return from_plain(json.loads(issuing.said_in(database, issued, by=by)))


def earlier_answers(database: Database, inquiry: Inquiry, *, by: Actor) -> list[Issued]:
    """The answers to the same question, whatever their Stichtag, the newest first. Raises `NotAllowed`."""
    question = inquiry.canonical()
    return [one for one in issuing.issued_documents(database, ANSWER, by=by) if one.question == question]


def prepare(
    database: Database, inquiry: Inquiry, stichtag: date, known_by: datetime, *, by: Actor, reference: str,
    software: str,
) -> Prepared:  # fmt: skip
    """The answer with released values, and why it differs from the last one to the same question."""
    before = earlier_answers(database, inquiry, by=by)
    if apart.serves_others():
        told = {
            "database": apart.address(database), "kind": inquiry.kind, "rule": inquiry.rule,
            "filters": asdict(inquiry.filters), "stichtag": stichtag.isoformat(), "known_by": known_by.isoformat(),
            "by": asdict(by), "reference": reference, "software": software,
        }  # fmt: skip
        return Prepared(inquiry, reference, from_plain(json.loads(apart.done("answer", told))), tuple(before))
    whole = material(database, stichtag, known_by, draft=False, rule=inquiry.rule, software=software)
    earlier = _explained(database, inquiry, before[0], (stichtag, whole.view.known_by), by) if before else None
    return Prepared(inquiry, reference, answer.build(whole, inquiry, reference, earlier), tuple(before))


def _explained(
    database: Database, inquiry: Inquiry, before: Issued, now: tuple[date, datetime], by: Actor
) -> Earlier:
    """An earlier answer with the reasons of each difference, computed from both cuts of the plan."""
    steps = between(database, (before.stichtag, before.known_by), now, before.audience).views
    distinct = {id(view): asked_for(view, inquiry) for view in steps.values()}
    found = of_views({step: distinct[id(view)] for step, view in steps.items()}, inquiry.rule)
    by_name = {name_of(one.second): one for one in found.values()}
    attributions: Mapping[str, Attribution] = {name: by_name[name] for name in answered_by(inquiry) if name in by_name}
    return Earlier(before.reference or "", said(database, before, by=by), attributions)


def archive(
    database: Database, prepared: Prepared, *, by: Actor, at: datetime, form_key: str
) -> Issued:
    """Issues a prepared answer as DOCX and XLSX under its Drucksache number. Raises `NotIssued` and `NotAllowed`."""
    reference = prepared.reference.strip()
    if not DRUCKSACHE.fullmatch(reference):
        raise NotIssued("Bitte geben Sie die Nummer der Drucksache an, zum Beispiel „7/1234“.")
    about = prepared.content.facts
    document = Document(
        ANSWER, about.title, date.fromisoformat(about.stichtag), datetime.fromisoformat(about.known_by), about.revision,
        about.audience, about.software, canonical(prepared.content), prepared.inquiry.canonical(),
        {prepared.inquiry.rule: RULES[prepared.inquiry.rule].version}, reference,
    )  # fmt: skip
    files = rendered(prepared.content, issuing.FORMATS[ANSWER])
    return issuing.issue(database, document, files, by=by, at=at, form_key=form_key)
