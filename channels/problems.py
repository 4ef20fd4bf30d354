"""Errors over HTTP as problem documents (RFC 9457)."""

from typing import Any

from aiohttp import web


def problem_response(status: int, title: str, detail: str, **extra: Any) -> web.Response:
    """Describe an error so that both a program and a person know what to do.

    Args:
        status: the HTTP status, repeated in the document (RFC 9457 section 3.1.2).
        title: the kind of problem, the same words each time.
        detail: what is wrong in this request and what would be right.
        **extra: further members (RFC 9457 section 3.2), such as `errors` or `retry_after`.
    """
    document = {"type": "about:blank", "title": title, "status": status, "detail": detail, **extra}
    return web.json_response(document, status=status, content_type="application/problem+json")
