"""What was pasted from a word processor or another page, as clean Markdown."""

import asyncio

from aiohttp import web

from console.form_reading import read_form
from knowledge_base.paste import read_pasted_html


async def read_paste(request: web.Request) -> web.Response:
    """Answer with the Markdown of pasted HTML, and with words about what was left out."""
    html = (await read_form(request)).get("html", "")
    pasted = await asyncio.to_thread(read_pasted_html, html)
    return web.json_response({"markdown": pasted.markdown, "dropped": list(pasted.dropped)})
