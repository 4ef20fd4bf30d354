"""Files and pictures of published articles."""

from typing import Final
from urllib.parse import quote

from aiohttp import hdrs, web

from console.help_centre.visit import Visit
from console.mail_html import PICTURES
from console.wording import name_file
from crm_store.article_files import find_public_file, read_article_file_content
from domain.errors import NotFoundError

# What a file's id names never changes, but it may be taken back; then a cache forgets it in a day.
_FOR_A_DAY: Final = "public, max-age=86400"


async def show_public_file(visit: Visit) -> web.Response:
    """Give out a file that a published article shows or links to; pictures are shown, others saved.

    Raises:
        NotFoundError: there is no such file, or nothing published mentions it.
    """
    store, file_id = visit.services.store, visit.request.match_info["id"]
    file = await store.read(find_public_file, file_id)
    if file is None:
        raise NotFoundError("there is no such file")
    shown = file.media_type in PICTURES
    name = quote(name_file(file.filename, file.media_type), safe="")
    headers = {
        hdrs.CONTENT_TYPE: file.media_type if shown else "application/octet-stream",
        # RFC 6266, section 4.3: the name in UTF-8.
        hdrs.CONTENT_DISPOSITION: f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{name}",
        hdrs.CACHE_CONTROL: _FOR_A_DAY,
        hdrs.ETAG: f'"{quote(file.id, safe="")}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    if any(tag.value == quote(file.id, safe="") for tag in visit.request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    content = await store.read(read_article_file_content, file_id)
    return web.Response(body=content, headers=headers)
