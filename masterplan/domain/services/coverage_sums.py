"""Sums of coverage counts, group by group, and their running sums by day and by month."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import groupby

Counts = dict[str, list[int]]
"""By group („14521/municipality“) one number for each of ``coverage_counts.STATES``; groups of noughts are left out."""


def total(parts: Iterable[Counts]) -> Counts:
    """The sum of counts, group by group; groups of noughts are left out."""
    found: Counts = {}
    for counts in parts:
        if not found:
            found = dict(counts)
            continue
        for group, numbers in counts.items():
            known = found.get(group)
            found[group] = [one + other for one, other in zip(known, numbers, strict=True)] if known else numbers
            if not any(found[group]):
                del found[group]
    return found


def less(counts: Counts, others: Counts) -> Counts:
    """The difference, group by group."""
    return total((counts, {group: [-number for number in numbers] for group, numbers in others.items()}))


def cumulated(known: Mapping[date, Counts], changes: Mapping[date, Counts]) -> dict[date, Counts]:
    """What running sums become by changes: one for each day known or changed, from the first change on."""
    first = min(changes)
    before = [until for until in known if until < first]
    base: Counts = known[max(before)] if before else {}
    added: Counts = {}
    found: dict[date, Counts] = {}
    for until in sorted({*changes, *(until for until in known if until >= first)}):
        base = known.get(until, base)
        if until in changes:
            added = total((added, changes[until]))
        found[until] = total((base, added))
    return found


def snapshots(changes: Mapping[date, Counts]) -> dict[date, Counts]:
    """For each day on which something changes the sum since its month began."""
    found: dict[date, Counts] = {}
    for _, days in groupby(sorted(changes), month_end):
        found |= cumulated({}, {day: changes[day] for day in days})
    return found


def by_month(days: Mapping[date, Counts]) -> dict[date, Counts]:
    """The sum of each month, by its last day."""
    return {until: total(days[day] for day in within) for until, within in groupby(sorted(days), month_end)}


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
