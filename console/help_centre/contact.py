"""Writing to us from the help centre: a message like any other, with what was read beside it."""

from aiohttp import hdrs, web

from channels.web_form import WebFormChannel
from channels.web_form.client_address import find_client
from channels.web_form.intake import FormIntake, NotRecordedError
from channels.web_form.submission import RefusedSubmissionError
from console.form_reading import read_form
from console.help_centre.contact_form import (
    FIELDS,
    answer_form,
    answer_no_form,
    describe_refusal,
    read_background,
    read_submission,
)
from console.help_centre.visit import Visit
from domain.errors import AuthenticationError, TooManyRequestsError


def find_intake(visit: Visit) -> FormIntake | None:
    """Find what takes messages in: the first web form that the settings name."""
    for channel in visit.services.channels:
        if isinstance(channel, WebFormChannel):
            return channel.open_intake(visit.services.gateway)
    return None


def find_network(visit: Visit) -> str:
    """Name the reader's network, for the limits."""
    intake = find_intake(visit)
    return intake.find_client(visit.request) if intake else find_client(visit.request, None)


async def show_contact(visit: Visit) -> web.Response:
    """Show the form, or how else to reach us."""
    intake = find_intake(visit)
    if intake is None:
        return answer_no_form(visit)
    background = read_background(visit, visit.request.query)
    return await answer_form(visit, intake, background, values={"subject": background.searched})


async def take_contact(visit: Visit) -> web.Response:
    """Take a message in, and lead to the page on which it is answered."""
    intake = find_intake(visit)
    if intake is None:
        return answer_no_form(visit)
    fields = await read_form(visit.request)
    if fields.get("website"):
        return _lead_to(intake.pretend())
    background = read_background(visit, fields)
    values = {name: fields[name] for name in FIELDS if fields.get(name)}
    try:
        submission = read_submission(values, background, visit.locale)
        stamp = intake.check_stamp(fields.get("token", ""))
        client = intake.find_client(visit.request)
        thread = await intake.record_first(submission, nonce=stamp.nonce, client=client)
    except (
        RefusedSubmissionError,
        AuthenticationError,
        TooManyRequestsError,
        NotRecordedError,
    ) as error:
        refusal = describe_refusal(visit, error, values)
        return await answer_form(visit, intake, background, values=values, refusal=refusal)
    return _lead_to(thread.path)


def _lead_to(path: str) -> web.Response:
    return web.Response(status=303, headers={hdrs.LOCATION: path})
