"""The page of a link that votes: it shows the vote marked, and counts only what its form sends.

Programs that look through letters open every link in them, so that opening one changes nothing.
Whoever has the link may vote: its signature is all the authority there is, and there is no session
that another site's page could use.
"""

from typing import Any, Final

from aiohttp import hdrs, web

from bot.recovery.vote import MOST_COMMENT
from bot.recovery.vote_by_link import LinkedVote
from channels.text_cleaning import clean_text
from console.form_reading import read_form
from console.help_centre.locales import choose_locale
from console.keys import PAGES, get_services
from console.votes.words import VoteWords, find_vote_words
from domain.errors import (
    AuthenticationError,
    FrontdeskError,
    InvalidInputError,
    NotFoundError,
    TooManyRequestsError,
)
from responders.survey import name_votes

_SPOKEN: Final = ("en", "de")
_VOTES: Final = frozenset("1234567")
_HEADERS: Final = {hdrs.CACHE_CONTROL: "private, no-store", "X-Robots-Tag": "noindex, nofollow"}


async def show_vote(request: web.Request) -> web.Response:
    """Show the question with the link's vote marked, or the vote that was counted."""
    try:
        found = await get_services(request).recovery.read_link(request.match_info["token"])
    except (AuthenticationError, NotFoundError):
        return _answer_unknown(request)
    if not found.open:
        return _answer_closed(request, found)
    counted = "counted" in request.query and found.ballot.value is not None
    return _answer_question(request, found, counted=counted)


async def take_vote(request: web.Request) -> web.Response:
    """Count what the form says, and lead back to the page."""
    services, token = get_services(request), request.match_info["token"]
    try:
        found = await services.recovery.read_link(token)
    except (AuthenticationError, NotFoundError):
        return _answer_unknown(request)
    if not found.open:
        return _answer_closed(request, found)
    fields = await read_form(request)
    value, words = fields.get("value", ""), find_vote_words(found.language)
    comment = clean_text(fields.get("comment", ""), max_length=MOST_COMMENT)
    try:
        if value not in _VOTES:
            raise InvalidInputError("choose one of the answers", field="value")
        await services.recovery.vote_by_link(token, int(value), comment or None)
    except TooManyRequestsError as error:
        response = _answer_question(request, found, status=429, refusal=words("too_many"))
        response.headers[hdrs.RETRY_AFTER] = str(error.retry_after)
        return response
    except FrontdeskError:
        return _answer_question(request, found, status=422, refusal=words("refused"))
    return web.Response(status=303, headers={**_HEADERS, hdrs.LOCATION: f"{request.path}?counted"})


def _answer_question(
    request: web.Request,
    found: LinkedVote,
    *,
    status: int = 200,
    counted: bool = False,
    refusal: str = "",
) -> web.Response:
    ballot, words = found.ballot, find_vote_words(found.language)
    names = name_votes(ballot.survey.value, words.language)
    marked = ballot.value if counted and ballot.value is not None else found.marked
    return _answer(
        request,
        words,
        status,
        template="vote/question.html",
        title=words("thanks_title" if counted else f"{ballot.survey.value}_title"),
        lead=words("thanks" if counted else f"{ballot.survey.value}_lead"),
        votes=tuple(enumerate(names, start=1)),
        marked=marked,
        counted=counted,
        low=counted and found.low,
        comment=ballot.comment or "",
        most_comment=MOST_COMMENT,
        refusal=refusal,
        action=request.path,
    )


def _answer_closed(request: web.Request, found: LinkedVote) -> web.Response:
    return _answer_message(request, find_vote_words(found.language), 410, "closed")


def _answer_unknown(request: web.Request) -> web.Response:
    """Say that it is no link of ours, in the language of whoever reads it."""
    accepted = request.headers.get(hdrs.ACCEPT_LANGUAGE, "")
    return _answer_message(
        request, find_vote_words(choose_locale(accepted, _SPOKEN)), 404, "unknown"
    )


def _answer_message(request: web.Request, words: VoteWords, status: int, key: str) -> web.Response:
    title = words(f"{key}_title")
    return _answer(
        request, words, status, template="vote/message.html", title=title, lead=words(key)
    )


def _answer(
    request: web.Request, words: VoteWords, status: int, *, template: str, **context: Any
) -> web.Response:
    now = get_services(request).clock.now()
    text = request.app[PAGES].render(template, now=now, words=words, **context)
    return web.Response(text=text, status=status, content_type="text/html", headers=_HEADERS)
