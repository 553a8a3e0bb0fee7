"""Visitors without a browser: they speak Streamlit's own protocol, so that only the server is measured."""

import asyncio
import time
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from masterplan.web import FIRST_PAGE

PATIENCE = 120.0


class Failed(Exception):
    """A page showed an exception instead of itself, or asked for a login."""


class Visitor:
    """One session: each visit runs a page once and waits for its end."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self.page = ""

    async def visit(self, page: str, query: str = "") -> float:
        """Runs a page with the parameters of its address; how many seconds until it was there as a whole."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = "" if page == FIRST_PAGE else page  # as a browser names it
        start = time.perf_counter()
        await self._connection.send(message.SerializeToString())
        while not self._ended(await asyncio.wait_for(self._connection.recv(), PATIENCE)):
            pass
        return time.perf_counter() - start

    @staticmethod
    def _ended(received: str | bytes) -> bool:
        if isinstance(received, str):
            return False
        message = ForwardMsg.FromString(received)
        if message.delta.new_element.HasField("exception"):
            raise Failed(message.delta.new_element.exception.message)
        kind = message.WhichOneof("type")
        return bool(kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)


@asynccontextmanager
async def visitor(port: int) -> AsyncIterator[Visitor]:
    """A new session with a server on this machine."""
    address = f"127.0.0.1:{port}"
    with urllib.request.urlopen(f"http://{address}/", timeout=PATIENCE) as answer:  # an example plan lets everybody in
        if answer.url != f"http://{address}/":
            raise Failed(f"{answer.url} was shown instead of the first page")
        cookies = [cookie.split(";")[0] for cookie in answer.headers.get_all("set-cookie", [])]
    async with connect(
        f"ws://{address}/_stcore/stream", additional_headers={"Cookie": "; ".join(cookies)},
        subprotocols=["streamlit"], max_size=None, compression=None,  # type: ignore[list-item]
    ) as connection:  # fmt: skip
        yield Visitor(connection)
