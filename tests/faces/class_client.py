"""A visitor without a browser, a learner of a class too: signs in, opens a session, sends what the script would."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

_PATIENCE = 60.0


@dataclass
class Client:
    """One simulated visitor.

    Parameters
    ----------
    host : "127.0.0.1:5006"
    alias, pin : as on the slip, for a class
    """

    host: str
    alias: str = ""
    pin: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    view: dict[str, Any] = field(default_factory=dict)
    login: str = "/masuk"

    async def sign_in(self) -> HTTPResponse:
        """Fill in the form and keep the cookies that come back; the answer says whether it fitted."""
        form = await self.fetch(self.login)
        token = re.search(r'name="_xsrf" value="([^"]+)"', form.body.decode())
        assert token, "the form carries no token"
        return await self.fetch(self.login, {"alias": self.alias, "pin": self.pin, "_xsrf": token[1]})

    async def fetch(self, path: str, form: dict[str, str] | None = None) -> HTTPResponse:
        """Ask for a page, or send a form; redirections are not followed."""
        request = HTTPRequest(
            f"http://{self.host}{path}",
            method="GET" if form is None else "POST",
            body=None if form is None else urlencode(form),
            headers={"Cookie": self._cookie()},
            follow_redirects=False,
            request_timeout=_PATIENCE,
        )
        client = AsyncHTTPClient(force_instance=True)
        try:
            answer = await client.fetch(request, raise_error=False)
        finally:
            client.close()
        for line in answer.headers.get_list("Set-Cookie"):
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    async def connect(self, face: str, page: str, lang: str = "id", *, origin: str = "") -> None:
        """Ask for a page as a browser does, then for the line of its session; `origin` is the site it comes from."""
        body = (await self.fetch(f"/{face}?page={page}&lang={lang}")).body.decode()
        token = re.search(r'"token":"([^"]+)"', body)
        assert token, f"{self.alias}: the page carries no session"
        request = HTTPRequest(
            f"ws://{self.host}/{face}/ws",
            headers={"Cookie": self._cookie(), "Origin": origin or f"http://{self.host}"},
            request_timeout=_PATIENCE,
        )
        self._line: WebSocketClientConnection = await websocket_connect(request, subprotocols=["bokeh", token[1]])
        self._numbers = count()
        assert (await self._read())[0]["msgtype"] == "ACK"

    async def open(self, page: str) -> None:
        """Open a page of the academy: its HTML, the line of its session, its document."""
        await self.connect("belajar", page)
        await self._send("PULL-DOC-REQ", {})
        while True:
            header, content = await self._read()
            if header["msgtype"] == "PULL-DOC-REPLY":
                break
        self.sheet, self.view = _sheet(content["doc"])
        await self._tell("document_ready", {})

    async def act(self, what: dict[str, Any]) -> dict[str, Any]:
        """Do what the sheet's script would send; the view that comes back."""
        await self._tell("data_event", {"model": {"id": self.sheet[0]}, "data": what})
        while True:
            _, content = await self._read()
            for change in content.get("events", ()) if isinstance(content, dict) else ():
                if (
                    change.get("kind") == "ModelChanged"
                    and change["model"]["id"] == self.sheet[1]
                    and change["attr"] == "view"
                ):
                    self.view = plain(change["new"])
                    return self.view

    async def first_question(self) -> dict[str, Any]:
        """Read on until a question stands there."""
        while not self.view.get("control"):
            await self.act({"do": "forward"})
        return self.view

    def close(self) -> None:
        """Leave."""
        self._line.close()

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def _tell(self, name: str, values: dict[str, Any]) -> None:
        """Send an event of the page; the server keeps its changes back until the document is said to be ready."""
        event = {"type": "event", "name": name, "values": values}
        await self._send(
            "PATCH-DOC", {"events": [{"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event}]}
        )

    async def _send(self, kind: str, content: dict[str, Any]) -> None:
        header = {"msgid": f"{self.alias}-{next(self._numbers)}", "msgtype": kind}
        for part in (header, {}, content):
            await self._line.write_message(json.dumps(part))

    async def _read(self) -> tuple[dict[str, Any], Any]:
        parts = []
        for _ in range(3):
            part = await asyncio.wait_for(self._line.read_message(), _PATIENCE)
            assert part is not None, f"{self.alias}: the line was cut"
            parts.append(json.loads(part))
        for _ in range(2 * parts[0].get("num_buffers", 0)):
            await asyncio.wait_for(self._line.read_message(), _PATIENCE)
        if parts[0]["msgtype"] == "ERROR":
            raise AssertionError(parts[2])
        return parts[0], parts[2]


def plain(value: Any) -> Any:
    """Turn Bokeh's own writing of dictionaries into plain ones."""
    if isinstance(value, dict):
        if value.get("type") == "map":
            return {key: plain(one) for key, one in value.get("entries", ())}
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def _sheet(document: Any) -> tuple[tuple[str, str], dict[str, Any]]:
    """Names of the lesson sheet and of its data in a document, and what it shows."""
    waiting = [document]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            data = here.get("attributes", {}).get("data") if isinstance(here.get("attributes"), dict) else None
            if isinstance(data, dict) and isinstance(data.get("attributes"), dict) and "view" in data["attributes"]:
                return (here["id"], data["id"]), plain(data["attributes"]["view"])
            waiting += list(here.values())
        elif isinstance(here, list):
            waiting += here
    raise AssertionError("no lesson sheet on this page")
