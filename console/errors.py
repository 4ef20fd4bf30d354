"""Errors as answers: a page for people, a problem document (RFC 9457) for programs."""

from typing import Final

import structlog
from aiohttp import hdrs, web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

from channels.problems import problem_response
from console.keys import get_services
from console.pages.error import render_error
from domain.errors import (
    AccessDeniedError,
    AuthenticationError,
    ConflictError,
    FrontdeskError,
    InvalidInputError,
    NotFoundError,
    TooManyRequestsError,
)

_log = structlog.get_logger()

_KINDS: Final[tuple[tuple[type[FrontdeskError], int, str], ...]] = (
    (InvalidInputError, 422, "That cannot be used"),
    (NotFoundError, 404, "Not found"),
    (ConflictError, 409, "Somebody was faster"),
    (AccessDeniedError, 403, "Not allowed"),
    (AuthenticationError, 401, "Not logged in"),
    (TooManyRequestsError, 429, "Too many attempts"),
    (FrontdeskError, 400, "That did not work"),
)
_HTTP_WORDS: Final = {
    404: "There is nothing at this address. It may have been moved, or mistyped.",
    405: "This address exists, but not for what was tried with it.",
    413: "That is larger than what can be taken in here. Send less at once.",
}
_BROKEN: Final = "What was sent breaks off, or does not match its encoding. Send it again."
# As nginx counts requests whose sender went away; nobody reads it.
_GONE: Final = 499
_FOR_PROGRAMS: Final = ("/api/", "/channels/", "/actions/", "/healthz", "/readyz", "/metrics")


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into an answer that says what is wrong and what to do."""
    try:
        return await handler(request)
    except FrontdeskError as error:
        return _answer_refusal(request, error)
    except web.HTTPException as error:
        return _answer_http(request, error)
    except (web.RequestPayloadError, HttpProcessingError):
        return answer(request, 400, "That cannot be read", _BROKEN)
    except Exception as error:  # noqa: BLE001 - the edge: a fault gets an id, and is in the log
        if isinstance(error, ConnectionResetError) and _is_gone(request):
            # Raised further it would be logged by the server, with the visitor's address.
            return web.Response(status=_GONE)
        return _answer_fault(request)


def _is_gone(request: web.Request) -> bool:
    """Say whether the other end went away; a reset may as well be the database's."""
    return request.transport is None or request.transport.is_closing()


def _answer_fault(request: web.Request) -> web.Response:
    error_id = get_services(request).ids.new()
    _log.exception("request_failed", id=error_id)
    detail = (
        "Something went wrong on our side, and nothing was changed. Try again; if it stays "
        f"so, tell an administrator this number: {error_id}."
    )
    return answer(request, 500, "Something went wrong", detail, id=error_id)


def answer(
    request: web.Request, status: int, title: str, detail: str, **extra: str | int
) -> web.Response:
    """Answer with a page where a person reads along, else with a problem document."""
    if wants_page(request):
        return render_error(request, status, title, detail)
    return problem_response(status, title, detail, **extra)


def wants_page(request: web.Request) -> bool:
    """Say whether the one who asks shows pages."""
    if "HX-Request" in request.headers or request.path.startswith("/api/"):
        return False
    accepted = request.headers.get(hdrs.ACCEPT, "")
    if "text/html" in accepted:
        return True
    return "json" not in accepted and not request.path.startswith(_FOR_PROGRAMS)


def _answer_refusal(request: web.Request, error: FrontdeskError) -> web.Response:
    status, title = next((s, t) for kind, s, t in _KINDS if isinstance(error, kind))
    extra: dict[str, str | int] = {}
    detail = str(error)
    if isinstance(error, InvalidInputError) and error.field:
        extra, detail = {"field": error.field}, error.reason
    response = answer(request, status, title, _sentence(detail), **extra)
    if isinstance(error, TooManyRequestsError):
        response.headers[hdrs.RETRY_AFTER] = str(error.retry_after)
    return response


def _answer_http(request: web.Request, error: web.HTTPException) -> web.StreamResponse:
    if error.status < 400:
        raise error
    response = answer(request, error.status, error.reason, _words_for(error))
    if hdrs.ALLOW in error.headers:
        response.headers[hdrs.ALLOW] = error.headers[hdrs.ALLOW]
    return response


def _words_for(error: web.HTTPException) -> str:
    return _HTTP_WORDS.get(error.status, _sentence(error.text or error.reason))


def _sentence(words: str) -> str:
    """Make a sentence of an error's words: errors begin in lower case and end without a stop."""
    words = words.strip()
    closed = words if words.endswith((".", "!", "?")) else f"{words}."
    return closed[:1].upper() + closed[1:]
