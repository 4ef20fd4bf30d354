"""The next conversation for whoever asks for one."""

import json

from aiohttp import hdrs, web

from console.keys import get_services, get_signed_in


async def take_next(request: web.Request) -> web.Response:
    """Give the agent what needs them most and show it; or say why there is nothing for them."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    taken = await desk.take_next(agent=agent)
    by_script = "HX-Request" in request.headers
    if taken.conversation is None:
        if by_script:
            told = json.dumps({"tell": taken.reason})
            return web.Response(status=204, headers={"HX-Trigger": told})
        return web.Response(status=303, headers={hdrs.LOCATION: "/console/"})
    location = f"/console/conversations/{taken.conversation.reference}"
    if by_script:
        return web.Response(status=204, headers={"HX-Redirect": location})
    return web.Response(status=303, headers={hdrs.LOCATION: location})
