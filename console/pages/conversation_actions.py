"""What staff do with a conversation."""

from typing import Final

from aiohttp import web

from console.answers import answer_change
from console.form_reading import read_files, read_form
from console.keys import get_services, get_signed_in
from console.used_article_reading import read_named_articles
from console.wording import name_disposition
from crm_store.conversation_view import require_run_in
from domain.errors import InvalidInputError
from domain.feedback import Verdict

_LONGEST_KEY = 64
_VERDICTS: Final = {"right": Verdict.RIGHT, "wrong": Verdict.WRONG, "none": None}
_JUDGED: Final = {
    "right": "Noted: it was the right answer.",
    "wrong": "Noted: it was the wrong answer. The bot will be less sure of it.",
    "none": "Taken back.",
}


async def reply(request: web.Request) -> web.Response:
    """Send words to the customer."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    form = await read_form(request)
    await desk.reply(
        _reference(request),
        agent=agent,
        text=await _read_field(request, "text"),
        key=await _read_key(request),
        cc=[form["cc"]] if "cc" in form else None,
        bcc=[await _read_field(request, "bcc")],
        files=await read_files(request),
        articles=read_named_articles(await _read_field(request, "articles")),
    )
    return _done(request, "Reply sent.")


async def note(request: web.Request) -> web.Response:
    """Keep words for colleagues alone."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    text, key = await _read_field(request, "text"), await _read_key(request)
    if await read_files(request):
        raise InvalidInputError("files go with replies alone; take them off", field="files")
    await desk.note(_reference(request), agent=agent, text=text, key=key)
    return _done(request, "Note kept. The customer does not see it.")


async def take(request: web.Request) -> web.Response:
    """Become the one who has the conversation."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    await desk.take(_reference(request), agent=agent)
    return _done(request, "This conversation is yours now.")


async def release(request: web.Request) -> web.Response:
    """Give the conversation back to its queue."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    await desk.release(_reference(request), agent=agent)
    return _done(request, "Released. It waits in its queue again.")


async def assign(request: web.Request) -> web.Response:
    """Give the conversation to a colleague or to another queue."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    assignee, queue = await _read_field(request, "assignee"), await _read_field(request, "queue")
    await desk.assign(
        _reference(request), agent=agent, assignee=assignee or None, queue=queue or None
    )
    return _done(request, "Passed on.")


async def resolve(request: web.Request) -> web.Response:
    """End the conversation, saying how."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    disposition = await _read_field(request, "disposition")
    await desk.resolve(_reference(request), agent=agent, disposition=disposition)
    return _done(request, f"Resolved: {name_disposition(disposition).lower()}.")


async def reopen(request: web.Request) -> web.Response:
    """Take a resolved conversation up again."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    await desk.reopen(_reference(request), agent=agent)
    return _done(request, "Open again.")


async def copy(request: web.Request) -> web.Response:
    """Have somebody who takes part get copies of replies."""
    return await _copy(request, on=True)


async def uncopy(request: web.Request) -> web.Response:
    """Send somebody no more copies."""
    return await _copy(request, on=False)


async def send_again(request: web.Request) -> web.Response:
    """Send to an address again at which nothing arrived."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    address = await _read_field(request, "address")
    await desk.send_again(_reference(request), agent=agent, address=address)
    return _done(request, f"Messages go to {address} again.")


async def judge(request: web.Request) -> web.Response:
    """Say whether an answer of the bot was the right one, or take that back."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    given = await _read_field(request, "verdict")
    if given not in _VERDICTS:
        raise InvalidInputError(f"is none of {', '.join(_VERDICTS)}", field="verdict")
    await desk.judge(
        _reference(request),
        agent=agent,
        interaction_id=request.match_info["id"],
        article_id=await _read_field(request, "article") or None,
        verdict=_VERDICTS[given],
    )
    return _done(request, _JUDGED[given])


async def give_back(request: web.Request) -> web.Response:
    """Let the bot go on with the conversation."""
    services, agent = get_services(request), get_signed_in(request).member
    await services.self_service.give_back(_reference(request), agent=agent)
    return _done(request, "Given back. The bot goes on with it.")


async def approve_run(request: web.Request) -> web.Response:
    """Allow what a customer began."""
    services, agent = get_services(request), get_signed_in(request).member
    await services.self_service.approve(await _get_run_id(request), agent=agent)
    return _done(request, "Approved. It is being carried out, and the customer is told.")


async def refuse_run(request: web.Request) -> web.Response:
    """Refuse what a customer began."""
    services, agent = get_services(request), get_signed_in(request).member
    await services.self_service.refuse(await _get_run_id(request), agent=agent)
    return _done(request, "Refused. The customer is told.")


async def tell_typing(request: web.Request) -> web.Response:
    """Let the customer see that somebody writes, or has stopped."""
    desk, agent = get_services(request).desk, get_signed_in(request).member
    on = await _read_field(request, "on") == "1"
    await desk.typing(_reference(request), agent=agent, on=on)
    return web.Response(status=204)


async def _get_run_id(request: web.Request) -> str:
    """Return the run that the address names.

    Raises:
        NotFoundError: there is none of that id in the conversation.
    """
    run_id = request.match_info["run_id"]
    await get_services(request).store.read(require_run_in, _reference(request), run_id)
    return run_id


async def _copy(request: web.Request, *, on: bool) -> web.Response:
    desk, agent = get_services(request).desk, get_signed_in(request).member
    address = await _read_field(request, "address")
    await desk.copy(_reference(request), agent=agent, address=address, on=on)
    return _done(request, f"{address} {'gets copies now' if on else 'gets no more copies'}.")


def _reference(request: web.Request) -> str:
    return request.match_info["reference"]


def _done(request: web.Request, said: str) -> web.Response:
    return answer_change(
        request, location=f"/console/conversations/{_reference(request)}", said=said
    )


async def _read_key(request: web.Request) -> str | None:
    """Read the page's own name for what is written: the same one twice is said once."""
    return (await _read_field(request, "key"))[:_LONGEST_KEY] or None


async def _read_field(request: web.Request, name: str) -> str:
    value = (await read_form(request)).get(name, "")
    # Browsers send line ends as the HTML standard's form encoding has them (section 4.10.21.4).
    return value.strip().replace("\r\n", "\n")
