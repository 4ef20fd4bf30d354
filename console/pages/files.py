"""Files that came or went with messages."""

from urllib.parse import quote

from aiohttp import hdrs, web

from console.keys import get_services
from console.mail_html import PICTURES
from console.wording import name_file
from crm_store.files import get_file


async def show_file(request: web.Request) -> web.Response:
    """Give out a file; pictures are shown, everything else is saved."""
    file = await get_services(request).store.read(get_file, request.match_info["id"])
    shown = file.media_type in PICTURES
    name = quote(name_file(file.filename, file.media_type), safe="")
    headers = {
        hdrs.CONTENT_TYPE: file.media_type if shown else "application/octet-stream",
        # RFC 6266, section 4.3: the name in UTF-8.
        hdrs.CONTENT_DISPOSITION: f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{name}",
        hdrs.CACHE_CONTROL: "private, max-age=3600, immutable",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return web.Response(body=file.content, headers=headers)
