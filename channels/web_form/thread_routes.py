"""The page on which a customer reads the answer and writes on."""

from typing import Final

from aiohttp import web

from channels.problems import problem_response
from channels.request_body import BodyTooLargeError, read_body
from channels.text_cleaning import clean_text
from channels.web_form.form_fields import parse_fields
from channels.web_form.intake import FormIntake, NotRecordedError
from channels.web_form.pages import (
    PAGE_HEADERS,
    ThreadPage,
    find_quick_replies,
    render_entries,
    render_message_page,
    render_quick_replies,
)
from channels.web_form.tokens import ThreadAccess
from domain.channels import ThreadEntry, ThreadView
from domain.errors import AuthenticationError, TooManyRequestsError

MAX_BODY: Final = 262_144  # bytes; 20,000 characters need at most 240,000 as a form
_LONGEST_MESSAGE: Final = 20_000  # characters
_LONGEST_NONCE: Final = 64  # characters
_AT_ONCE: Final = 200  # entries read in one go
_MOST_READS: Final = 10  # so that a page shows 2,000 entries at the most


class ThreadRoutes:
    """The routes under `…/t/{token}`; who holds the token holds the thread."""

    def __init__(self, intake: FormIntake) -> None:
        self._intake = intake

    async def show(self, request: web.Request) -> web.Response:
        """Show the conversation so far."""
        try:
            access = self._access(request)
        except AuthenticationError:
            return self._unknown()
        return await self._render(access, request)

    async def list_entries(self, request: web.Request) -> web.Response:
        """Answer what came after a position; `seen` says how far the customer has looked."""
        try:
            access = self._access(request)
            after, seen = _get_position(request, "after"), _get_position(request, "seen")
        except AuthenticationError:
            return problem_response(404, "Not found", "There is no conversation at this address.")
        except ValueError as error:
            return problem_response(400, "Malformed query", str(error))
        if seen and not access.robot:
            # A page has seen at most what it has taken.
            key = self._intake.thread_key(access.thread)
            await self._intake.gateway.record_collected(key, upto=min(seen, after), seen=True)
        view = await self._read(access, after=after)
        await self._record_collected(access, view.entries)
        answer = {
            "entries": render_entries(view.entries),
            "quick_replies": render_quick_replies(view.entries),
            "status": view.status,
            "with_person": view.with_person,
        }
        return web.json_response(answer, headers=PAGE_HEADERS)

    async def take(self, request: web.Request) -> web.Response:
        """Take a further message, or a pressed quick reply."""
        try:
            access = self._access(request)
            fields = parse_fields(await read_body(request, limit=MAX_BODY))
        except AuthenticationError:
            return self._unknown()
        except BodyTooLargeError:
            return self._say("That is too long", "A message may have 20,000 characters.", 413)
        except ValueError:
            return self._say("We could not read that", "Please go back and try again.", 400)
        if access.robot:
            return self._lead_back(request)
        return await self._take_fields(request, access, fields)

    async def _take_fields(
        self, request: web.Request, access: ThreadAccess, fields: dict[str, str]
    ) -> web.Response:
        text, choice = clean_text(fields.get("message", "")), fields.get("choice")
        if choice is not None:
            text = await self._find_label(access, choice) or ""
        if not text or len(text) > _LONGEST_MESSAGE:
            notice = "That can no longer be chosen." if choice else _describe(text)
            return await self._render(access, request, notice=notice, draft=text, status=422)
        try:
            nonce = fields.get("nonce", "")[:_LONGEST_NONCE] or self._intake.new_id()
            client = self._intake.find_client(request)
            await self._intake.record_further(
                access, text, nonce=nonce, choice=choice, client=client
            )
        except (TooManyRequestsError, NotRecordedError) as error:
            status = 429 if isinstance(error, TooManyRequestsError) else 503
            draft = "" if choice else text
            return await self._render(
                access, request, notice=str(error), draft=draft, status=status
            )
        return self._lead_back(request)

    def _lead_back(self, request: web.Request) -> web.Response:
        return web.Response(status=303, headers={"Location": f"{self._url(request)}#reply"})

    async def _render(
        self,
        access: ThreadAccess,
        request: web.Request,
        *,
        notice: str | None = None,
        draft: str = "",
        status: int = 200,
    ) -> web.Response:
        view = await self._read_all(access)
        await self._record_collected(access, view.entries)
        page = ThreadPage(
            title=self._intake.title,
            company=self._intake.company,
            base=self._intake.base,
            url=self._url(request),
            reference=access.reference,
            view=view,
            nonce=self._intake.new_id(),
            notice=notice,
            draft=draft,
        )
        return page.render(status=status)

    async def _read_all(self, access: ThreadAccess) -> ThreadView:
        entries: list[ThreadEntry] = []
        for _ in range(_MOST_READS):
            after = entries[-1].position if entries else 0
            view = await self._read(access, after=after)
            entries += view.entries
            if len(view.entries) < _AT_ONCE:
                break
        return ThreadView(entries=tuple(entries), status=view.status, with_person=view.with_person)

    async def _read(self, access: ThreadAccess, *, after: int) -> ThreadView:
        if access.robot:
            return ThreadView(entries=(), status=None, with_person=False)
        key = self._intake.thread_key(access.thread)
        return await self._intake.gateway.read_thread(key, after=after, limit=_AT_ONCE)

    async def _record_collected(
        self, access: ThreadAccess, entries: tuple[ThreadEntry, ...]
    ) -> None:
        if any(entry.author != "customer" for entry in entries):
            key = self._intake.thread_key(access.thread)
            await self._intake.gateway.record_collected(key, upto=entries[-1].position, seen=False)

    async def _find_label(self, access: ThreadAccess, choice: str) -> str | None:
        """Find what the pressed button said; None where it is gone or was never there."""
        view = await self._read_all(access)
        labels = {reply.value: reply.label for reply in find_quick_replies(view.entries)}
        return labels.get(choice)

    def _access(self, request: web.Request) -> ThreadAccess:
        return self._intake.tokens.read_thread(request.match_info["token"])

    def _url(self, request: web.Request) -> str:
        return f"{self._intake.base}/t/{request.match_info['token']}"

    def _unknown(self) -> web.Response:
        text = "Part of it may be missing: please copy the whole address, up to its last sign."
        return self._say("There is no conversation at this address", text, 404)

    def _say(self, title: str, text: str, status: int) -> web.Response:
        intake = self._intake
        return render_message_page(title, intake.company, intake.base, text, status=status)


def _get_position(request: web.Request, name: str) -> int:
    value = request.query.get(name, "0")
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise ValueError(f"{name} must be a whole number, the position of an entry.")
    return int(value)


def _describe(text: str) -> str:
    if text:
        return f"A message may have {_LONGEST_MESSAGE:,} characters; this one has {len(text):,}."
    return "Please write something first."
