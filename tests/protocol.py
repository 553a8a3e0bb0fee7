"""A client that speaks to the running app without a browser: log-in by form, pages by Streamlit's own protocol."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE = 60.0


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay)


@dataclass(frozen=True)
class Answer:
    """What came back: a redirect is not followed."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Client:
    """Somebody with a jar of cookies."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        """Asks for an address."""
        return self._ask(urllib.request.Request(f"{self.address}{path}", headers=headers))

    def post(self, path: str, origin: str | None = None, **form: str) -> Answer:
        """Sends a form, as a browser on a page of the app does (or of another ``origin``)."""
        request = urllib.request.Request(
            f"{self.address}{path}", urllib.parse.urlencode(form).encode(),
            {"Origin": self.address if origin is None else origin},
        )  # fmt: skip
        return self._ask(request)

    def put(self, path: str, content: bytes, name: str = "f.csv", **headers: str) -> Answer:
        """Uploads a file as the page does."""
        head = f"--x\r\nContent-Disposition: form-data; name=f; filename={name}\r\n\r\n".encode()
        body = head + content + b"\r\n--x--\r\n"
        kind = {"Content-Type": "multipart/form-data; boundary=x", **headers}
        return self._ask(urllib.request.Request(f"{self.address}{path}", body, kind, method="PUT"))

    def _ask(self, request: urllib.request.Request) -> Answer:
        if self.cookies:
            request.add_header("Cookie", self._cookie)
        try:
            with _OPENER.open(request, timeout=PATIENCE) as answer:
                return self._taken(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refused:
            return self._taken(refused.code, refused.headers, refused.read())

    def _taken(self, status: int, headers: Any, body: bytes) -> Answer:
        for cookie in headers.get_all("set-cookie", []):
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        return Answer(status, {name.lower(): value for name, value in headers.items()}, body.decode(errors="replace"))

    @property
    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    @contextmanager
    def tab(self, streamlit_session: str | None = None) -> Iterator["Tab"]:
        """An open page; with the id of a Streamlit session it asks to go on with that one."""
        wanted = ["streamlit", self.cookies.get("_streamlit_xsrf", "x")]
        wanted += [streamlit_session] if streamlit_session else []
        with connect(
            f"{self.address.replace('http', 'ws', 1)}/_stcore/stream", subprotocols=wanted, max_size=None,  # type: ignore[arg-type]
            additional_headers={"Cookie": self._cookie} if self.cookies else {}, open_timeout=PATIENCE,
        ) as connection:  # fmt: skip
            yield Tab(connection)


class Tab:
    """One connection of a page: runs it and keeps what the last run sent."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self.session = ""
        self.sent: list[ForwardMsg] = []

    def run(
        self,
        page: str = "",
        query: str = "",
        clicked: str | None = None,
        typed: Mapping[str, str] | None = None,
        uploaded: Mapping[str, str] | None = None,
    ) -> "Tab":
        """Runs a page to its end; ``clicked`` is the id of a button, ``typed`` are texts by the id of their field,
        ``uploaded`` gives by the id of a field for files the id under which one was put there."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        if clicked:
            message.rerun_script.widget_states.widgets.add(id=clicked, trigger_value=True)
        for field_id, text in (typed or {}).items():
            message.rerun_script.widget_states.widgets.add(id=field_id, string_value=text)
        for field_id, file in (uploaded or {}).items():
            state = message.rerun_script.widget_states.widgets.add(id=field_id)
            state.file_uploader_state_value.uploaded_file_info.add(file_id=file)
        self._connection.send(message.SerializeToString())
        self.sent = list(self._until(_is_end_of_run))
        for one in self.sent:
            if one.HasField("new_session"):
                self.session = one.new_session.initialize.session_id
        return self

    def file(self, placeholder: str) -> str:
        """The address of a download that is made when it is asked for."""
        self.ask_for_file(placeholder)
        *_, answer = self._until(lambda one: one.HasField("backend_operation_response"))
        return str(answer.backend_operation_response.deferred_file.url)

    def ask_for_file(self, placeholder: str) -> None:
        """Asks for such a download, without waiting for it."""
        message = BackMsg()
        message.backend_operation_request.request_id = "1"
        message.backend_operation_request.session_id = self.session
        message.backend_operation_request.deferred_file.file_id = placeholder
        self._connection.send(message.SerializeToString())

    def _until(self, is_last: Callable[[ForwardMsg], bool]) -> Iterator[ForwardMsg]:
        while True:
            received = self._connection.recv(PATIENCE)
            assert isinstance(received, bytes)
            message = ForwardMsg.FromString(received)
            yield message
            if is_last(message):
                return

    @property
    def text(self) -> str:
        """Everything that the last run sent, as text in which words can be looked for."""
        return "\n".join(str(one) for one in self.sent).encode().decode("unicode_escape").encode("latin-1").decode(
            "utf-8", errors="replace"
        )  # fmt: skip

    def elements(self, kind: str) -> list[Any]:
        """The elements of one kind that the last run drew."""
        drawn = [one.delta.new_element for one in self.sent if one.HasField("delta")]
        return [getattr(one, kind) for one in drawn if one.WhichOneof("type") == kind]


def _is_end_of_run(message: ForwardMsg) -> bool:
    """A run that begins anew by itself, as after a save, has not ended."""
    is_last = message.WhichOneof("type") == "script_finished"
    return is_last and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
