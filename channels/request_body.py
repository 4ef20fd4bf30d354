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


class UnreadableBodyError(web.RequestPayloadError, ValueError):
    """The body breaks off, or is not what its `Content-Encoding` or framing says it is."""

    def __init__(self) -> None:
        super().__init__("the body breaks off or does not match its Content-Encoding")


async def read_body(request: web.Request, *, limit: int) -> bytes:
    """Read the whole body.

    Args:
        request: read here and nowhere else.
        limit: the most bytes to take; reading stops there.

    Raises:
        BodyTooLargeError: the body announces more, or has more.
        UnreadableBodyError: it cannot be decompressed, or breaks off.
    """
    if (request.content_length or 0) > limit:
        raise BodyTooLargeError(limit)
    body = bytearray()
    try:
        async for chunk in request.content.iter_chunked(65_536):
            body += chunk
            if len(body) > limit:
                raise BodyTooLargeError(limit)
    except web.RequestPayloadError as error:
        raise UnreadableBodyError from error
    return bytes(body)
