"""The briefing and its one-page sheets as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by typst.

Typst itself refuses a document without title, language or alternative texts. Fonts are those of a package, the time
is that of the facts: the same briefing gives the same bytes on every machine.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import font_source_sans_pro
import typst

from masterplan.briefings import palette
from masterplan.briefings.content import Briefing, Table
from masterplan.briefings.content_json import as_plain
from masterplan.briefings.glyphs import printable
from masterplan.briefings.template_files import SHIPPED, house_files

STANDARDS: list[Any] = ["a-2a", "ua-1"]
FONTS = Path(font_source_sans_pro.__file__).with_name("files")
USED = (".typ", ".svg", ".png", ".jpg", ".ttf", ".otf")
"""What of a house's folder concerns the PDF."""

FACES = ("Regular", "It", "Semibold", "Bold")
"""One file for each face: which of two files for the same face is found first depends on the disk."""


def render(briefing: Briefing) -> bytes:
    """The PDF as a file."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        fonts = root / "fonts"
        fonts.mkdir()
        for face in FACES:
            shutil.copy(FONTS / f"SourceSansPro-{face}.ttf", fonts)
        for file in (*SHIPPED.glob("*.typ"), *house_files()):
            if file.suffix in USED:
                shutil.copy(file, root)
        compiler = typst.Compiler(
            root / "briefing.typ",
            root=root,
            font_paths=[fonts, root],
            ignore_system_fonts=True,
            sys_inputs={"briefing": _content(briefing), "palette": _palette()},
        )
        known_by = datetime.fromisoformat(briefing.facts.known_by).replace(microsecond=0)
        done = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=known_by)
    assert isinstance(done, bytes)
    return done


def _content(briefing: Briefing) -> str:
    """What is printed, as JSON; each key figure knows its place in the order of reading, each table its remark."""
    plain = {"facts": as_plain(briefing.facts), "sections": as_plain(briefing.sections)}
    for section, told in zip(briefing.sections, plain["sections"], strict=True):
        for block, one in zip(section.blocks, told["blocks"], strict=True):
            if isinstance(block, Table):
                one["note"] = block.remark
    for place, figure in enumerate(_figures(plain)):
        figure["place"] = place
    return json.dumps(printable(plain), ensure_ascii=False)


def _figures(plain: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in plain["sections"]:
        for block in section["blocks"]:
            if block["type"] == "Figures":
                yield from block["figures"]


def _palette() -> str:
    named = ("INK", "FAINT", "RULE", "BAND", "PAPER", "ACCENT", "DRAFT")
    colours: dict[str, Any] = {name.lower(): getattr(palette, name) for name in named}
    return json.dumps(colours | {"paints": {meaning: asdict(paint) for meaning, paint in palette.PAINTS.items()}})
