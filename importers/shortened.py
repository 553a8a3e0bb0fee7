"""An import's answer cut down to what a page can show: the first entries of each list, and how many there are.

Long files are read by a child process; ``python -m importers.shortened ANSWER.json`` then cuts its answer down in
another one, so that the server never holds the whole of it.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # cutting an answer down needs nothing of what made it, and is done in a process of its own
    from importers.pipeline import Batch, Preview

SHOWN = 500


def batch_entry(batch: "Batch") -> dict[str, Any]:
    """The short answer of a batch, made without the long one."""
    return {"applied": batch.applied, "revision": batch.revision, "files": [file_entry(file) for file in batch.files]}


def file_entry(file: "Preview") -> dict[str, Any]:
    """The short entry of one file, part and Ressort."""
    return _entry(
        {
            "file": file.file,
            "sha256": file.sha256,
            "part": file.part,
            "ministry": file.ministry,
            "stand": file.stand.isoformat() if file.stand else None,
            "status": str(file.status),
            "counts": file.counts,
        },
        problems=[problem.as_json() for problem in file.problems],
        changes=[
            {name: value for name, value in change._asdict().items() if name != "ref"}
            for change in islice(file.changes, SHOWN)
        ],
        missing=[{"kind": one.kind, "key": one.key, "title": one.title} for one in islice(file.missing, SHOWN)],
        conflicts=[conflict.as_json() for conflict in islice(file.conflicts, SHOWN)],
        later=[one.as_json() for one in islice(file.later, SHOWN)],
    )


def document_entry(document: dict[str, Any]) -> dict[str, Any]:
    """The short answer of the command's JSON."""
    names = ("file", "sha256", "part", "ministry", "stand", "status", "counts")
    files = [
        _entry(
            {name: file[name] for name in names},
            **{name: file.get(name, []) for name in ("problems", "changes", "missing", "conflicts", "later")},
        )
        for file in document["files"]
    ]
    return {**{name: document.get(name) for name in ("applied", "revision", "error")}, "files": files}


def _entry(
    about: dict[str, Any],
    *,
    problems: list[dict[str, Any]],
    changes: list[dict[str, Any]],
    missing: list[dict[str, Any]],
    conflicts: list[dict[str, Any]],
    later: list[dict[str, Any]],
) -> dict[str, Any]:
    severities = Counter(str(problem["severity"]) for problem in problems)
    errors_first = sorted(problems, key=lambda problem: str(problem["severity"]) != "error")
    return {
        **about,
        "errors": severities["error"],
        "warnings": severities["warning"],
        "problems": _first(errors_first),
        "changes": _first(changes),
        "missing": _first(missing),
        "conflicts": _first(conflicts),
        "later": _first(later),
    }


def _first(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return list(islice(entries, SHOWN))


if __name__ == "__main__":
    whole = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print(json.dumps(document_entry(whole), ensure_ascii=False))
