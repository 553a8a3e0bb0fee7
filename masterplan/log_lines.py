"""The log of the server as JSON lines, one event each, for whoever collects logs; without secrets."""

import json
import logging
import os
import re
import sys
from datetime import UTC, datetime

VARIABLE = "MASTERPLAN_LOG"
SECRET = re.compile(
    r"(?P<before>://[^:/@\s]*:)[^@\s]+(?=@)"  # the password in the address of a database
    r"|(?P<name>(?:pass\w*|kennwort|secret|token|cookie|authorization|masterplan_session|_streamlit_user|code)[\"']?"
    r"\s*[=:]\s*(?P<quote>[\"'])?(?:(?:bearer|basic)\s+)?)(?(quote)(?:(?!(?P=quote)).)+|[^\s\"'&;,]+)",
    re.IGNORECASE,
)


class JsonLines(logging.Formatter):
    """One event as one line of JSON: ``at`` (UTC), ``level``, ``logger``, ``message``, and ``trace`` of a failure."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        if record.exc_info:
            said["trace"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False)


def without_secrets(words: str) -> str:
    """The words with passwords and tokens replaced."""
    return SECRET.sub(lambda found: f"{found['before'] or found['name']}***", words)


def begin() -> None:
    """Where ``MASTERPLAN_LOG=json``: everything that is logged from now on becomes a line of JSON on standard error."""
    if os.environ.get(VARIABLE) != "json":
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    known = [name for name in logging.Logger.manager.loggerDict if isinstance(logging.getLogger(name), logging.Logger)]
    for name in known:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.getLogger().handlers[:] = [handler]
