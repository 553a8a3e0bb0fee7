"""Office files are archives; here equal content becomes equal bytes, whatever the clock says and whoever wrote them."""

import re
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST = "[Content_Types].xml"
"""Where readers look first; all other entries follow in the order of their names."""

_WRITTEN = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")
_LAST = b"</cp:coreProperties>"
_OFFICE = (".xlsx", ".docx", ".pptx")


def settled(archive: bytes, at: str, language: str | None = None) -> bytes:
    """The same office file in fixed order, with fixed times; nested ones (the workbooks behind charts) too.

    ``at`` is an ISO moment with zone (`Facts.known_by`); it replaces the moments of creation and change that the
    libraries take from the clock. ``language`` is added where the library has no place for it.
    """
    moment = datetime.fromisoformat(at).astimezone(UTC)
    told = f"<dc:language>{escape(language)}</dc:language>" if language else ""
    return _settled(archive, f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode(), told.encode())


def _settled(archive: bytes, moment: bytes, language: bytes = b"") -> bytes:
    into = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(into, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != FIRST, name)):
            content = old.read(name)
            if name.endswith(_OFFICE):
                content = _settled(content, moment)
            elif name.startswith("docProps/"):
                content = _WRITTEN.sub(rb"\g<1>" + moment + rb"\g<3>", content)
                content = content.replace(_LAST, language + _LAST)
            entry = ZipInfo(name)  # of 1 January 1980, as the format has no "no time"
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content)
    return into.getvalue()
