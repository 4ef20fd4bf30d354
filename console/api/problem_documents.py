"""Everything that can go wrong, answered as a problem document (RFC 9457)."""

import traceback
from typing import Any

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from rapidfuzz import fuzz, process

from channels.problems import problem_response
from domain.clock import Ids
from domain.errors import (
    AccessDeniedError,
    AuthenticationError,
    ConflictError,
    FrontdeskError,
    InvalidInputError,
    MalformedMessage,
    NotFoundError,
    TooManyRequestsError,
)

# The status phrases of RFC 9110 and RFC 6585, which are the titles of problems of the type
# `about:blank` (RFC 9457 section 4.2.1).
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}

_STATUSES: tuple[tuple[type[FrontdeskError], int], ...] = (
    (InvalidInputError, 422),
    (MalformedMessage, 422),
    (NotFoundError, 404),
    (ConflictError, 409),
    (AccessDeniedError, 403),
    (AuthenticationError, 401),
    (TooManyRequestsError, 429),
)


class ProblemError(Exception):
    """A refusal whose answer is settled where it is raised.

    Attributes:
        headers: further headers of the answer.
        extra: further members of the document, such as `errors`.
    """

    def __init__(
        self, status: int, detail: str, *, headers: dict[str, str] | None = None, **extra: Any
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}
        self.extra = extra


def make_problem_middleware(ids: Ids, paths: tuple[str, ...]) -> Middleware:
    """Make the middleware that lets nothing but answers and problem documents out.

    Args:
        paths: the paths there are, to name the nearest where one is not found.
    """

    @web.middleware
    async def answer_with_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as error:
            problem = _from_http(error, request, paths)
        except ProblemError as error:
            problem = error
        except FrontdeskError as error:
            problem = _from_domain(error) or _from_fault(error, request, ids.new())
        except Exception as error:  # noqa: BLE001 - the edge of the API: a fault gets an id and 500
            problem = _from_fault(error, request, ids.new())
        return _render(problem, request)

    return answer_with_problems


def _render(problem: ProblemError, request: web.Request) -> web.Response:
    response = problem_response(
        problem.status,
        TITLES[problem.status],
        problem.detail,
        instance=request.rel_url.raw_path,
        **problem.extra,
    )
    response.headers.update(problem.headers)
    return response


def _from_http(
    error: web.HTTPException, request: web.Request, paths: tuple[str, ...]
) -> ProblemError:
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        detail = f"{error.method} cannot be used here; use {allowed}"
        return ProblemError(405, detail, headers={"Allow": allowed})
    if error.status == 404:
        near = process.extractOne(request.path[:200], paths, scorer=fuzz.ratio, score_cutoff=85)
        hint = f"did you mean {near[0]}?" if near else f"{min(paths)} lists what there is"
        return ProblemError(404, f"there is nothing at this path; {hint}")
    return ProblemError(error.status if error.status in TITLES else 400, error.reason)


def _from_domain(error: FrontdeskError) -> ProblemError | None:
    status = next((status for kind, status in _STATUSES if isinstance(error, kind)), None)
    if status is None:
        return None
    if isinstance(error, InvalidInputError):
        entry = {"field": error.field, "reason": error.reason}
        return ProblemError(status, str(error), errors=[entry])
    if isinstance(error, TooManyRequestsError):
        headers = {"Retry-After": str(error.retry_after)}
        return ProblemError(status, str(error), headers=headers, retry_after=error.retry_after)
    return ProblemError(status, str(error))


def _from_fault(error: Exception, request: web.Request, fault_id: str) -> ProblemError:
    resource = request.match_info.route.resource
    # The error's own text is left out: a database error quotes the values of its statement.
    structlog.get_logger().error(
        "api.failed",
        id=fault_id,
        method=request.method,
        route=None if resource is None else resource.canonical,
        error=type(error).__name__,
        trace=traceback.format_tb(error.__traceback__)[-8:],
    )
    detail = f"the server failed; nothing is known to be wrong with the request. Report {fault_id}"
    return ProblemError(500, detail, id=fault_id)
