"""What a file really is, told by its first bytes and its parts, not by its name."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from importers.problems import Problem, error, warning
from importers.reading.wire import UnreadableFile


class Format(StrEnum):
    """The formats that are read."""

    XLSX = ".xlsx"
    XLSM = ".xlsm"
    XLS = ".xls"
    ODS = ".ods"
    CSV = ".csv"


@dataclass(frozen=True)
class Found:
    """A format, and what is to be said about the way to it."""

    format: Format
    problems: tuple[Problem, ...] = ()


TOO_MUCH_TEXT = error("file-limit", "Die Datei enthält mehr Text, als hier verarbeitet werden kann.")
READABLE = "Gelesen werden .xlsx, .xlsm, .xls, .ods und .csv."
_SAVE_AS = "Bitte in Excel oder LibreOffice öffnen und als .xlsx speichern."

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", "ein PDF-Dokument"),
    (b"{\\rtf", "ein RTF-Textdokument"),
    (b"\x89PNG", "ein Bild (PNG)"),
    (b"\xff\xd8\xff", "ein Bild (JPEG)"),
    (b"GIF8", "ein Bild (GIF)"),
    (b"II*\x00", "ein Bild (TIFF)"),
    (b"\x1f\x8b", "ein gepacktes Archiv (GZIP)"),
    (b"7z\xbc\xaf", "ein gepacktes Archiv (7-Zip)"),
    (b"Rar!", "ein gepacktes Archiv (RAR)"),
    (b"SQLite format 3", "eine Datenbank"),
    (b"MZ", "ein Programm"),
    (b"\x7fELF", "ein Programm"),
)
_MARKUP = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b", re.I | re.S)


def find_format(name: str, content: bytes) -> Found:
    """The format of ``content``. Raises UnreadableFile for what is none of ours, and for protected files."""
    if not content:
        raise refusal("file-unreadable", "Die Datei ist leer (0 Byte). Bitte noch einmal speichern und senden.")
    if content.startswith(b"PK"):
        return _in_archive(name, content)
    if content.startswith(_OLE):
        return _in_old_container(name, content)
    head = content[:4_096]
    for start, what in _OTHERS:
        if head.startswith(start):
            raise refusal("file-unreadable", f"Die Datei ist {what} und keine Tabelle. {READABLE}")
    text = head.decode("utf-16", "replace").encode() if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    text = text.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"Excel.Sheet" in text or b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        raise refusal("file-unreadable", f"Die Datei ist eine XML-Tabelle aus Excel 2003. {_SAVE_AS}")
    if b"urn:oasis:names:tc:opendocument" in text:
        raise refusal("file-unreadable", f"Die Datei ist eine flache XML-Tabelle von LibreOffice. {_SAVE_AS}")
    if _MARKUP.match(text):
        raise refusal("file-unreadable", f"Die Datei ist eine Internetseite (HTML) und keine Tabelle. {_SAVE_AS}")
    if text.startswith(b"<?xml"):
        raise refusal("file-unreadable", f"Die Datei ist eine XML-Datei und keine Tabelle. {READABLE}")
    return _as_named(name, Format.CSV)


def _in_archive(name: str, content: bytes) -> Found:
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or len(content) < end + 22:
        raise refusal(
            "file-unreadable", "Die Datei ist unvollständig: ihr Ende fehlt. Bitte noch einmal speichern und senden."
        )
    tail = content[int.from_bytes(content[end + 16 : end + 20], "little") : end]  # the directory of the archive
    if b"EncryptedPackage" in tail:
        raise protected()
    if b"xl/workbook.bin" in tail:
        raise refusal("file-unreadable", f"Die Datei ist eine binäre Arbeitsmappe (.xlsb). {_SAVE_AS}")
    if b"xl/vbaProject.bin" in tail:
        return _as_named(name, Format.XLSM)
    if re.search(rb"xl/work[Bb]ook\d*\.xml", tail) or (b"[Content_Types].xml" in tail and b"xl/" in tail):
        return _as_named(name, Format.XLSX)
    if b"opendocument.spreadsheet" in content[:200]:
        return _as_named(name, Format.ODS)
    if content[:200].find(b"opendocument.") > 0 or b"word/document.xml" in tail or b"ppt/presentation.xml" in tail:
        raise refusal("file-unreadable", f"Die Datei ist ein Text- oder Präsentationsdokument. {READABLE}")
    if b"content.xml" in tail and b"META-INF/manifest.xml" in tail:
        return _as_named(name, Format.ODS)
    raise refusal(
        "file-unreadable",
        f"Die Datei ist ein ZIP-Archiv ohne Arbeitsmappe. Bitte die Tabelle selbst senden. {READABLE}",
    )


def _in_old_container(name: str, content: bytes) -> Found:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise protected()
    if holds("Workbook") or holds("Book"):
        macros = [macro_warning()] if holds("_VBA_PROJECT") else []
        found = _as_named(name, Format.XLS)
        return Found(found.format, (*found.problems, *macros))
    raise refusal("file-unreadable", f"Die Datei ist ein altes Office-Dokument, aber keine Arbeitsmappe. {READABLE}")


def _as_named(name: str, found: Format) -> Found:
    named = PurePath(name).suffix.lower()
    alike = {".xlsx", ".xlsm", ".xltx", ".xltm"} if found in (Format.XLSX, Format.XLSM) else {found.value}
    if found == Format.CSV:
        alike |= {".txt", ".tsv", ".tab", ""}
    problems = () if named in alike else (_misnamed(named, found),)
    return Found(found, (*problems, macro_warning()) if found == Format.XLSM else problems)


def _misnamed(named: str, found: Format) -> Problem:
    kind = "eine Textdatei (CSV)" if found == Format.CSV else f"eine {found.value}-Arbeitsmappe"
    return warning(
        "wrong-extension",
        f"Die Datei heißt „{named}“, ist aber {kind}. Sie wurde als das gelesen, was sie ist." if named else
        f"Die Datei hat keine Endung; sie wurde als {kind.removeprefix('eine ')} gelesen.",
        value=named,
    )  # fmt: skip


def macro_warning() -> Problem:
    return warning("macro", "Die Arbeitsmappe enthält Makros. Sie wurden nicht ausgeführt und nicht gelesen.")


def refusal(code: str, message: str, sheet: str | None = None, cell: str | None = None) -> UnreadableFile:
    """An exception with one problem."""
    return UnreadableFile([error(code, message, sheet, cell)])


def protected() -> UnreadableFile:
    return refusal(
        "file-protected",
        "Die Datei ist mit einem Kennwort verschlüsselt. Bitte den Kennwortschutz zum Öffnen entfernen "
        "(in Excel: Datei, Informationen, Arbeitsmappe schützen) und die Datei noch einmal senden.",
    )
