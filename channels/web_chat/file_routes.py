"""Files of the chat: `POST …/files` takes one, `GET …/files/{id}?token=…` gives one back."""

import asyncio
from contextlib import AsyncExitStack
from urllib.parse import quote

from aiohttp import web

from channels.problems import problem_response
from channels.rate_limit import network_key
from channels.request_body import BodyTooLargeError
from channels.web_chat.channel_parts import ChannelParts
from channels.web_chat.entries import render_attachment
from channels.web_chat.media_types import IMAGES, get_media_type
from channels.web_chat.origins import refuse_origin
from channels.web_chat.tokens import FileGrant
from channels.web_chat.upload_places import UploadPlaces
from channels.web_chat.uploads import MAX_FILE_BYTES, read_upload
from domain.channels import Gateway, StoredFile, Upload
from domain.errors import InvalidInputError, NotFoundError, TooManyRequestsError


class FileRoutes:
    """Takes and gives the files of one account."""

    def __init__(self, parts: ChannelParts, gateway: Gateway) -> None:
        self._parts = parts
        self._gateway = gateway
        self._places = UploadPlaces(parts.limits)

    async def preflight(self, request: web.Request) -> web.Response:
        """Answer a browser that asks whether a page may upload (Fetch standard, section 3.2)."""
        headers = {
            "Access-Control-Allow-Methods": "POST",
            "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Filename",
            "Access-Control-Max-Age": "600",
        }
        return self._with_cors(request, web.Response(status=204, headers=headers))

    async def post(self, request: web.Request) -> web.Response:
        """Keep a file for the visitor whose token is given."""
        if not self._parts.origins.allows(request.headers.get("Origin"), request.host):
            return refuse_origin(self._parts.settings.account)
        return self._with_cors(request, await self._answer_upload(request))

    async def get(self, request: web.Request) -> web.Response:
        """Give a file to whoever holds a link to it."""
        grant = self._parts.links.find_grant(request.query.get("token", ""))
        if grant is None or grant.file_id != request.match_info["id"]:
            return problem_response(
                403, "Link not valid", "this link has expired or was changed; open the chat anew"
            )
        try:
            key = self._parts.thread_key(grant.visitor)
            file = await self._gateway.get_file(key, grant.file_id)
        except NotFoundError:
            return problem_response(404, "No such file", "there is no such file any more")
        return _render_file(file)

    async def _answer_upload(self, request: web.Request) -> web.Response:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        visitor = self._parts.tokens.find_visitor(token.strip())
        if scheme.lower() != "bearer" or visitor is None:
            response = problem_response(
                401, "Who are you?", "send the token from the welcome frame as a bearer token"
            )
            response.headers["WWW-Authenticate"] = 'Bearer realm="web chat"'
            return response
        network = network_key(request.remote or "unknown")
        try:
            self._parts.usage.claim_file(visitor)
            async with AsyncExitStack() as place:
                try:
                    await place.enter_async_context(self._places.occupy(network))
                except TooManyRequestsError as error:
                    return _refuse_for_now(503, "Busy", error)
                # Without a length it may become as large as any.
                size = min(request.content_length or MAX_FILE_BYTES, MAX_FILE_BYTES)
                self._parts.usage.claim_bytes(network, size)
                return await self._take_file(request, visitor)
        except TooManyRequestsError as error:
            return _refuse_for_now(429, "Too many files", error)

    async def _take_file(self, request: web.Request, visitor: str) -> web.Response:
        seconds = self._parts.limits.upload_seconds
        try:
            async with asyncio.timeout(seconds):
                upload = await read_upload(request)
        except TimeoutError:
            detail = f"the file did not arrive within {seconds:g} seconds; send a smaller one"
            return problem_response(408, "Too slow", detail)
        except BodyTooLargeError:
            limit = MAX_FILE_BYTES // 1024 // 1024
            return problem_response(413, "File too large", f"send at most {limit} MB at a time")
        except InvalidInputError as error:
            return problem_response(400, "No file", str(error))
        try:
            media_type = get_media_type(upload.filename, upload.content)
        except InvalidInputError as error:
            return problem_response(415, "File not taken", str(error))
        return await self._store(visitor, upload.filename, media_type, upload.content)

    async def _store(
        self, visitor: str, filename: str, media_type: str, content: bytes
    ) -> web.Response:
        attachment = await self._gateway.store_file(
            Upload(
                thread=self._parts.thread_key(visitor),
                filename=filename,
                media_type=media_type,
                content=content,
            )
        )

        def make_url(file_id: str) -> str:
            return self._parts.links.make_url(FileGrant(visitor=visitor, file_id=file_id))

        return web.json_response(render_attachment(attachment, make_url), status=201)

    def _with_cors(self, request: web.Request, response: web.Response) -> web.Response:
        origin = request.headers.get("Origin")
        response.headers.update(self._parts.origins.headers(origin, request.host))
        return response


def _refuse_for_now(status: int, title: str, error: TooManyRequestsError) -> web.Response:
    response = problem_response(status, title, str(error), retry_after=error.retry_after)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def _render_file(file: StoredFile) -> web.Response:
    """Hand a stranger's file over so that no browser runs anything in it."""
    disposition = "inline" if file.media_type in IMAGES else "attachment"
    filename = quote(file.filename, safe="")
    return web.Response(
        body=file.content,
        headers={
            "Content-Type": file.media_type,
            # RFC 6266 section 4.1, the name as in RFC 8187.
            "Content-Disposition": f"{disposition}; filename*=UTF-8''{filename}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Cache-Control": "private, max-age=3600",
        },
    )
