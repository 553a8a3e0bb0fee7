"""Costly work of a server in a process of its own, so that it goes on answering others meanwhile.

A command works by itself: nobody waits for anything else in its process.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from masterplan.briefings.template_files import TemplateUnfit
from masterplan.store.engine import Database

ROOT = Path(__file__).parents[2]
UNFIT = 3
"""The exit status that says: a template lacks something, and what was written is the sentence."""

_serving: list[bool] = []


def serve() -> None:
    """From now on this process serves others."""
    _serving.append(True)


def serves_others() -> bool:
    """Whether costly work is done elsewhere."""
    return bool(_serving)


def address(database: Database) -> str:
    """Where the other process reads: the copy, where there is one."""
    return (database.copy or database.engine).url.render_as_string(hide_password=False)


def done(task: str, told: Mapping[str, Any]) -> bytes:
    """What `apart_child` answers to a task. Nothing that is told stands on a command line. Raises `TemplateUnfit`."""
    command = [sys.executable, "-m", "masterplan.publishing.apart_child", task]
    ended = subprocess.run(command, input=json.dumps(told).encode(), stdout=subprocess.PIPE, cwd=ROOT, check=False)
    if ended.returncode == UNFIT:
        raise TemplateUnfit(ended.stdout.decode())
    ended.check_returncode()
    return ended.stdout
