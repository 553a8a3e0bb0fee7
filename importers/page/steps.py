"""What the upload page does with files: look at them, and apply them. Long files are read outside the server."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from importers.pipeline import Batch, Delivered, Options, apply, demand_preview, prepare
from importers.shortened import batch_entry
from masterplan.actions.apply_files import PlanMoved
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.store.engine import Database

IN_PROCESS_BYTES = 400_000
"""More than this at a time goes through the command line in a process of its own, whose memory ends with it."""

Say = Callable[[str], None]


class ImportFailed(Exception):
    """The command that reads long files ended without an answer."""


@dataclass(frozen=True)
class Looked:
    """A preview: the short answer to show, and, for small files, what can be applied as it is."""

    entry: dict[str, Any]
    revision: int
    batch: Batch | None

    @property
    def refused(self) -> bool:
        """Whether an error or an open question stands against applying."""
        return any(file["status"] in ("rejected", "conflict") for file in self.entry["files"])

    @property
    def says_nothing_new(self) -> bool:
        return all(file["status"] == "unchanged" for file in self.entry["files"])


def is_long(files: Sequence[Delivered]) -> bool:
    """Whether the files are read outside the server."""
    return sum(len(file.content) for file in files) > IN_PROCESS_BYTES


def look(
    database: Database, files: Sequence[Delivered], options: Options, today: date, by: Actor, say: Say
) -> Looked:
    """Compares files with the plan; writes nothing. Raises NotAllowed where the actor may not see the comparison."""
    if not is_long(files) or not _can_act_elsewhere(by):
        batch = prepare(database, files, options, today, say)
        demand_preview(database, batch, by)
        return Looked(batch_entry(batch), batch.revision, batch)
    entry = _command(database, files, options, ["--dry-run", *_acting(by)], say)
    return Looked(entry, int(entry["revision"]), None)


def write(
    database: Database, looked: Looked, files: Sequence[Delivered], options: Options, at: datetime, revision: int,
    by: Actor,
) -> dict[str, Any]:  # fmt: skip
    """Applies what was looked at; the short answer.

    Raises `PlanMoved` where the plan is no longer the one compared, NotAllowed where it is not the actor's to change.
    """
    if looked.batch is not None:
        return batch_entry(apply(database, looked.batch, by=by, at=at))
    if revision != looked.revision:
        raise PlanMoved
    return _command(database, files, options, _acting(by), lambda _: None)


def _can_act_elsewhere(by: Actor) -> bool:
    """Whether the command can act as somebody with no more rights: as an account, or for the Staatskanzlei by name."""
    return by.account is not None or by.role == Role.CHANCELLERY


def _acting(by: Actor) -> list[str]:
    """The switches with which the command acts as somebody."""
    return ["--account", by.account] if by.account is not None else ["--by", by.name]


def _command(
    database: Database, files: Sequence[Delivered], options: Options, more: list[str], say: Say
) -> dict[str, Any]:
    """Runs ``python -m importers`` on the files and gives the short form of its answer."""
    with tempfile.TemporaryDirectory(prefix="masterplan-") as folder:
        paths = [Path(folder, str(position), Path(file.name).name) for position, file in enumerate(files)]
        for path, file in zip(paths, files, strict=True):
            path.parent.mkdir()
            path.write_bytes(file.content)
        answer, decisions = Path(folder, "answer.json"), Path(folder, "decisions.json")
        decisions.write_text(json.dumps(dict(options.decisions)), encoding="utf-8")
        settled = [*_words(options), "--decisions", str(decisions)]
        url = database.engine.url.render_as_string(hide_password=False)
        command = [sys.executable, "-m", "importers", "--json", *settled, *more, "--", *map(str, paths)]
        with answer.open("wb") as out, _running(command, url, out) as process:
            assert process.stderr is not None
            for line in process.stderr:
                say(line.strip())
            status = process.wait()
        if status not in (0, 1):
            raise ImportFailed(f"Der Einlesebefehl endete mit {status}.")
        short = subprocess.run(
            [sys.executable, "-m", "importers.shortened", str(answer)], capture_output=True, check=False
        )
        if short.returncode:
            raise ImportFailed("Die Antwort des Einlesebefehls ist nicht lesbar.")
        entry: dict[str, Any] = json.loads(short.stdout)
        if entry.get("refused"):
            raise NotAllowed(str(entry["error"]))
        if entry.get("error"):
            raise ImportFailed(str(entry["error"]))
        return entry


@contextmanager
def _running(command: list[str], url: str, out: Any) -> Iterator["subprocess.Popen[str]"]:
    """The command as a child that does not outlive this step; it is told the database's address in private."""
    process = subprocess.Popen(
        command, stdout=out, stderr=subprocess.PIPE, text=True, env={**os.environ, "MASTERPLAN_DATABASE": url}
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


def _words(options: Options) -> list[str]:
    words = ["--on-conflict", options.on_conflict]
    for name, value in (("--part", options.part), ("--stand", options.stand), ("--ministry", options.ministry)):
        words += [name, str(value)] if value else []
    return words + ["--partial"] * options.partial + ["--accept-missing"] * options.accept_missing
