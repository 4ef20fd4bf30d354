"""The playground's own style sheets and scripts."""

from pathlib import Path
from typing import Final

from aiohttp import hdrs, web

from console.static_files import StaticFiles

PREFIX: Final = "/demo/static/"
_FOLDER: Final = Path(__file__).with_name("static")


class DemoFiles:
    """Serves the files of `demo/static`; browsers keep them and ask whether they still hold."""

    def __init__(self) -> None:
        self._files = StaticFiles(_FOLDER)

    async def serve(self, request: web.Request) -> web.Response:
        """Answer with a file; paths are looked up and never opened."""
        file = self._files.find(request.match_info["name"])
        if file is None:
            raise web.HTTPNotFound
        headers = {hdrs.CACHE_CONTROL: "no-cache", hdrs.ETAG: f'"{file.digest}"'}
        if any(tag.value == file.digest for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        response = web.Response(
            body=file.body, content_type=file.media_type, charset="utf-8", headers=headers
        )
        response.enable_compression()
        return response
