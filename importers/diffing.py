"""What a file would change: its rows compared with the plan at its Stand. Nothing is written here."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from importers.encoding import digest_of, encode_rows, encode_wordings
from importers.extracts import Extract, RowTable
from importers.identity import Label, Matches, match
from importers.plan_at_hand import PlanAtHand, in_force, reported_on
from importers.problems import Problem, error, warning
from masterplan.actions.apply_files import THIS, NewItem
from masterplan.domain.plan import FIELDS, IN_FORCE, KEYED_KINDS, FieldType, Kind
from masterplan.store.canonical import decode, encode
from masterplan.store.reading import Known
from masterplan.store.writing import NewStatement
from masterplan.vocabulary import shown

DIFFERENCES_ONLY = frozenset({Kind.LEIKA_SERVICE, Kind.COVERAGE})
"""Large kinds: a row that says what the plan already says at its Stand is not stated again."""

COUNTS = ("rows", "new", "changed", "unchanged", "missing", "ignored", "repeated")
WITHDRAWN = encode({IN_FORCE: False})


class Change(NamedTuple):
    """One field that would change. ``ref`` is the item (negative: a new one, whose key is still to be given)."""

    kind: Kind
    ref: int
    key: str | None
    title: str
    field: str
    before: object
    after: object
    cell: str | None


@dataclass(frozen=True)
class Conflict:
    """What a person has to decide before anything of the call is written."""

    kind: Kind
    key: str
    field: str
    base: object
    theirs: object
    ours: object
    ours_by: str | None
    ours_at: str | None
    cell: str | None


@dataclass(frozen=True)
class Missing:
    """An item of the file's scope that the file no longer lists."""

    kind: Kind
    ref: int
    key: str
    title: str


@dataclass
class Diff:
    """One file's part and Ressort, compared with the plan at its Stand."""

    extract: Extract
    digest: str
    counts: dict[str, int]
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    new_items: list[NewItem] = field(default_factory=list)
    statements: list[NewStatement] = field(default_factory=list)
    unchanged: bool = False
    listed: dict[Kind, set[int]] = field(default_factory=dict)
    _changed: list[Change] = field(default_factory=list)
    _new: list[tuple[int, int, int, str | None]] = field(default_factory=list)  # table, position, ref, key

    @property
    def changes(self) -> Iterator[Change]:
        """Field by field: all of the new items, and of the known ones what differs."""
        for at, position, ref, key in self._new:
            table = self.extract.tables[at]
            for name in table.fields:
                value = table.values[name][position]
                if value is not None:
                    cell = _cell(table, position, name)
                    yield Change(table.kind, ref, key, _title(table, position), name, None, value, cell)
        yield from self._changed


def compare(plan: PlanAtHand, extract: Extract, on_conflict: str, partial: bool) -> Diff:
    """The extract (without errors) against the plan. ``on_conflict``: ask, theirs (same item) or ours (new item)."""
    assert extract.part is not None
    assert extract.stand is not None
    texts = [_encode(plan, table) for table in extract.tables]
    wordings = [encode_wordings(table) for table in extract.tables]
    diff = Diff(extract, digest_of(extract, texts, wordings), counts_of(extract))
    newest = [
        one
        for one in plan.earlier(extract.part)
        if one.stand == extract.stand and one.ministry == extract.ministry and one.ars == (extract.ars or None)
    ]
    if newest and newest[-1].digest == diff.digest and newest[-1].complete == (not partial):
        diff.unchanged = True
        diff.counts["unchanged"] = diff.counts["rows"] - diff.counts["ignored"]
        return diff
    for kind in dict.fromkeys(table.kind for table in extract.tables):
        known = plan.items(kind, extract.stand)
        refs = _identified(plan, diff, kind, known, on_conflict)
        by_ref = {one.id: one for one in known}
        for at, table in enumerate(extract.tables):
            if table.kind == kind:
                _compare_table(plan, diff, at, refs[at], by_ref, texts[at], wordings[at])
        if not partial:
            _withdraw(plan, diff, kind, known)
    _unknown_references(plan, diff)
    return diff


