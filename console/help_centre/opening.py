"""Every page of the help centre is reached through here: who is refused is told so in its look."""

from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web

from console.help_centre.addresses import home_path
from console.help_centre.visit import Shown, Visit, answer_help, begin_visit
from domain.errors import FrontdeskError, NotFoundError, TooManyRequestsError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def open_page(show: Shown, *, any_language: bool = False) -> Handler:
    """Make a handler of a page that is given a visit.

    Args:
        any_language: whether it has something to say of languages in which nothing is published.
    """

    async def opened(request: web.Request) -> web.StreamResponse:
        visit = await begin_visit(request)
        asked = request.match_info.get("locale")
        if asked is not None and asked != visit.locale and not any_language:
            return answer_missing(visit)
        try:
            return await show(visit)
        except NotFoundError:
            return answer_missing(visit)
        except TooManyRequestsError as error:
            return _answer_too_many(visit, error)
        except (FrontdeskError, web.HTTPClientError) as error:
            return _answer_refused(visit, error)

    return opened


def answer_missing(visit: Visit) -> web.Response:
    """Say that there is nothing, and lead on."""
    words = visit.words
    return answer_message(visit, 404, words("missing_title"), words("missing"))


def answer_message(visit: Visit, status: int, title: str, text: str) -> web.Response:
    """Say one thing, and lead on."""
    return answer_help(
        visit, "message.html", status=status, lasting=False, indexed=False, title=title, text=text
    )


async def show_missing(visit: Visit) -> web.Response:
    """Answer what is no page at all."""
    return answer_missing(visit)


async def go_home(visit: Visit) -> web.Response:
    """Lead to the first page in the reader's language."""
    headers = {
        hdrs.LOCATION: home_path(visit.locale),
        hdrs.VARY: "Accept-Language",
        hdrs.CACHE_CONTROL: "private, no-store",
    }
    return web.Response(status=302, headers=headers)


def _answer_too_many(visit: Visit, error: TooManyRequestsError) -> web.Response:
    words = visit.words
    text = words("too_many", minutes=max(1, -(-error.retry_after // 60)))
    response = answer_message(visit, 429, words("refused_title"), text)
    response.headers[hdrs.RETRY_AFTER] = str(error.retry_after)
    return response


def _answer_refused(visit: Visit, error: FrontdeskError | web.HTTPClientError) -> web.Response:
    status = error.status if isinstance(error, web.HTTPClientError) else 400
    return answer_message(visit, status, visit.words("refused_title"), visit.words("refused"))
