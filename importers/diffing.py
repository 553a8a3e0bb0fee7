"""What a file would change: its rows compared with the plan at its Stand. Nothing is written here."""

from collections import Counter
from collections.abc import Iterable, Mapping

from importers.differences import Change, Diff, Missing, Settling, counts_of, place_of, title_of
from importers.encoding import digest_of, encode_rows, encode_wordings, words_of
from importers.extracts import Extract, RowTable
from importers.identifying import identified
from importers.merged_rows import MergedRows
from importers.merging import NOT_HANDED_OUT, Began
from importers.plan_at_hand import PlanAtHand, in_force, reported_on
from importers.problems import Problem, error, warning
from importers.references import unknown_references
from masterplan.actions.apply_files import THIS, NewItem
from masterplan.domain.plan import IN_FORCE, KEYED_KINDS, Kind, person_fields
from masterplan.store.canonical import decode, encode
from masterplan.store.comparing import Known
from masterplan.store.writing import NewStatement
from masterplan.vocabulary import shown

DIFFERENCES_ONLY = frozenset({Kind.LEIKA_SERVICE, Kind.COVERAGE})
"""Large kinds: a row that says what the plan already says at its Stand is not stated again."""

WITHDRAWN = encode({IN_FORCE: False})


def compare(
    plan: PlanAtHand, extract: Extract, settling: Settling, partial: bool, began: Began = NOT_HANDED_OUT
) -> Diff:
    """The extract (without errors) against the plan; what is doubtful is asked, or settled as was decided.

    ``began`` is what a returned workbook was handed out with: it states only what was changed or confirmed in it.
    """
    assert extract.part is not None
    assert extract.stand is not None
    texts = [encoded(plan, table) for table in extract.tables]
    wordings = [encode_wordings(table) for table in extract.tables]
    diff = Diff(extract, digest_of(extract, texts, wordings, began.number), counts_of(extract))
    newest = [
        one
        for one in plan.earlier(extract.part)
        if one.stand == extract.stand and one.ministry == extract.ministry and one.ars == (extract.ars or None)
    ]
    if newest and newest[-1].digest == diff.digest and newest[-1].complete == is_complete(partial, began):
        diff.unchanged = True
        diff.counts["unchanged"] = diff.counts["rows"] - diff.counts["ignored"]
        return diff
    merging = MergedRows(plan, diff, settling, began)
    for kind in dict.fromkeys(table.kind for table in extract.tables):
        known = plan.items(kind, extract.stand)
        refs = identified(plan, diff, kind, known, settling)
        by_ref = {one.id: one for one in known}
        for at, table in enumerate(extract.tables):
            if table.kind == kind:
                _compare_table(merging, at, refs[at], by_ref, texts[at], wordings[at])
        if not partial:
            _withdraw(merging, kind, known)
    unknown_references(plan, diff)
    diff.unchanged = began is not NOT_HANDED_OUT and not diff.statements and not diff.conflicts
    return diff


def is_complete(partial: bool, began: Began) -> bool:
    """Whether a file lists its whole scope: a returned workbook states only what was changed in it."""
    return not partial and began is NOT_HANDED_OUT


def columns_of(extract: Extract) -> dict[str, dict[str, dict[str, str]]]:
    """Sheet → kind → field → letter of its column, or the one address it was read from for all rows."""
    columns: dict[str, dict[str, dict[str, str]]] = {}
    for table in extract.tables:
        kinds = columns.setdefault(table.sheet, {})
        kinds.setdefault(str(table.kind), _places(table))
    return columns


def _places(table: RowTable) -> dict[str, str]:
    return {**{name: cell for name, cell in table.fixed.items() if cell}, **table.columns}


def encoded(plan: PlanAtHand, table: RowTable) -> list[str]:
    """Each row as the JSON of its statement; texts about persons are replaced by their tokens."""
    values = dict(table.values)
    for name in person_fields(table.kind):
        if name in values:
            values[name] = [None if words is None else plan.person_token(str(words)) for words in values[name]]
    return encode_rows(values, len(table))


def _compare_table(
    merging: MergedRows,
    at: int,
    refs: list[int | None],
    known: dict[int, Known],
    texts: list[str],
    wordings: list[str | None],
) -> None:
    plan, diff, stand = merging.plan, merging.diff, merging.stand
    table = diff.extract.tables[at]
    first = next(one for one in diff.extract.tables if one.kind == table.kind and one.sheet == table.sheet)
    elsewhere = {} if first is table else _all_cells(table)
    sparse = table.kind in DIFFERENCES_ONLY
    listed = diff.listed.setdefault(table.kind, set())
    counts = Counter[str]()
    for position, ref in enumerate(refs):
        text, words = texts[position], wordings[position]
        stated: Mapping[str, object] = {}
        left_out: dict[str, object] = {}
        base = None if ref is None else merging.base(table.kind, known[ref])
        in_full = base is None or not base.silent
        if ref is None:
            ref = plan.new_ref()
            key = table.keys[position] if table.keys and table.kind in KEYED_KINDS else None
            diff.new_items.append(NewItem(ref, table.kind, key))
            diff._new.append((at, position, ref, key))
            counts["new"] += 1
        else:
            stated = decode(text)
            if base is not None:
                merged = merging.row(table, position, known[ref], stated, base)
                stated, left_out = merged.taken, merged.left_out
                text, words = encode(stated), words_of(words, stated)
            changes = _row_changes(plan, diff, table, position, known[ref], stated)
            diff._changed += changes
            was_listed = in_force(known[ref].at_stand) and known[ref].at_stand is not None
            counts["changed" if changes or (in_full and not was_listed) else "unchanged"] += 1
            says_nothing = not changes and was_listed if sparse else not in_full and not stated
            if says_nothing and not left_out:
                listed.add(ref)
                continue
            counts["confirmed"] += not in_full and bool(stated) and not changes
        listed.add(ref)
        cells = elsewhere.get(position, {}) if in_full else _cells_of_row(table, position, stated)
        diff.statements.append(
            NewStatement(
                ref, stand, "file", True, text, words, _places_of_row(table, position, cells), THIS,
                table.sheet, table.rows[position] + 1 if in_full else None,
            )
        )  # fmt: skip
        if left_out:
            merging.leave_out(table, position, left_out, addressed=bool(elsewhere) or not in_full)
    for name, count in counts.items():
        diff.counts[name] += count


