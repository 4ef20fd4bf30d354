"""Two languages of an article side by side: one to read, one to write."""

from aiohttp import web

from console.pages.knowledge.editor import answer_editor


async def show_beside(request: web.Request) -> web.Response:
    """Show an article to be written beside another language of it."""
    return await answer_editor(request, beside=request.match_info["other"])
