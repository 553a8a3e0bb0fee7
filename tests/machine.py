"""What the tests need from the machine beyond Python packages: found, installed where that is allowed, or asked for."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest


@dataclass(frozen=True)
class Program:
    """A program from a Debian package; ``names`` are the commands by which it may be there already."""

    package: str
    names: tuple[str, ...]
    purpose: str

    def find(self) -> str | None:
        """The path of the program, or None; ``CHROMIUM=/path`` in the environment goes first."""
        return os.environ.get(self.package.upper()) or next(filter(None, map(shutil.which, self.names)), None)


CHROMIUM = Program(
    "chromium", ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"), "die Tests im Browser"
)

LIBREOFFICE = Program("libreoffice-impress", ("soffice", "libreoffice"), "das Öffnen der Berichte in LibreOffice")
LIBREOFFICE_CALC = Program("libreoffice-calc", LIBREOFFICE.names, LIBREOFFICE.purpose)
LIBREOFFICE_WRITER = Program("libreoffice-writer", LIBREOFFICE.names, LIBREOFFICE.purpose)
POPPLER = Program("poppler-utils", ("pdftotext",), "das Lesen der PDF-Dateien")
NGINX = Program("nginx", ("nginx",), "den Test mit zwei Instanzen")


def may_install() -> bool:
    """Whether Debian packages can be installed here: as root on Debian."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None and os.geteuid() == 0


def install(program: Program) -> str | None:
    """Installs the package of a program; gives what went wrong, or None."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = "apt-get -q -o Acquire::Retries=2 -o Acquire::http::Timeout=60 -o DPkg::Lock::Timeout=300".split()
    for command in ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", program.package]):
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            return (done.stderr or done.stdout).strip()[-400:]
    return None if program.find() else f"Das Paket {program.package} brachte das Programm nicht mit."


def needed(program: Program) -> str:
    """The path of the program; without it the test is skipped with a sentence that says what to do."""
    path = program.find()
    if path is None:
        skip(f"Für {program.purpose} fehlt das Paket {program.package}: sudo apt-get install {program.package}")
    return path


def skip(sentence: str) -> NoReturn:
    """The one way to skip a test; with CI=true the skip becomes a failure (see conftest.py)."""
    pytest.skip(sentence)
