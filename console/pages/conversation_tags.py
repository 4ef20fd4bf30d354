"""What agents do to a conversation by its tags and by macros."""

from typing import Final

from aiohttp import web

from console.answers import answer_change
from console.form_reading import read_form
from console.keys import get_services, get_signed_in

_LONGEST_KEY: Final = 64


async def tag(request: web.Request) -> web.Response:
    """Tag the conversation, or take a tag off."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    fields = await read_form(request)
    add = [each for each in fields.get("add", "").split(",") if each.strip()]
    remove = [fields["remove"]] if fields.get("remove") else []
    await desk.tag(request.match_info["reference"], agent=agent, add=add, remove=remove)
    return _done(request, "Tag taken off." if remove and not add else "Tagged.")


async def run_macro(request: web.Request) -> web.Response:
    """Do all that a macro says, or nothing."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    fields = await read_form(request)
    key = fields.get("key", "")[:_LONGEST_KEY] or None
    reference, name = request.match_info["reference"], fields.get("macro", "")
    await desk.run_macro(reference, name, agent=agent, key=key)
    return _done(request, "Done as the macro says.")


def _done(request: web.Request, said: str) -> web.Response:
    location = f"/console/conversations/{request.match_info['reference']}"
    return answer_change(request, location=location, said=said)
