"""E-mail: where it is handed in, as the environment says, and one message at a time."""

import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from masterplan.domain.reporting.reminders import Message

PATIENCE_SECONDS = 20
_WORD = r"[\w!#$%&'*+/=?^`{|}~-]+"
ADDRESS = re.compile(rf"{_WORD}(\.{_WORD})*@[\w-]+(\.[\w-]+)*", re.ASCII)


class NoPost(Exception):
    """No mail server is named, or not completely; the text says in German what is missing."""


@dataclass(frozen=True)
class Post:
    """A mail server that takes our messages. Its password is shown nowhere."""

    host: str
    sender: str
    port: int = 25
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = True

    def send(self, message: Message, at: datetime) -> str | None:
        """Hands a message in; gives a German sentence where that failed."""
        if not ADDRESS.fullmatch(message.to):
            return f"„{message.to}“ ist keine E-Mail-Adresse. Bitte berichtigen Sie das Konto."
        try:
            with smtplib.SMTP(self.host, self.port, timeout=PATIENCE_SECONDS) as server:
                if self.starttls:
                    server.starttls(context=ssl.create_default_context())
                if self.user is not None:
                    server.login(self.user, self.password or "")
                server.send_message(_written(message, self.sender, at))
        except smtplib.SMTPAuthenticationError:
            return "Der Mailserver nimmt die Anmeldung nicht an. Bitte prüfen Sie Kennung und Kennwort."
        except smtplib.SMTPRecipientsRefused:
            return f"Der Mailserver nimmt die Adresse {message.to} nicht an."
        except smtplib.SMTPNotSupportedError:
            return "Der Mailserver verschlüsselt nicht. Soll es so sein: MASTERPLAN_SMTP_STARTTLS=nein."
        except (smtplib.SMTPException, OSError):
            return f"Der Mailserver {self.host} ist nicht erreichbar oder lehnt die Nachricht ab."
        return None


def from_environment(environment: Mapping[str, str]) -> Post:
    """The mail server that MASTERPLAN_SMTP_HOST and its like name. Raises NoPost."""
    host, sender = environment.get("MASTERPLAN_SMTP_HOST"), environment.get("MASTERPLAN_SMTP_FROM")
    if not host or not sender:
        raise NoPost(
            "Es ist kein Mailserver eingerichtet. Nötig sind MASTERPLAN_SMTP_HOST und MASTERPLAN_SMTP_FROM, je nach "
            "Server auch MASTERPLAN_SMTP_PORT, MASTERPLAN_SMTP_USER, MASTERPLAN_SMTP_PASSWORD und "
            "MASTERPLAN_SMTP_STARTTLS=nein."
        )
    port = environment.get("MASTERPLAN_SMTP_PORT", "25")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise NoPost(f"MASTERPLAN_SMTP_PORT ist „{port}“; erwartet wird eine Zahl, z. B. 587.")
    starttls = environment.get("MASTERPLAN_SMTP_STARTTLS", "ja").lower() not in ("nein", "no", "false", "0")
    user = environment.get("MASTERPLAN_SMTP_USER") or None
    return Post(host, sender, int(port), user, environment.get("MASTERPLAN_SMTP_PASSWORD") or None, starttls)


def _written(message: Message, sender: str, at: datetime) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = Address(" ".join(message.name.split()), addr_spec=message.to)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip(" >") or None)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    return mail