def _cells_of_row(table: RowTable, position: int, names: Iterable[str]) -> dict[str, str]:
    """The address of these fields of a row."""
    return {name: cell for name in names if (cell := table.cell(position, name))}


def _places_of_row(table: RowTable, position: int, elsewhere: dict[str, str]) -> str | None:
    """Where the fields of a row stand, as JSON, as far as that is not their column in this row."""
    cells = table.cells.get(position)
    also = table.also.get(position)
    if not (cells or also or elsewhere):
        return None
    return encode({**elsewhere, **(cells or {}), **({"*": also} if also else {})})


def _all_cells(table: RowTable) -> dict[int, dict[str, str]]:
    """The address of every field of every row, for a second table of its kind on one sheet."""
    return {position: _cells_of_row(table, position, table.fields) for position in range(len(table))}


def _row_changes(
    plan: PlanAtHand, diff: Diff, table: RowTable, position: int, known: Known, stated: Mapping[str, object]
) -> list[Change]:
    before = known.at_stand.fields if known.at_stand else {}
    changes = []
    for name, after in stated.items():
        if name == IN_FORCE or before.get(name) == after:
            continue
        was = before.get(name)
        if name in person_fields(table.kind):
            was = None if was is None else plan.person_words(str(was))
            after = table.values[name][position]
        cell = place_of(table, position, name)
        changes.append(Change(table.kind, known.id, known.key, title_of(table, position), name, was, after, cell))
        words = table.wordings.get(name)
        beside = name.endswith("_text") and name.replace("_text", "_on") in table.values  # warned about as a day
        if after is None and was is not None and (words is None or words[position] is None) and not beside:
            diff.problems.append(_value_missing(table, position, name, was))
    return changes


def _value_missing(table: RowTable, position: int, name: str, was: object) -> Problem:
    heading = table.headings.get(name, name)
    cell = table.cell(position, name)
    # Findings stay in the log, where no name can be erased.
    until_now = "war es ausgefüllt" if name in person_fields(table.kind) else f"galt „{shown(name, was)}“"
    return warning(
        "value-missing",
        f"{table.sheet}!{cell}: „{heading}“ ist leer; bisher {until_now}. Es gilt als nicht gemeldet.",
        table.sheet,
        cell,
    )


def _withdraw(merging: MergedRows, kind: Kind, known: list[Known]) -> None:
    """Items in force just before the file, listed by an earlier one, in its scope and not in it."""
    plan, diff, stand = merging.plan, merging.diff, merging.stand
    scope = [one for one in known if in_force(one.at_stand) and _covered(merging, kind, one)]
    listed = diff.listed.get(kind, set())
    absent = [one for one in scope if one.id not in listed]
    if kind not in KEYED_KINDS and absent and merging.began is NOT_HANDED_OUT:
        before = plan.ever_listed(kind, stand)
        absent = [one for one in absent if one.id in before]
    absent = [one for one in absent if merging.is_missing(kind, one)]
    for one in absent:
        assert one.at_stand is not None
        title = str(one.at_stand.fields.get("title") or one.key)
        diff.missing.append(Missing(kind, one.id, one.key, title))
        diff.statements.append(NewStatement(one.id, stand, "file", True, WITHDRAWN, delivery=THIS))
    diff.counts["missing"] += len(absent)
    if len(absent) * 3 > len(scope):
        whole = kind == Kind.MEASURE and merging.diff.extract.ministry is None
        diff.problems.append(_too_many_missing(len(absent), len(scope), whole))


def _covered(merging: MergedRows, kind: Kind, known: Known) -> bool:
    """Whether the file should list an item: one that it was handed out with, else one that lies in its scope."""
    if merging.began is not NOT_HANDED_OUT:
        return known.key in merging.began.rows
    extract = merging.diff.extract
    assert known.at_stand is not None
    return merging.plan.in_scope(
        kind, known.at_stand.fields, reported_on(known, kind), extract.ministry, merging.stand, extract.ars
    )


TOO_MANY_MISSING = "scope-shrunk"


def _too_many_missing(absent: int, scope: int, whole_catalogue: bool) -> Problem:
    for_one_ministry = " Nennt sie nur die Maßnahmen eines Ressorts, hilft --ministry, z. B. --ministry SMI."
    return error(
        TOO_MANY_MISSING,
        f"{absent} von {scope} Einträgen, die bisher gelten, fehlen in der Datei, mehr als ein Drittel. Ist die Datei "
        "unvollständig, hilft --partial; sind die Einträge wirklich entfallen, --accept-missing."
        f"{for_one_ministry if whole_catalogue else ''}",
    )
