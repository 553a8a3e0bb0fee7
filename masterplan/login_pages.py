"""The pages around the log-in: plain HTML that works without JavaScript."""

from html import escape
from urllib.parse import urlencode

from masterplan.domain.logins import SHORTEST_PASSWORD
from masterplan.vocabulary import PRODUCT

_PAGE = """<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – {product}</title><link rel="stylesheet" href="{base}anmeldung.css">
</head>
<body><main><p class="product">{product}</p><h1>{title}</h1>{alert}{body}</main></body>
</html>
"""


def _page(base: str, title: str, body: str, trouble: str | None = None) -> str:
    alert = f'<p role="alert">{escape(trouble)}</p>' if trouble else ""
    return _PAGE.format(base=escape(base), title=title, product=PRODUCT, alert=alert, body=body)


def _password(label: str, name: str, autocomplete: str, hint: str = "") -> str:
    return (
        f'<p><label for="{name}">{label}</label>'
        f'<input id="{name}" name="{name}" type="password" autocomplete="{autocomplete}" required>{hint}</p>'
    )


def _onward(address: str) -> str:
    return f'<input type="hidden" name="weiter" value="{escape(address)}">'


def log_in(base: str, *, onward: str, provider: bool, accounts: bool, trouble: str | None = None) -> str:
    """The way in: by password, by the identity provider, or how to make the first account."""
    parts = []
    if provider:
        way = f"{base}anmelden/dienst?{urlencode({'weiter': onward})}"
        parts.append(f'<p><a class="button" href="{escape(way)}">Mit dem Anmeldedienst anmelden</a></p>')
    if not provider and not accounts:
        parts.append(
            "<p>Noch gibt es kein Konto. Das erste legt an, wer diese Anwendung betreibt, im Verzeichnis des "
            "Projekts:</p><pre>python -m masterplan account add --name &quot;Vorname Nachname&quot; "
            "--role chancellery --login kennung</pre>"
        )
    else:
        parts.append(
            f'<form method="post" action="{escape(base)}anmelden">{_onward(onward)}'
            '<p><label for="kennung">Kennung</label>'
            '<input id="kennung" name="kennung" autocomplete="username" autocapitalize="none" required></p>'
            f"{_password('Kennwort', 'kennwort', 'current-password')}"
            "<p><button>Anmelden</button></p></form>"
            "<p>Kennwort vergessen? Wer Ihr Konto verwaltet, setzt es neu.</p>"
        )
    return _page(base, "Anmelden", "".join(parts), trouble)


def unknown_person(base: str, words: str) -> str:
    """For somebody whom the identity provider knows and we do not."""
    body = f'<p><a href="{escape(base)}anmelden">Zurück zur Anmeldung</a></p>'
    return _page(base, "Kein Zugang", body, words)


def change_password(base: str, *, onward: str, forced: bool, trouble: str | None = None) -> str:
    """The form for a new password."""
    why = "<p>Das bisherige Kennwort hat jemand anderes gesetzt. Bitte wählen Sie ein eigenes.</p>" if forced else ""
    hint = f'<span class="hint">Mindestens {SHORTEST_PASSWORD} Zeichen; am besten mehrere Wörter.</span>'
    back = "" if forced else f'<p><a href="{escape(onward)}">Zurück, ohne es zu ändern</a></p>'
    body = (
        f'{why}<form method="post" action="{escape(base)}kennwort">{_onward(onward)}'
        f"{_password('Bisheriges Kennwort', 'bisher', 'current-password')}"
        f"{_password('Neues Kennwort', 'neu', 'new-password', hint)}"
        f"{_password('Neues Kennwort noch einmal', 'nochmal', 'new-password')}"
        f"<p><button>Kennwort ändern</button></p></form>{back}"
    )
    return _page(base, "Kennwort ändern", body, trouble)


def log_out(base: str) -> str:
    """Asks before ending a session: a link alone ends none."""
    body = (
        f'<form method="post" action="{escape(base)}abmelden"><p><button>Abmelden</button></p></form>'
        f'<p><a href="{escape(base)}">Zurück</a></p>'
    )
    return _page(base, "Abmelden", body)


def logged_out(base: str, *, provider: bool) -> str:
    """Good-bye."""
    still = (
        "<p>Beim Anmeldedienst sind Sie womöglich noch angemeldet. An einem gemeinsam genutzten Rechner melden Sie "
        "sich bitte auch dort ab.</p>"
    )
    body = f'{still if provider else ""}<p><a href="{escape(base)}anmelden">Neu anmelden</a></p>'
    return _page(base, "Sie sind abgemeldet", body)
