"""Characters that Office formats write in code: ``_x000D_`` is a carriage return."""

import re

_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """The text with coded characters as themselves; NUL and halves of characters, which no store keeps, left out."""
    if "_x" in text:
        text = _CODED.sub(_character, text)
    return text.replace("\x00", "") if "\x00" in text else text


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    if match[1].upper() == "005F":
        return "_"
    return "" if number == 0 or 0xD800 <= number <= 0xDFFF else chr(number)
