"""What the tests of all formats share: a second process that renders, and LibreOffice that opens what was rendered."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.machine import Program, needed

ROOT = Path(__file__).parents[2]


def rendered_elsewhere(format_: str, into: Path) -> bytes:
    """The sample briefing as a process of its own renders it."""
    code = (
        f"import sys, pathlib; from masterplan.briefings.as_{format_} import render;"
        "from tests.briefings.sample import BRIEFING; pathlib.Path(sys.argv[1]).write_bytes(render(BRIEFING))"
    )
    subprocess.run([sys.executable, "-c", code, str(into / "elsewhere")], cwd=ROOT, check=True)
    return (into / "elsewhere").read_bytes()


def as_pdf_by_libreoffice(files: Mapping[str, tuple[Program, bytes]], folder: Path) -> dict[str, bytes]:
    """What LibreOffice, started once, prints of office files; any complaint fails."""
    for name, (_, content) in files.items():
        (folder / name).write_bytes(content)
    [office] = {needed(program) for program, _ in files.values()}
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    command += [str(folder / name) for name in files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Error" not in done.stdout + done.stderr
    return {name: (folder / name).with_suffix(".pdf").read_bytes() for name in files}
