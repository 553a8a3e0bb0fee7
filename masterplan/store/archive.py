"""The form of a backup: a zip archive, the same for both engines, that can be read without this program.

``manifest.json`` says what is in it; ``tables/NAME.jsonl`` holds the names of the columns and then one row a line;
``files/SHA256`` are workbooks and other files byte for byte, which rows name by their SHA-256.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Self
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as BadCompression  # noqa: N812

import orjson

FORMAT = "masterplan-backup/1"
MANIFEST = "manifest.json"
DAMAGE = (KeyError, BadZipFile, BadCompression, EOFError, OSError, NotImplementedError)
"""What zipfile raises for a member that is missing, cut, changed, or packed in a way it does not know."""
LEVEL = 3  # a third larger than the smallest, in a quarter of its time

Row = Sequence[Any]


class ArchiveUnusable(Exception):
    """The file is no backup, or is not as it was written; the text says in German what is wrong."""


@dataclass(frozen=True)
class Part:
    """A table of the archive: how many rows, and the SHA-256 of its lines."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. ``revision`` and ``link`` are those of its newest revision."""

    schema: str
    revision: int
    link: str
    made_at: str
    tables: dict[str, Part]
    files: int
    format: str = FORMAT


class Writer:
    """Writes an archive from beginning to end; ``close`` brings it to the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # Only whoever makes a backup may read it: names, addresses and hashes of passwords stand in it.
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b")
        self._zip = ZipFile(self._file, "w", ZIP_DEFLATED, compresslevel=LEVEL)
        self._parts: dict[str, Part] = {}
        self._files: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_trouble: object) -> None:
        for one in (self._zip, self._file):
            with suppress(OSError, ValueError):  # after a failure there is nothing more to be written
                one.close()

    def add_file(self, content: bytes) -> str:
        """Adds a file once; gives the name that stands for it in rows."""
        digest = sha256(content).hexdigest()
        if digest not in self._files:
            self._zip.writestr(_member(f"files/{digest}"), content)
            self._files.add(digest)
        return digest

    def add_table(self, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Adds a table; rows hold texts, numbers, days and truth values. No file may be added meanwhile."""
        count, digest = -1, sha256()
        with self._zip.open(_member(f"tables/{name}.jsonl"), "w", force_zip64=True) as page:
            for row in _then(columns, rows):
                line = orjson.dumps(list(row)) + b"\n"
                page.write(line)
                digest.update(line)
                count += 1
        self._parts[name] = Part(count, digest.hexdigest())

    def close(self, *, schema: str, revision: int, link: str, made_at: str) -> Manifest:
        """Adds the manifest and sees to it that all of it is on the disk."""
        manifest = Manifest(schema, revision, link, made_at, self._parts, len(self._files))
        self._zip.writestr(_member(MANIFEST), orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        return manifest


class Reader:
    """Reads an archive; whatever is not as the manifest says is ``ArchiveUnusable``, at the latest while it is read."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = ZipFile(path)
            self.manifest = _manifest(orjson.loads(self._zip.read(MANIFEST)))
        except FileNotFoundError:
            raise ArchiveUnusable(f"Die Datei „{path.name}“ gibt es nicht. Bitte prüfen Sie den Pfad.") from None
        except (BadZipFile, KeyError, TypeError, ValueError, OSError, EOFError, BadCompression):
            raise ArchiveUnusable(f"Die Datei „{path.name}“ ist keine vollständige Sicherung.") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._zip.close()

    def check(self) -> None:
        """Reads all of it once, so that nothing is begun with a damaged archive."""
        for name in self.manifest.tables:
            for _ in self._lines(name):
                pass
        names = [name for name in self._zip.namelist() if name.startswith("files/")]
        if len(names) != self.manifest.files:
            raise ArchiveUnusable("In der Sicherung fehlen Dateien. Bitte nehmen Sie eine andere.")
        for name in names:
            self.file(name.removeprefix("files/"))

    def table(self, name: str) -> tuple[list[str], Iterator[list[Any]]]:
        """The columns of a table, and its rows."""
        lines = self._lines(name)
        return orjson.loads(next(lines)), (orjson.loads(line) for line in lines)

    def file(self, digest: str) -> bytes:
        """A file by its SHA-256."""
        try:
            content = self._zip.read(f"files/{digest}")
        except DAMAGE:
            content = b""
        if sha256(content).hexdigest() != digest:
            raise ArchiveUnusable(f"Die Datei {digest[:8]} der Sicherung ist beschädigt. Bitte nehmen Sie eine andere.")
        return content

    def _lines(self, name: str) -> Iterator[bytes]:
        damaged = ArchiveUnusable(f"Die Tabelle {name} der Sicherung ist beschädigt. Bitte nehmen Sie eine andere.")
        digest = sha256()
        try:
            with self._zip.open(f"tables/{name}.jsonl") as page:
                for line in page:
                    digest.update(line)
                    yield line
        except DAMAGE:
            raise damaged from None
        if digest.hexdigest() != self.manifest.tables[name].sha256:
            raise damaged


def _manifest(found: dict[str, Any]) -> Manifest:
    if found["format"] != FORMAT:
        raise ValueError(found["format"])
    return Manifest(**{**found, "tables": {name: Part(**part) for name, part in found["tables"].items()}})


def _member(name: str) -> ZipInfo:
    # Always the same day, so that equal contents are equal bytes.
    made = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    made.compress_type = ZIP_DEFLATED
    made.external_attr = 0o600 << 16
    return made


def _then(first: Row, rest: Iterable[Row]) -> Iterator[Row]:
    yield first
    yield from rest
