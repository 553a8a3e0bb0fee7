"""What a text must be like to stand in an office file, which is XML whatever the format."""

import re

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """A text without the characters that no XML can hold."""
    return _NO_XML.sub("\ufffd", text)
