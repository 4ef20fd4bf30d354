"""Style sheets, scripts and pictures, held in memory and cached by their content's hash."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import hdrs, web

FOLDER: Final = Path(__file__).with_name("static")
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_FIRST: Final = "no-cache"
_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """A file as it is served."""

    body: bytes
    media_type: str
    digest: str


class StaticFiles:
    """The files of a folder, by path.

    What is served is what was there when the application was made; nothing outside the folder
    can be asked for, since paths are looked up and never opened.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files = {
            path.relative_to(folder).as_posix(): _load(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }

    def address(self, path: str) -> str:
        """Return the address of a file; it changes with the content, and may be kept for ever."""
        return f"/static/{path}?v={self._files[path].digest}"

    def find(self, path: str) -> StaticFile | None:
        """Find a file."""
        return self._files.get(path)


STATIC: Final = web.AppKey("static", StaticFiles)


async def serve_static(request: web.Request) -> web.Response:
    """Answer with a file, or only say that the browser's copy still holds."""
    file = request.app[STATIC].find(request.path.removeprefix("/static/"))
    if file is None:
        raise web.HTTPNotFound
    lasting = request.query.get("v") == file.digest
    headers = {
        hdrs.CACHE_CONTROL: _FOR_EVER if lasting else _ASK_FIRST,
        hdrs.ETAG: f'"{file.digest}"',
    }
    if any(tag.value == file.digest for tag in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    response = web.Response(
        body=file.body, content_type=file.media_type, charset="utf-8", headers=headers
    )
    response.enable_compression()
    return response


def _load(path: Path) -> StaticFile:
    body = path.read_bytes()
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return StaticFile(
        body=body,
        media_type=media_type or "application/octet-stream",
        digest=hashlib.sha256(body).hexdigest()[:16],
    )
