"""The files that a content becomes, by format. The libraries behind a format are loaded when it is first asked for."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module

from masterplan.briefings.content import Briefing
from masterplan.briefings.content_json import as_plain
from masterplan.publishing import apart

MEDIA_TYPES: Mapping[str, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WORDS: Mapping[str, str] = {"pptx": "Folien", "pdf": "PDF", "docx": "Word", "xlsx": "Excel"}


def render(content: Briefing, format_: str) -> bytes:
    """One file; the same content and program give the same bytes."""
    if apart.serves_others():
        return apart.done("render", {"content": as_plain(content), "format": format_})
    renderer: Callable[[Briefing], bytes] = import_module(f"masterplan.briefings.as_{format_}").render
    return renderer(content)


def rendered(content: Briefing, formats: Iterable[str] = MEDIA_TYPES) -> dict[str, bytes]:
    """Files by format."""
    return {format_: render(content, format_) for format_ in formats}
