"""The airline's pages, passed on: in the demo only the main server's port may be reachable."""

from typing import Final

from aiohttp import hdrs, web

from demo.playground_parts import Playground
from domain.errors import NotFoundError

AIRLINE_PATH: Final = "/demo/airline"
_FOLDERS: Final = "boarding-passes|return-labels"
PAGES_PATH: Final = f"{AIRLINE_PATH}/{{folder:{_FOLDERS}}}/{{name:[A-Za-z0-9_.-]{{1,64}}}}"
_PASSED_ON: Final = (
    hdrs.CONTENT_TYPE,
    hdrs.CACHE_CONTROL,
    "Content-Security-Policy",
    "Referrer-Policy",
    "X-Robots-Tag",
)


class AirlinePages:
    """Fetches boarding passes and return labels from the airline's own system."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground

    async def pass_on(self, request: web.Request) -> web.Response:
        """Answer as the airline's system does."""
        url = self._playground.airline_url
        if url is None:
            raise NotFoundError("the settings name a system of their own, so there is no airline")
        folder, name = request.match_info["folder"], request.match_info["name"]
        language = request.headers.get(hdrs.ACCEPT_LANGUAGE, "")
        async with self._playground.http().get(
            f"{url}/{folder}/{name}", headers={hdrs.ACCEPT_LANGUAGE: language}
        ) as answer:
            headers = {each: answer.headers[each] for each in _PASSED_ON if each in answer.headers}
            return web.Response(body=await answer.read(), status=answer.status, headers=headers)
