"""Traffic lights: as a word, a letter, a number, a symbol, or as the colour of the cell alone."""

import colorsys
import re

from masterplan.domain.plan import Light, Reading
from masterplan.domain.readers.text import Answer, Doubt, as_text, is_nothing, subject, unread, word_key, wordless

GERMAN = {Light.GREEN: "grün", Light.YELLOW: "gelb", Light.RED: "rot", Light.GREY: "grau"}
_EXPECTED = "Erwartet wird „grün“, „gelb“, „rot“ oder „grau“."

_WORDS = {
    "grün": Light.GREEN, "gruen": Light.GREEN, "green": Light.GREEN, "g": Light.GREEN, "gn": Light.GREEN,
    "gelb": Light.YELLOW, "yellow": Light.YELLOW, "ge": Light.YELLOW, "y": Light.YELLOW, "amber": Light.YELLOW,
    "rot": Light.RED, "red": Light.RED, "r": Light.RED,
    "grau": Light.GREY, "grey": Light.GREY, "gray": Light.GREY, "weiss": Light.GREY, "white": Light.GREY,
    "ohne bewertung": Light.GREY, "keine bewertung": Light.GREY, "nicht bewertet": Light.GREY,
    "noch nicht bewertet": Light.GREY,
    "🟢": Light.GREEN, "🟩": Light.GREEN, "🟡": Light.YELLOW, "🟨": Light.YELLOW, "🔴": Light.RED, "🟥": Light.RED,
    "⚪": Light.GREY, "⬜": Light.GREY,
}  # fmt: skip
_NUMBERS = {"1": Light.GREEN, "2": Light.YELLOW, "3": Light.RED}
_FILLERS = frozenset({"ampel", "status", "auf", "steht", "ist", "die"})
_COLOURLESS = frozenset("●○◉⬤•■□▲▼◆⚫⬛")
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")


def hue(fill: str) -> Light | None:
    """The light a fill colour (RRGGBB) shows, by its hue; None for pale, blue, orange and other colours."""
    try:
        red, green, blue = (int(fill[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return None
    angle, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    angle *= 360
    if saturation < 0.08:
        return Light.GREY if 0.4 <= value <= 0.8 else None
    if saturation < 0.15 or value < 0.35:
        return None
    if angle <= 15 or angle >= 340:
        return Light.RED
    if 38 <= angle <= 68:
        return Light.YELLOW
    return Light.GREEN if 75 <= angle <= 165 else None


def read_light(raw: object, label: str, fill: str | None = None) -> Answer:
    """A traffic light. A number or a mere fill colour is taken with a warning; two colours in one cell stay open."""
    text = as_text(raw).replace("\ufe0f", "")
    shown = hue(fill) if fill else None
    if is_nothing(text) or set(text) <= _COLOURLESS:
        return _from_fill(text, label, shown)
    light = None if isinstance(raw, bool) else _from_words(text)
    if light is not None and shown not in (None, Light.GREY, light):
        told = (
            f"{subject(label, text)} als Wort {GERMAN[light]}, die Zelle aber {GERMAN[shown]} gefüllt." if shown else ""
        )
        return unread(text, "light-contradiction", f"{told} {_EXPECTED}")
    if light is not None:
        return Reading(light.value, text), None
    if text in _NUMBERS and not isinstance(raw, bool):
        light = _NUMBERS[text]
        told = f"eine Zahl und wurde als {GERMAN[light]} gelesen (1 = grün, 2 = gelb, 3 = rot)."
        message = f"{subject(label, text)} {told}"
        if shown not in (None, Light.GREY, light):
            return unread(text, "light-contradiction", f"{message} Die Zelle ist anders gefüllt.")
        return Reading(light.value, text), Doubt("light-from-number", message)
    return unread(text, "light-unknown", f"{subject(label, text)} nicht eindeutig lesbar. {_EXPECTED}")


def _from_fill(text: str, label: str, shown: Light | None) -> Answer:
    if shown is not None:
        message = f"Bei „{label}“ steht kein Wort; der Wert {GERMAN[shown]} ist der Füllfarbe der Zelle entnommen."
        return Reading(shown.value, text or None), Doubt("from-colour", message)
    if text and set(text) <= _COLOURLESS:
        return unread(text, "light-unknown", f"{subject(label, text)} ein Zeichen ohne Farbe. {_EXPECTED}")
    return wordless(text)


def _from_words(text: str) -> Light | None:
    key = word_key(text)
    if (light := _WORDS.get(key)) is not None:
        return light
    tokens = [token for token in _TOKEN.findall(key) if token not in _FILLERS and token not in "/:;,-()●"]
    lights = {_WORDS.get(token) for token in tokens}
    return lights.pop() if len(lights) == 1 else None