def columns_of(extract: Extract) -> dict[str, dict[str, dict[str, str]]]:
    """Sheet → kind → field → letter of its column, or the one address it was read from for all rows."""
    columns: dict[str, dict[str, dict[str, str]]] = {}
    for table in extract.tables:
        kinds = columns.setdefault(table.sheet, {})
        kinds.setdefault(str(table.kind), _places(table))
    return columns


def _places(table: RowTable) -> dict[str, str]:
    return {**{name: cell for name, cell in table.fixed.items() if cell}, **table.columns}


def counts_of(extract: Extract) -> dict[str, int]:
    counts = dict.fromkeys(COUNTS, 0)
    repeated = sum(len(cells) for table in extract.tables for cells in table.also.values())
    return {**counts, "rows": extract.row_count, "ignored": len(extract.ignored), "repeated": repeated}


def _encode(plan: PlanAtHand, table: RowTable) -> list[str]:
    """Each row as the JSON of its statement; texts about persons are replaced by their tokens."""
    values = dict(table.values)
    for name in _persons(table.kind):
        if name in values:
            values[name] = [None if words is None else plan.person_token(str(words)) for words in values[name]]
    return encode_rows(values, len(table))


def _persons(kind: Kind) -> list[str]:
    return [name for name, one in FIELDS[kind].items() if one.type == FieldType.PERSON]


def _identified(
    plan: PlanAtHand, diff: Diff, kind: Kind, known: list[Known], on_conflict: str
) -> dict[int, list[int | None]]:
    """For each table of the kind the item of each row; None: a new one."""
    extract = diff.extract
    tables = [(at, table) for at, table in enumerate(extract.tables) if table.kind == kind]
    if kind in KEYED_KINDS:
        by_key = {one.key: one.id for one in known}
        return {at: [by_key.get(key or "") for key in table.keys] for at, table in tables}
    candidates = [one for one in known if _may_match(plan, diff, kind, one)]
    rows = [label for _, table in tables for label in _labels(table)]
    matches = match(rows, [_label(one) for one in candidates])
    refs: list[int | None] = [None if at is None else candidates[at].id for at in matches.items]
    _settle_doubts(diff, kind, tables, rows, candidates, matches, refs, on_conflict)
    found: dict[int, list[int | None]] = {}
    start = 0
    for at, table in tables:
        found[at] = refs[start : start + len(table)]
        start += len(table)
    return found


def _may_match(plan: PlanAtHand, diff: Diff, kind: Kind, one: Known) -> bool:
    if kind != Kind.MILESTONE:
        return True
    fields = one.listed or (one.at_stand.fields if one.at_stand else {})
    assert diff.extract.stand is not None
    ministry = fields.get("ministry")
    on = one.listed_on or reported_on(one, kind)
    return isinstance(ministry, str) and plan.same_line(ministry, on, diff.extract.ministry, diff.extract.stand)


def _labels(table: RowTable) -> list[Label]:
    nothing: list[object] = [None] * len(table)
    numbers, titles = table.values.get("number", nothing), table.values.get("title", nothing)
    keys: Sequence[str | None] = table.keys or [None] * len(table)
    return [
        Label(None if number is None else str(number), None if title is None else str(title), key)
        for number, title, key in zip(numbers, titles, keys, strict=True)
    ]


def _label(one: Known) -> Label:
    fields = one.listed or (one.at_stand.fields if one.at_stand else {})
    return Label(fields.get("number"), fields.get("title"), one.key)  # type: ignore[arg-type]


