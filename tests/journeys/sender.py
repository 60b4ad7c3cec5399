"""A browser that sends files in parts, and whose line may go dead in the middle of one."""

import http.client
import json
import re
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.journeys.house import House

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Sender:
    """Signed in as the client of a case of her own."""

    def __init__(self, house: House, name: str) -> None:
        self.house = house
        self.ref, session = house.inside("open_case", name).split()
        self._cookies = {"s": session}
        self.load()

    def load(self) -> None:
        """Open the page that files are given on; its form has a token."""
        status, text = self.ask("GET", self.page)
        assert status == 200, text[:500]
        found = TOKEN.search(text)
        assert found is not None
        self._token = found.group(1)

    @property
    def page(self) -> str:
        """Where files are given."""
        return f"/b/{self.ref}/items/add/"

    def begin(self, clear: bytes, *, mark: str) -> dict[str, Any]:
        """Announce a file, or find what is here of it."""
        said = {"name": "clip.bin", "size": len(clear), "mark": mark}
        return self.form(f"/b/{self.ref}/arriving/", said)[1]

    def send(self, at: str, clear: bytes, *, start: int, stop: int) -> dict[str, Any]:
        """One part, whole."""
        status, text = self.ask(
            "PATCH", at, body=clear[start:stop],
            headers={"Upload-Offset": str(start), "Content-Type": "application/octet-stream"},
        )  # fmt: skip
        assert status == 200, (status, text[:500])
        told: dict[str, Any] = json.loads(text)
        return told

    def received(self, at: str) -> int:
        """How much the server says is here."""
        status, text = self.ask("GET", at)
        assert status == 200, text[:500]
        return int(json.loads(text)["received"])

    def keep(self, *ids: str) -> int:
        """Send the form; its status."""
        return self.form(self.page, {"arrived": list(ids)})[0]

    def form(self, path: str, said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status, and what was told if it was JSON."""
        body = urlencode({"csrfmiddlewaretoken": self._token, **said}, doseq=True).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, text = self.ask("POST", path, body=body, headers=kind)
        return status, json.loads(text) if text.startswith("{") else {}

    def half(
        self, method: str, path: str, body: bytes, **headers: str
    ) -> http.client.HTTPConnection:
        """Announce all of a body and send the first half of it; the line is still open."""
        line = self._line()
        line.putrequest(method, path)
        for name, value in (self._headers() | headers).items():
            line.putheader(name, value)
        line.putheader("Content-Length", str(len(body)))
        line.endheaders()
        line.send(body[: len(body) // 2])
        return line

    def ask(
        self, method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Status and text; cookies are kept."""
        line = self._line()
        try:
            line.request(method, path, body or None, self._headers() | (headers or {}))
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self._cookies[name] = value
            return answer.status, answer.read().decode(errors="replace")
        finally:
            with suppress(OSError):
                line.close()

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {"Cookie": cookies, "X-CSRFToken": getattr(self, "_token", "")}

    def _line(self) -> http.client.HTTPConnection:
        where = urlsplit(self.house.address)
        return http.client.HTTPConnection(where.hostname or "", where.port, timeout=30)
