"""One text, whole: what a conversation shows the beginning of alone."""

from aiohttp import web

from console.answers import answer_staff_page
from console.keys import get_services
from crm_store.conversation_view import read_said


async def show_said(request: web.Request) -> web.Response:
    """Show everything that one message or note says."""
    reference, interaction_id = request.match_info["reference"], request.match_info["id"]
    conversation, said = await get_services(request).store.read(
        read_said, reference, interaction_id
    )
    return await answer_staff_page(request, "said_whole.html", it=conversation, said=said)
