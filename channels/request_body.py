"""Reading what a stranger posts, without letting them fill the memory."""

from aiohttp import web


class BodyTooLargeError(Exception):
    """The body is longer than its route allows.

    Attributes:
        limit: the most it may have, in bytes.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(f"the body is longer than {limit:,} bytes")
        self.limit = limit


async def read_body(request: web.Request, *, limit: int) -> bytes:
    """Read the whole body.

    Args:
        request: read here and nowhere else.
        limit: the most bytes to take; reading stops there.

    Raises:
        BodyTooLargeError: the body announces more, or has more.
    """
    if (request.content_length or 0) > limit:
        raise BodyTooLargeError(limit)
    body = bytearray()
    async for chunk in request.content.iter_chunked(65_536):
        body += chunk
        if len(body) > limit:
            raise BodyTooLargeError(limit)
    return bytes(body)