def _settle_doubts(
    diff: Diff,
    kind: Kind,
    tables: list[tuple[int, RowTable]],
    rows: list[Label],
    candidates: list[Known],
    matches: Matches,
    refs: list[int | None],
    on_conflict: str,
) -> None:
    places = [(table, position) for _, table in tables for position in range(len(table))]
    for doubt in matches.doubts:
        item = candidates[doubt.item]
        if on_conflict == "theirs":
            refs[doubt.row] = item.id
        elif on_conflict == "ask":
            table, position = places[doubt.row]
            diff.listed.setdefault(kind, set()).add(item.id)  # as long as nobody decided it is not missing
            diff.conflicts.append(
                Conflict(
                    kind, item.key, "identity", None, _called(rows[doubt.row]), _called(_label(item)), None, None,
                    _cell(table, position, "title"),
                )
            )  # fmt: skip


def _called(label: Label) -> str:
    return " ".join(word for word in (label.number, label.title) if word)


def _compare_table(
    plan: PlanAtHand,
    diff: Diff,
    at: int,
    refs: list[int | None],
    known: dict[int, Known],
    texts: list[str],
    wordings: list[str | None],
) -> None:
    table = diff.extract.tables[at]
    stand = diff.extract.stand
    assert stand is not None
    first = next(one for one in diff.extract.tables if one.kind == table.kind and one.sheet == table.sheet)
    elsewhere = {} if first is table else _all_cells(table)
    sparse = table.kind in DIFFERENCES_ONLY
    listed = diff.listed.setdefault(table.kind, set())
    counts = Counter[str]()
    for position, ref in enumerate(refs):
        if ref is None:
            ref = plan.new_ref()
            key = table.keys[position] if table.keys and table.kind in KEYED_KINDS else None
            diff.new_items.append(NewItem(ref, table.kind, key))
            diff._new.append((at, position, ref, key))
            counts["new"] += 1
        else:
            changes = _row_changes(plan, diff, table, position, known[ref], texts[position])
            diff._changed += changes
            was_listed = in_force(known[ref].at_stand) and known[ref].at_stand is not None
            counts["changed" if changes or not was_listed else "unchanged"] += 1
            if sparse and not changes and was_listed:
                listed.add(ref)
                continue
        listed.add(ref)
        cells = table.cells.get(position)
        also = table.also.get(position)
        places = None
        if cells or also or elsewhere:
            places = encode({**elsewhere.get(position, {}), **(cells or {}), **({"*": also} if also else {})})
        diff.statements.append(
            NewStatement(
                ref, stand, "file", True, texts[position], wordings[position], places, THIS, table.sheet,
                table.rows[position] + 1,
            )
        )  # fmt: skip
    for name, count in counts.items():
        diff.counts[name] += count


def _all_cells(table: RowTable) -> dict[int, dict[str, str]]:
    """The address of every field of every row, for a second table of its kind on one sheet."""
    return {
        position: {name: cell for name in table.fields if (cell := table.cell(position, name))}
        for position in range(len(table))
    }


def _row_changes(plan: PlanAtHand, diff: Diff, table: RowTable, position: int, known: Known, text: str) -> list[Change]:
    before = known.at_stand.fields if known.at_stand else {}
    changes = []
    for name, after in decode(text).items():
        if name == IN_FORCE or before.get(name) == after:
            continue
        was = before.get(name)
        if name in _persons(table.kind):
            was = None if was is None else plan.person_words(str(was))
            after = table.values[name][position]
        cell = _cell(table, position, name)
        changes.append(Change(table.kind, known.id, known.key, _title(table, position), name, was, after, cell))
        words = table.wordings.get(name)
        beside = name.endswith("_text") and name.replace("_text", "_on") in table.values  # warned about as a day
        if after is None and was is not None and (words is None or words[position] is None) and not beside:
            diff.problems.append(_value_missing(table, position, name, was))
    return changes


def _value_missing(table: RowTable, position: int, name: str, was: object) -> Problem:
    heading = table.headings.get(name, name)
    cell = table.cell(position, name)
    return warning(
        "value-missing",
        f"{table.sheet}!{cell}: „{heading}“ ist leer; bisher galt „{shown(name, was)}“. Es gilt als nicht gemeldet.",
        table.sheet,
        cell,
    )


