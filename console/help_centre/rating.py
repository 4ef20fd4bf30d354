"""“Was this helpful?”: one answer per reader and article, which they may change."""

import re
from datetime import timedelta
from typing import Final

import structlog
from aiohttp import hdrs, web

from bot.rate_article import LONGEST_COMMENT, rate_article
from channels.text_cleaning import clean_line, clean_text
from console.form_reading import read_form
from console.help_centre.addresses import ROOT, article_path
from console.help_centre.article import LONGEST_SEARCH
from console.help_centre.contact import find_network
from console.help_centre.limits import digest_visitor
from console.help_centre.visit import Visit

COOKIE: Final = "fd_reader"
_KEPT_FOR: Final = timedelta(days=365)
# What we make; anything else is whatever a program put there, in no encoding at all.
_COOKIE_VALUE: Final = re.compile(r"[A-Za-z0-9_-]{1,200}")

_log = structlog.get_logger()


async def take_rating(visit: Visit) -> web.Response:
    """Record an answer or a comment, and show the article again with thanks.

    Raises:
        web.HTTPBadRequest: it answers nothing.
        NotFoundError: no such article is published.
        TooManyRequestsError: there were enough from this network for now.
    """
    fields = await read_form(visit.request)
    article_id = visit.request.match_info["id"]
    answer = fields.get("helpful")
    if answer not in {"yes", "no"}:
        raise web.HTTPBadRequest
    helpful = answer == "yes"
    comment = clean_text(fields.get("comment", ""), max_length=LONGEST_COMMENT)
    said = "yes" if helpful else "comment" if comment else "no"
    response = _lead_back(visit, article_id, said, fields.get("q", ""))
    if fields.get("website"):
        _log.info("help_centre.robot_dropped")
        return response
    visit.centre.limits.claim_rating(find_network(visit), visit.services.clock.now())
    cookie = _find_cookie(visit) or visit.services.ids.secret()
    await rate_article(
        visit.services.tools,
        article_id,
        visit.locale,
        visitor=digest_visitor(visit.services.secret, cookie),
        helpful=helpful,
        comment=comment or None,
    )
    _keep_cookie(visit, response, cookie)
    return response


def _lead_back(visit: Visit, article_id: str, said: str, searched: str) -> web.Response:
    searched = clean_line(searched, max_length=LONGEST_SEARCH)
    path = article_path(visit.locale, article_id, searched=searched, rated=said)
    return web.Response(status=303, headers={hdrs.LOCATION: f"{path}#helpful"})


def _find_cookie(visit: Visit) -> str | None:
    value = visit.request.cookies.get(COOKIE, "")
    return value if _COOKIE_VALUE.fullmatch(value) else None


def _keep_cookie(visit: Visit, response: web.Response, cookie: str) -> None:
    response.set_cookie(
        COOKIE,
        cookie,
        path=ROOT,
        max_age=int(_KEPT_FOR.total_seconds()),
        secure=visit.services.public_url.startswith("https:"),
        httponly=True,
        samesite="Lax",
    )
