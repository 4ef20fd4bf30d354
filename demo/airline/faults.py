"""How the airline's system fails, when it is told to."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from aiohttp import web
from aiohttp.typedefs import Handler

from demo.airline.refusals import not_found

Fault = Literal[
    "slow",
    "server_error",
    "wrong_json",
    "no_json",
    "redirect",
    "too_large",
    "nothing_there",
    "other_reference",
    "missing_pass",
    "dies_before_doing",
    "dies_after_doing",
]
_LIES: Final = frozenset({"other_reference", "missing_pass"})
_PAGES: Final = "/boarding-passes/", "/return-labels/"


class Faults:
    """Faults to come; without any it works.

    Attributes:
        release: set it to let go of requests that are held for being slow.
        calls: method and path of each request that came, oldest first.
    """

    def __init__(self) -> None:
        self.release = asyncio.Event()
        self.calls: list[tuple[str, str]] = []
        self._next: deque[Fault | None] = deque()
        self._always: Fault | None = None

    def fail_next(self, fault: Fault, *, times: int = 1, after: int = 0) -> None:
        """Fail at the next requests, once `after` of them went well."""
        self._next.extend([*[None] * after, *[fault] * times])

    def fail_always(self, fault: Fault) -> None:
        """Fail at every request."""
        self._always = fault

    def clear(self) -> None:
        """Work again."""
        self._next.clear()
        self._always = None

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Stand between the wire and the service."""
        if request.path.startswith(_PAGES):
            return await handler(request)
        self.calls.append((request.method, request.path))
        fault = self._next.popleft() if self._next else self._always
        if fault is None:
            return await handler(request)
        if fault == "slow":
            await self.release.wait()
        if fault in _BROKEN:
            return _BROKEN[fault]()
        if fault == "dies_before_doing":
            _cut_off(request)
            return web.Response(status=500)
        response = await handler(request)
        if fault == "dies_after_doing":
            _cut_off(request)
        if fault in _LIES and isinstance(response, web.Response) and response.status == 200:
            return web.json_response(_lie(fault, json.loads(response.text or "")))
        return response


def _lie(fault: Fault, answer: dict[str, Any]) -> dict[str, Any]:
    """Make of a true answer one about something else, or one with less in it."""
    if fault == "missing_pass":
        return {**answer, "passes": answer.get("passes", [])[1:]}
    if "items" in answer and "number" not in answer:
        return {
            "items": [{**each, "phone": "+15559999", "email": None} for each in answer["items"]]
        }
    if "passes" in answer and "reference" not in answer:
        return {"passes": [{**each, "passenger_id": "LIES99-1"} for each in answer["passes"]]}
    named = next(name for name in ("reference", "number") if name in answer)
    return {**answer, named: "LIES99"}


def _redirect() -> web.Response:
    return web.Response(status=302, headers={"Location": "http://127.0.0.1:9/elsewhere"})


_BROKEN: Final[Mapping[Fault, Callable[[], web.Response]]] = {
    "server_error": lambda: web.Response(status=500, text="it broke"),
    "wrong_json": lambda: web.json_response({"surprise": [1, 2, 3]}),
    "no_json": lambda: web.Response(text="{oops", content_type="application/json"),
    "redirect": _redirect,
    "too_large": lambda: web.json_response({"padding": "x" * 2_000_000}),
    "nothing_there": lambda: web.json_response(
        not_found("route").problem, status=404, content_type="application/problem+json"
    ),
}


def _cut_off(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