def _cell(table: RowTable, position: int, name: str) -> str | None:
    cell = table.cell(position, name)
    return f"{table.sheet}!{cell}" if cell else None


def _title(table: RowTable, position: int) -> str:
    for name in ("title", "indicator", "leika_key", "ozg_id"):
        if name in table.values and table.values[name][position]:
            return str(table.values[name][position])
    return ""


def _withdraw(plan: PlanAtHand, diff: Diff, kind: Kind, known: list[Known]) -> None:
    """Items in force just before the file, listed by an earlier one, in its scope and not in it."""
    extract = diff.extract
    stand = extract.stand
    assert stand is not None
    scope = [
        one
        for one in known
        if one.at_stand is not None
        and in_force(one.at_stand)
        and plan.in_scope(kind, one.at_stand.fields, reported_on(one, kind), extract.ministry, stand, extract.ars)
    ]
    listed = diff.listed.get(kind, set())
    absent = [one for one in scope if one.id not in listed]
    if kind not in KEYED_KINDS and absent:
        before = plan.ever_listed(kind, stand)
        absent = [one for one in absent if one.id in before]
    for one in absent:
        assert one.at_stand is not None
        title = str(one.at_stand.fields.get("title") or one.key)
        diff.missing.append(Missing(kind, one.id, one.key, title))
        diff.statements.append(NewStatement(one.id, stand, "file", True, WITHDRAWN, delivery=THIS))
    diff.counts["missing"] += len(absent)
    if len(absent) * 3 > len(scope):
        diff.problems.append(_too_many_missing(len(absent), len(scope)))


TOO_MANY_MISSING = "scope-shrunk"


def _too_many_missing(absent: int, scope: int) -> Problem:
    return error(
        TOO_MANY_MISSING,
        f"{absent} von {scope} Einträgen, die bisher gelten, fehlen in der Datei, mehr als ein Drittel. Ist die Datei "
        "unvollständig, hilft --partial; sind die Einträge wirklich entfallen, --accept-missing.",
    )


def _unknown_references(plan: PlanAtHand, diff: Diff) -> None:
    """Links to goals, Wegmarken, measures or services that nobody knows yet: they stay open."""
    extract = diff.extract
    assert extract.stand is not None
    for table in extract.tables:
        for name, column in FIELDS[table.kind].items():
            if column.type != FieldType.REFERENCES or name not in table.values:
                continue
            mentioned = _first_mentions(table.values[name])
            if not mentioned:
                continue
            names = {text for kind in column.targets for text in _names(plan, extract, kind, extract.stand)}
            for written, position in mentioned.items():
                if _plain(written) not in names:
                    cell = table.cell(position, name)
                    heading = table.headings.get(name, name)
                    message = (
                        f"{table.sheet}!{cell}: „{written}“ ({heading}) ist nicht bekannt. "
                        "Der Bezug bleibt offen, bis es einen solchen Eintrag gibt."
                    )
                    diff.problems.append(warning("reference-unknown", message, table.sheet, cell, written))


def _names(plan: PlanAtHand, extract: Extract, kind: Kind, stand: date) -> set[str]:
    names = {_plain(name) for name in plan.names(kind, stand)}
    for table in extract.tables:
        if table.kind == kind:
            for column in ("number", "title"):
                names |= {_plain(str(value)) for value in table.values.get(column, []) if value is not None}
    return names


def _plain(text: str) -> str:
    return "".join(text.casefold().split())


def _first_mentions(column: list[object]) -> dict[str, int]:
    """Each written reference with the position of the row that names it first."""
    seen: dict[int, bool] = {}
    found: dict[str, int] = {}
    for position, written in enumerate(column):
        if id(written) in seen or not isinstance(written, list):
            continue
        seen[id(written)] = True
        for one in written:
            found.setdefault(str(one), position)
    return found
