"""The way of a file into the plan, top to bottom: read, map, validate, compare, preview, apply."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from importers import exported
from importers.differences import COUNTS, Change, Conflict, Diff, Later, Missing, Settling, counts_of
from importers.diffing import TOO_MANY_MISSING, columns_of, compare
from importers.encoding import signature
from importers.exported import Returned
from importers.late import restate_younger
from importers.mapped import applying
from importers.mapping import recognise
from importers.merging import NOT_HANDED_OUT
from importers.plan_at_hand import BY_HAND, PlanAtHand, SaidBefore
from importers.problems import Problem, Severity, error
from importers.reading import UnreadableFile, read_bytes
from importers.sheet import Workbook
from importers.validation import validate
from masterplan.actions.apply_files import Applied, Delivery, PlanMoved, apply_files
from masterplan.domain.access import Actor, Reach, Right, demand, own_names, reach
from masterplan.domain.plan import Part
from masterplan.store import comparing, item_log, reading
from masterplan.store.engine import Database
from masterplan.vocabulary import BERLIN

Say = Callable[[str], None]


class FileStatus(StrEnum):
    """What became of a file's part and Ressort."""

    APPLIED = "applied"
    UNCHANGED = "unchanged"
    PREVIEW = "preview"
    REJECTED = "rejected"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Delivered:
    """A file as somebody handed it over."""

    name: str
    content: bytes = field(repr=False)
    problem: Problem | None = None  # why there is no content


@dataclass(frozen=True)
class Options:
    """What the person who imports settled; what is not given is recognised from the file."""

    part: Part | None = None
    stand: date | None = None
    ministry: str | None = None
    on_conflict: str = "ask"
    partial: bool = False
    accept_missing: bool = False
    decisions: Mapping[str, str] = field(default_factory=dict)  # SHA-256 of a file, a question → theirs or ours

    def settling(self, sha256: str) -> Settling:
        """How the questions of a file are settled."""
        own = {name: answer for name, answer in self.decisions.items() if name.startswith(f"{sha256} ")}
        return Settling(self.on_conflict, {name.removeprefix(f"{sha256} "): answer for name, answer in own.items()})

    def as_json(self, sha256: str) -> dict[str, object]:
        """What was settled for a file, as it is kept with it."""
        decided = dict(self.settling(sha256).decisions)
        given = {**asdict(self), "decisions": decided or None}
        kept = {name: value for name, value in given.items() if value not in (None, False, "ask")}
        return {name: str(value) if name in ("part", "stand") else value for name, value in kept.items()}


