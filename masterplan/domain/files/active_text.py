"""Text that a spreadsheet would run as a formula: made harmless on the way out, as it was on the way in."""

import re

MARK = "'"
_ACTIVE = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_A_NUMBER = re.compile(r"[+\-]?[\d.,]+(\s?%)?")


def harmless(value: object) -> object:
    """A text that begins like a formula, with an apostrophe before it; all else as it is.

    Texts that begin with such an apostrophe of their own get one more, so that `restored` gives back every text.
    """
    return f"{MARK}{value}" if isinstance(value, str) and _is_active(value) else value


def restored(text: str) -> str:
    """The text that `harmless` made this one of."""
    return text[1:] if text.startswith(MARK) and _is_active(text[1:]) else text


def _is_active(text: str) -> bool:
    return _ACTIVE.match(text.lstrip(MARK)) is not None and not _A_NUMBER.fullmatch(text)
