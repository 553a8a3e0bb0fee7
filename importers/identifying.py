"""Which item of the plan each row of a file is; what is doubtful is asked, or settled as the caller says."""

from collections.abc import Sequence

from importers.differences import Conflict, Diff, Settling, place_of
from importers.extracts import RowTable
from importers.identity import Label, Matches, match
from importers.plan_at_hand import PlanAtHand, reported_on
from importers.repeats import compared_key
from masterplan.domain.plan import KEYED_KINDS, Kind
from masterplan.store.comparing import Known


def identified(
    plan: PlanAtHand, diff: Diff, kind: Kind, known: list[Known], settling: Settling
) -> dict[int, list[int | None]]:
    """For each table of the kind the item of each row; None: a new one."""
    extract = diff.extract
    tables = [(at, table) for at, table in enumerate(extract.tables) if table.kind == kind]
    if kind in KEYED_KINDS:
        by_key = {compared_key(kind, one.key): one.id for one in known}
        return {at: [by_key.get(compared_key(kind, key or "")) for key in table.keys] for at, table in tables}
    candidates = [one for one in known if _may_match(plan, diff, kind, one)]
    rows = [label for _, table in tables for label in _labels(table)]
    matches = match(rows, [_label(one) for one in candidates])
    refs: list[int | None] = [None if at is None else candidates[at].id for at in matches.items]
    _settle_doubts(diff, kind, tables, rows, candidates, matches, refs, settling)
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
    settling: Settling,
) -> None:
    places = [(table, position) for _, table in tables for position in range(len(table))]
    for doubt in matches.doubts:
        item = candidates[doubt.item]
        table, position = places[doubt.row]
        conflict = Conflict(
            kind, item.key, "identity", None, _called(rows[doubt.row]), _called(_label(item)), None, None,
            place_of(table, position, "title"), rows[doubt.row].title or "",
        )  # fmt: skip
        answer = settling.answer(conflict)
        if answer == "theirs":
            refs[doubt.row] = item.id
        elif answer == "ask":
            diff.listed.setdefault(kind, set()).add(item.id)  # as long as nobody decided it is not missing
            diff.conflicts.append(conflict)


def _called(label: Label) -> str:
    return " ".join(word for word in (label.number, label.title) if word)