@dataclass
class Preview:
    """One file's part and Ressort: what it would change, or what it changed."""

    file: str
    sha256: str | None
    part: Part | None
    ministry: str | None
    stand: date | None
    status: FileStatus
    counts: dict[str, int]
    problems: list[Problem]
    conflicts: list[Conflict] = field(default_factory=list)
    diff: Diff | None = None
    keys: dict[int, str] = field(default_factory=dict)
    signature: str = ""
    parts: int = 1
    settled: dict[str, object] = field(default_factory=dict)  # all that the reading rests on beside the file
    back: Returned | None = field(default=None, repr=False)  # a workbook that was handed out and comes back

    @property
    def changes(self) -> Iterator[Change]:
        """Field by field; the key of a new item stands in it once it was applied."""
        for change in self.diff.changes if self.diff else ():
            yield change._replace(key=change.key or self.keys.get(change.ref))

    @property
    def missing(self) -> list[Missing]:
        return self.diff.missing if self.diff else []

    @property
    def later(self) -> list[Later]:
        return self.diff.later if self.diff else []

    def as_json(self) -> dict[str, object]:
        """The entry of this file in the public answer."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "part": self.part,
            "ministry": self.ministry,
            "stand": self.stand.isoformat() if self.stand else None,
            "status": self.status,
            "counts": self.counts,
            "problems": [problem.as_json() for problem in self.problems],
            "changes": [
                {name: value for name, value in change._asdict().items() if name != "ref"} for change in self.changes
            ],
            "conflicts": [conflict.as_json() for conflict in self.conflicts],
            "later": [one.as_json() for one in self.later],
            "missing": [{"kind": one.kind, "key": one.key, "title": one.title} for one in self.missing],
        }


@dataclass
class Batch:
    """The files of one call, compared with the plan as at one revision; applied together or not at all."""

    files: list[Preview]
    revision: int
    deliveries: list[Delivery] = field(default_factory=list, repr=False)
    persons: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    applied: bool = False

    @property
    def refused(self) -> bool:
        """Whether a file holds an error or an open conflict, so that nothing of the call can be applied."""
        return any(file.status in (FileStatus.REJECTED, FileStatus.CONFLICT) for file in self.files)

    def as_json(self) -> dict[str, object]:
        return {
            "applied": self.applied,
            "revision": self.revision,
            "files": [file.as_json() for file in self.files],
        }


def deliver(path: Path) -> Delivered:
    """The file at a path."""
    try:
        return Delivered(path.name, path.read_bytes())
    except OSError:
        message = (
            f"Die Datei „{path.name}“ wurde nicht gefunden oder lässt sich nicht öffnen. Bitte prüfen Sie den Pfad."
        )
        return Delivered(path.name, b"", error("file-unreadable", message))


def prepare(
    database: Database,
    delivered: Sequence[Delivered],
    options: Options,
    today: date,
    say: Say = lambda _: None,
) -> Batch:
    """Compares files with the plan; writes nothing. ``say`` is told in German how far it is."""
    with _without_collector(), database.reading() as connection:
        plan = PlanAtHand(connection, reading.bodies(connection), reading.newest_revision(connection))
        batch = Batch([], plan.revision, plan.pending, plan.new_persons)
        drafts: list[tuple[Preview, Diff | None, bytes]] = []
        for file in delivered:
            say(f"{file.name} wird gelesen …")
            drafts += _recognised(plan, file, options, today, alone=len(delivered) == 1)
        batch.files = [preview for preview, _, _ in drafts]
        for preview, _, content in sorted(drafts, key=lambda draft: draft[0].stand or date.max):
            if preview.status == FileStatus.PREVIEW and preview.diff:
                say(f"{preview.file} wird mit dem Plan verglichen …")
                _compared(plan, preview, content, options)
    return batch


def demand_preview(database: Database, batch: Batch, by: Actor) -> None:
    """Raises NotAllowed where files speak of what is not the actor's: a preview tells what stands in the plan.

    Who may bring in everything may see everything; others only previews of files that are their own whole.
    """
    if reach(by, Right.IMPORT) != Reach.OWN:
        demand(by, Right.IMPORT)
        return
    with database.reading() as connection:
        bodies = reading.bodies(connection)
        for file in batch.files:
            if file.stand is None or (file.ministry is None and file.diff is None):
                continue  # not recognised: nothing was compared
            own = own_names(by, bodies, file.stand)
            items = {one.item for one in file.diff.statements if one.item > 0} if file.diff else set()
            for key in {conflict.key for conflict in file.conflicts}:
                row = item_log.item_row(connection, key)
                items |= {row.id} if row is not None else set()
            owners = comparing.responsible(connection, items, file.stand)
            demand(by, Right.IMPORT, {file.ministry, *owners.values()}, own)


def apply(
    database: Database,
    batch: Batch,
    *,
    by: Actor,
    at: datetime,
    say: Say = lambda _: None,
    mark: str | None = None,
) -> Batch:
    """Writes a batch that was not refused down in one revision. Raises PlanMoved; then nothing is written."""
    if batch.refused:
        raise ValueError("a refused batch cannot be applied")
    if not batch.deliveries:
        return batch
    say("Die Änderungen werden gespeichert …")
    with _without_collector():
        done: Applied = apply_files(
            database, batch.deliveries, by=by, at=at, seen=batch.revision, persons=batch.persons, mark=mark
        )
    files = [
        replace(file, status=FileStatus.APPLIED, keys=done.keys) if file.status == FileStatus.PREVIEW else file
        for file in batch.files
    ]
    return Batch(files, done.revision, applied=True)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of cells make no cycles; looking for some again and again takes a seventh of a long import."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def import_files(
    database: Database,
    delivered: Sequence[Delivered],
    options: Options,
    *,
    by: Actor,
    at: datetime,
    say: Say = lambda _: None,
    mark: str | None = None,
) -> Batch:
    """Prepares and applies in one go, again where the plan moved in between. Raises NotAllowed."""
    today = at.astimezone(BERLIN).date()
    while True:
        batch = prepare(database, delivered, options, today, say)
        demand_preview(database, batch, by)
        if batch.refused:
            return batch
        try:
            return apply(database, batch, by=by, at=at, say=say, mark=mark)
        except PlanMoved:
            say("Der Plan hat sich inzwischen geändert; die Dateien werden noch einmal verglichen …")


def _recognised(
    plan: PlanAtHand, file: Delivered, options: Options, today: date, *, alone: bool
) -> list[tuple[Preview, Diff | None, bytes]]:
    """The parts of one file; an error in one of them refuses them all."""
    if file.problem:
        return [(_unreadable(file, None, [file.problem]), None, b"")]
    try:
        workbook: Workbook = read_bytes(file.name, file.content)
    except UnreadableFile as refused:
        return [(_unreadable(file, None, refused.problems), None, b"")]
    by_hand = applying(plan.given_by_hand(), workbook, options.ministry, plan.bodies)
    settled = {**options.as_json(workbook.sha256), **({BY_HAND: by_hand} if by_hand else {})}
    signed = signature(workbook, settled, plan.bodies)
    if alone and (before := plan.said_before(signed)):
        return [(_said_before(workbook, one), None, b"") for one in before]
    back = exported.returned(plan, workbook, options.stand)
    if isinstance(back, Problem):
        return [(_unreadable(file, workbook.sha256, [back]), None, b"")]
    if back is not None:
        found = exported.read(plan, workbook, back, options.part, today)
    else:
        found = recognise(
            workbook,
            part=options.part,
            stand=options.stand,
            ministry=options.ministry,
            bodies=plan.bodies,
            today=today,
            by_hand=by_hand,
        )
    extracts = [validate(extract) for extract in found]
    refused_whole = any(extract.refused for extract in extracts)
    status = FileStatus.REJECTED if refused_whole else FileStatus.PREVIEW
    previews: list[tuple[Preview, Diff | None, bytes]] = []
    for at, extract in enumerate(extracts):
        problems = [*(workbook.problems if at == 0 else []), *extract.problems]
        diff = Diff(extract, "", counts_of(extract))
        preview = Preview(
            file.name,
            workbook.sha256,
            extract.part,
            extract.ministry,
            extract.stand,
            status,
            diff.counts,
            problems,
            diff=diff,
            signature=signed,
            parts=len(extracts),
            back=back,
            settled={**settled, **({"export": back.export.number} if back else {})},
        )
        previews.append((preview, diff, file.content))
    return previews


def _said_before(workbook: Workbook, before: SaidBefore) -> Preview:
    """A file whose every cell was read before by the same rules, and which is still the newest of its scope."""
    counts = {**dict.fromkeys(COUNTS, 0), **{name: before.counts[name] for name in ("rows", "ignored", "repeated")}}
    counts["unchanged"] = counts["rows"] - counts["ignored"]
    problems = [Problem.from_json(problem) for problem in before.problems]
    scope = (before.part, before.ministry, before.stand)
    return Preview(workbook.file, workbook.sha256, *scope, FileStatus.UNCHANGED, counts, problems)


def _unreadable(file: Delivered, digest: str | None, problems: list[Problem]) -> Preview:
    counts = dict.fromkeys(COUNTS, 0)
    return Preview(file.name, digest, None, None, None, FileStatus.REJECTED, counts, problems)


def _compared(plan: PlanAtHand, preview: Preview, content: bytes, options: Options) -> None:
    assert preview.diff is not None
    extract = preview.diff.extract
    back = preview.back
    began = exported.began(plan, extract, back) if back else NOT_HANDED_OUT
    diff = compare(plan, extract, options.settling(preview.sha256 or ""), options.partial, began)
    if back and back.stand is None and not diff.unchanged:
        diff.problems.append(exported.stand_missing())
    if not diff.unchanged:
        restate_younger(plan, diff)
    if options.accept_missing:
        diff.problems = [problem for problem in diff.problems if problem.code != TOO_MANY_MISSING]
    preview.diff = diff
    preview.counts = diff.counts
    preview.problems = preview.problems + diff.problems
    preview.conflicts = diff.conflicts
    if any(problem.severity == Severity.ERROR for problem in diff.problems):
        preview.status = FileStatus.REJECTED
    elif diff.conflicts:
        preview.status = FileStatus.CONFLICT
    elif diff.unchanged:
        preview.status = FileStatus.UNCHANGED
    else:
        plan.take(_delivery(preview, diff, content, options))


def _delivery(preview: Preview, diff: Diff, content: bytes, options: Options) -> Delivery:
    extract = diff.extract
    assert extract.part is not None
    assert extract.stand is not None
    return Delivery(
        content=content,
        file=preview.file,
        part=extract.part,
        ministry=extract.ministry,
        stand=extract.stand,
        complete=not options.partial and preview.back is None,
        digest=diff.digest,
        signature=preview.signature,
        parts=preview.parts,
        columns=columns_of(extract),
        scope=sorted(extract.ars) if extract.part == Part.COVERAGE else None,
        options=preview.settled,
        counts=diff.counts,
        problems=[problem.as_json() for problem in preview.problems],
        new_items=diff.new_items,
        statements=diff.statements,
        not_taken=diff.not_taken,
    )
