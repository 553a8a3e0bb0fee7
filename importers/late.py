"""A file older than others of its scope: what the younger ones say is said again where the late file would cover it up.

So that files give the same plan at every Stichtag in whatever order they come.
"""

from collections import defaultdict
from collections.abc import Iterable

from importers.differences import Diff
from importers.diffing import DIFFERENCES_ONLY, WITHDRAWN
from importers.encoding import encode_rows, encode_wordings
from importers.extracts import RowTable
from importers.mapping import recognise
from importers.plan_at_hand import Earlier, PlanAtHand, in_force, reported_on
from importers.problems import Problem, error
from importers.validation import validate
from masterplan.domain.plan import Kind
from masterplan.store import comparing
from masterplan.store.canonical import decode
from masterplan.store.writing import NewStatement


def restate_younger(plan: PlanAtHand, diff: Diff) -> None:
    """Adds to the diff of a late file what files of its scope with a later Stand make of its items."""
    extract = diff.extract
    assert extract.part is not None
    assert extract.stand is not None
    younger = [one for one in plan.earlier(extract.part) if one.stand > extract.stand]
    if not younger:
        return
    by_kind: dict[Kind, set[int]] = defaultdict(set)
    kinds = {one.id: kind for kind in {table.kind for table in extract.tables} for one in _items(plan, kind, diff)}
    for stated in diff.statements:
        by_kind[kinds[stated.item]].add(stated.item)
    for kind, items in by_kind.items():
        if kind in DIFFERENCES_ONLY:
            _say_again(plan, diff, kind, items, younger)
        else:
            _withdraw_where_not_listed(plan, diff, kind, items & diff.listed.get(kind, set()), younger)


def _items(plan: PlanAtHand, kind: Kind, diff: Diff) -> Iterable[comparing.Known]:
    assert diff.extract.stand is not None
    yield from plan.items(kind, diff.extract.stand)
    yield from (comparing.Known(new.ref, new.key or "", None) for new in diff.new_items if new.kind == kind)


def _withdraw_where_not_listed(
    plan: PlanAtHand, diff: Diff, kind: Kind, items: set[int], younger: list[Earlier]
) -> None:
    """Each item is withdrawn at the Stand of the next complete file that covers it and does not list it."""
    waiting = set(items)
    for file in _last_of_each_scope(younger):
        if not file.complete or not waiting:
            continue
        listed = comparing.listed_items(plan.connection, file.number)
        for one in _known_at(plan, diff, kind, file):
            covered = one.at_stand is not None and plan.covers(file, kind, one.at_stand.fields, reported_on(one, kind))
            if one.id in waiting and covered:
                waiting.discard(one.id)
                if one.id not in listed and in_force(one.at_stand):
                    diff.statements.append(
                        NewStatement(one.id, file.stand, "file", True, WITHDRAWN, delivery=file.number)
                    )


def _last_of_each_scope(younger: list[Earlier]) -> list[Earlier]:
    """Of files of one scope and Stand the last one counts."""
    return list({(one.stand, one.ministry, one.ars): one for one in younger}.values())


def _known_at(plan: PlanAtHand, diff: Diff, kind: Kind, file: Earlier) -> list[comparing.Known]:
    return plan.items(kind, file.stand, [new for new in diff.new_items if new.kind == kind], diff.statements)


def _say_again(plan: PlanAtHand, diff: Diff, kind: Kind, items: set[int], younger: list[Earlier]) -> None:
    """Of kinds that keep only differences each younger file is read again, and what now differs is stated."""
    for file in _last_of_each_scope(younger):
        tables = _tables_of(plan, kind, file)
        if isinstance(tables, Problem):
            diff.problems.append(tables)
            return
        known = [one for one in _known_at(plan, diff, kind, file) if one.id in items]
        keys = {one.key: one for one in known}
        listed: set[int] = set()
        for table in tables:
            texts, wordings = encode_rows(table.values, len(table)), encode_wordings(table)
            for position, key in enumerate(table.keys):
                one = keys.get(key or "")
                if one is None:
                    continue
                listed.add(one.id)
                before = one.at_stand.fields if one.at_stand else {}
                if any(before.get(name) != value for name, value in decode(texts[position]).items()):
                    diff.statements.append(
                        NewStatement(
                            one.id, file.stand, "file", True, texts[position], wordings[position], None, file.number,
                            table.sheet, table.rows[position] + 1,
                        )
                    )  # fmt: skip
        for one in known:
            gone = one.id not in listed and file.complete and in_force(one.at_stand)
            fields = one.at_stand.fields if one.at_stand else {}
            if gone and plan.covers(file, kind, fields, reported_on(one, kind)):
                diff.statements.append(NewStatement(one.id, file.stand, "file", True, WITHDRAWN, delivery=file.number))


def _tables_of(plan: PlanAtHand, kind: Kind, file: Earlier) -> list[RowTable] | Problem:
    workbook = plan.stored_workbook(file)
    if workbook is None:
        return error(
            "file-unreadable",
            f"Die jüngere Datei „{file.file}“ (Stand {file.stand:%d.%m.%Y}) wurde aus dem Archiv entfernt. Ohne sie "
            "kann eine ältere Datei desselben Bereichs nicht mehr eingelesen werden.",
        )
    extracts = recognise(
        workbook, part=file.part, stand=file.stand, ministry=file.ministry, bodies=plan.bodies, today=file.stand,
        by_hand=file.by_hand,
    )  # fmt: skip
    return [table for one in extracts for table in validate(one).tables if table.kind == kind]
