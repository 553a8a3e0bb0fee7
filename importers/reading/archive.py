"""The archive around a workbook, checked before anything in it is parsed: sizes, number of parts, entities."""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from importers.problems import Problem, warning
from importers.reading.format import macro_warning, protected, refusal
from importers.reading.limits import MEGABYTE, Limits

_DAMAGED = "Die Datei ist beschädigt oder unvollständig. Bitte in Excel oder LibreOffice neu speichern und senden."
_BOMB = (
    "Die Datei ist ausgepackt ungewöhnlich groß ({size} MB bei {packed} MB gepackt). Bitte die Tabelle ohne leere, "
    "formatierte Zeilen und Spalten in eine neue Arbeitsmappe kopieren und diese senden."
)
_XML = (".xml", ".rels", ".vml", ".rdf")
_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?!\?|!--)(.{0,10})", re.S)


def open_archive(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive, if its directory is sound and within the limits. Raises UnreadableFile."""
    _check_end(content, limits)
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as trouble:
        raise refusal("file-unreadable", _DAMAGED) from trouble
    entries = archive.infolist()
    _check_entries(content, entries)
    _check_sizes(entries, limits)
    return archive


def _check_end(content: bytes, limits: Limits) -> None:
    """The size of the directory, before it is read."""
    at = content.rfind(b"PK\x05\x06")
    if at < 0 or len(content) < at + 22:
        raise refusal("file-unreadable", _DAMAGED)
    count, size = struct.unpack("<HI", content[at + 10 : at + 16])
    if count > limits.entries or size > limits.entries * 300:
        raise refusal("file-limit", f"Die Datei besteht aus mehr als {limits.entries} Teilen; das ist keine Tabelle.")


def _check_entries(content: bytes, entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) < len(names):
        raise refusal("file-unreadable", f"Die Datei enthält denselben Teil zweimal. {_DAMAGED}")
    last_end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        header = content[entry.header_offset : entry.header_offset + 30]
        if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
            raise refusal("file-unreadable", _DAMAGED)
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        if entry.header_offset < last_end:
            raise refusal("file-unreadable", f"In der Datei überlappen sich Teile. {_DAMAGED}")
        last_end = entry.header_offset + 30 + name_length + extra_length + entry.compress_size
        if last_end > len(content):
            raise refusal("file-unreadable", _DAMAGED)
        if entry.flag_bits & 1:
            raise protected()
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusal("file-unreadable", f"Die Datei ist auf unübliche Weise gepackt. {_DAMAGED}")


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    swollen = any(
        entry.file_size > limits.ratio_from and entry.file_size > limits.ratio * entry.compress_size
        for entry in entries
    )
    if unpacked > limits.unpacked or swollen:
        message = _BOMB.format(size=unpacked // MEGABYTE, packed=f"{packed / MEGABYTE:.1f}".replace(".", ","))
        raise refusal("file-limit", message)


def check_parts(archive: zipfile.ZipFile, limits: Limits, large: frozenset[str] = frozenset()) -> None:
    """Look into each part: it is as long as the directory says, and declares no entities.

    ``large`` names the parts that may be larger than other parts (sheets, texts).
    """
    for entry in archive.infolist():
        if entry.file_size > limits.part and entry.filename not in large and entry.filename.lower().endswith(_XML):
            raise refusal(
                "file-limit",
                "Die Arbeitsmappe enthält ungewöhnlich viele Formatvorlagen oder Zusätze. Bitte nur die Werte in eine "
                "neue Arbeitsmappe kopieren und diese senden.",
            )
        if entry.filename not in large:
            read_part(archive, entry.filename)


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, checked: its true length is the one the directory states, and it declares no entities."""
    entry = archive.getinfo(name)
    packed = _packed(archive, entry)
    content = packed
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = unpacker.decompress(packed, entry.file_size + 1)
        except zlib.error as trouble:
            raise refusal("file-unreadable", _DAMAGED) from trouble
        if not unpacker.eof and (len(content) > entry.file_size or unpacker.decompress(b"", 1) or not unpacker.eof):
            raise refusal("file-unreadable", f"In der Datei stimmt eine Größenangabe nicht. {_DAMAGED}")
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise refusal("file-unreadable", _DAMAGED)
    if name.lower().endswith(_XML):
        check_prolog(content)
    return content


def _packed(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    whole: BytesIO = archive.fp  # type: ignore[assignment]  # open_archive made it
    with whole.getbuffer() as view:
        name_length, extra_length = struct.unpack("<HH", view[entry.header_offset + 26 : entry.header_offset + 30])
        start = entry.header_offset + 30 + name_length + extra_length
        return bytes(view[start : start + entry.compress_size])


def check_prolog(content: bytes) -> None:
    """Refuse document types, in which entities are declared, and encodings that would hide them."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:4]:
        raise refusal("file-unreadable", f"Ein Teil der Datei hat eine unübliche Kodierung. {_DAMAGED}")
    start = _PROLOG.match(content.removeprefix(b"\xef\xbb\xbf"))
    if start and start[1].upper().startswith(b"!DOCTYPE"):
        raise refusal(
            "file-unreadable",
            "Die Datei enthält eine Dokumenttyp-Angabe mit möglichen Verweisen nach außen (DOCTYPE). So etwas schreibt "
            "kein Tabellenprogramm; die Datei wird nicht gelesen.",
        )


def outward(archive: zipfile.ZipFile) -> list[Problem]:
    """Warnings for what points out of the workbook, and for macros of the old kind."""
    names = archive.namelist()
    problems = []
    if any(name.startswith("xl/externalLinks/") for name in names):
        problems.append(external_warning("Verknüpfungen mit anderen Arbeitsmappen"))
    if any(name in ("xl/connections.xml", "xl/queryTables/queryTable1.xml") for name in names):
        problems.append(external_warning("Datenverbindungen nach außen"))
    if any(name.startswith("xl/macrosheets/") or name.startswith(("Basic/", "Scripts/")) for name in names):
        problems.append(macro_warning())
    return problems


def external_warning(what: str) -> Problem:
    return warning(
        "external-link",
        f"Die Arbeitsmappe enthält {what}. Ihnen wurde nicht gefolgt; gelesen wurden die zuletzt gespeicherten Werte.",
    )
