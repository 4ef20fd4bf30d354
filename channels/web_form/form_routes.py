"""The form: the page, what a browser posts, what a program posts."""

import json
from typing import Any, Final

from aiohttp import web

from channels.problems import problem_response
from channels.request_body import BodyTooLargeError, UnreadableBodyError, read_body
from channels.web_form.form_fields import parse_fields
from channels.web_form.intake import FormIntake, NotRecordedError, RecordedThread
from channels.web_form.pages import FormPage, render_message_page
from channels.web_form.submission import RefusedSubmissionError, Submission, parse_submission
from domain.errors import (
    AuthenticationError,
    FrontdeskError,
    InvalidInputError,
    TooManyRequestsError,
)

MAX_BODY: Final = 262_144  # bytes; 20,000 characters need at most 240,000 as a form
_LONGEST_KEY: Final = 200  # characters
_FIELDS: Final = ("name", "email", "phone", "subject", "message")


class FormRoutes:
    """The routes at the form's own address."""

    def __init__(self, intake: FormIntake) -> None:
        self._intake = intake

    async def show(self, _request: web.Request) -> web.Response:
        """Show an empty form."""
        return self._page().render()

    async def take(self, request: web.Request) -> web.Response:
        """Take what was posted, as a form or as JSON."""
        if request.content_type == "application/json":
            return await self._take_json(request)
        if request.content_type == "application/x-www-form-urlencoded":
            return await self._take_form(request)
        return problem_response(
            415,
            "Unsupported media type",
            "Post application/json or application/x-www-form-urlencoded.",
        )

    async def _take_form(self, request: web.Request) -> web.Response:
        try:
            fields = parse_fields(await read_body(request, limit=MAX_BODY))
        except BodyTooLargeError:
            return self._say("That is too long", "A message may have 20,000 characters.", 413)
        except ValueError:
            return self._say("We could not read that", "Please fill in the form again.", 400)
        if fields.get("website"):
            return self._pretend()
        return await self._take_fields(request, fields)

    async def _take_fields(self, request: web.Request, fields: dict[str, str]) -> web.Response:
        values = {name: fields[name] for name in _FIELDS if fields.get(name)}
        try:
            submission = parse_submission({name: fields.get(name, "") for name in _FIELDS})
            stamp = self._intake.check_stamp(fields.get("token", ""))
            thread = await self._record(request, submission, nonce=stamp.nonce)
        except RefusedSubmissionError as refusal:
            return self._page(values=values, problems=refusal.problems).render(status=422)
        except AuthenticationError as error:
            return self._page(values=values, notice=str(error)).render(status=422)
        except TooManyRequestsError as error:
            headers = {"Retry-After": str(error.retry_after)}
            return self._page(values=values, notice=str(error)).render(status=429, headers=headers)
        except NotRecordedError as error:
            return self._page(values=values, notice=str(error)).render(status=503)
        return web.Response(status=303, headers={"Location": thread.path})

    async def _take_json(self, request: web.Request) -> web.Response:
        key = request.headers.get("Idempotency-Key", "")
        if len(key) > _LONGEST_KEY:
            return problem_response(
                400, "Malformed header", f"Idempotency-Key may have {_LONGEST_KEY} characters."
            )
        try:
            submission = parse_submission(_parse_json(await read_body(request, limit=MAX_BODY)))
            nonce = f"key:{key}" if key else self._intake.new_id()
            thread = await self._record(request, submission, nonce=nonce)
        except UnreadableBodyError as error:
            return problem_response(400, "Unreadable body", f"Cannot read it: {error}.")
        except (BodyTooLargeError, RefusedSubmissionError, FrontdeskError) as error:
            return _refuse_json(error)
        answer = {"reference": thread.reference, "url": thread.url}
        return web.json_response(answer, status=202, headers={"Location": thread.url})

    async def _record(
        self, request: web.Request, submission: Submission, *, nonce: str
    ) -> RecordedThread:
        client = self._intake.find_client(request)
        return await self._intake.record_first(submission, nonce=nonce, client=client)

    def _pretend(self) -> web.Response:
        """Let a robot think that it succeeded."""
        return web.Response(status=303, headers={"Location": self._intake.pretend()})

    def _page(self, **shown: Any) -> FormPage:
        return FormPage(
            title=self._intake.title,
            company=self._intake.company,
            base=self._intake.base,
            token=self._intake.stamp(),
            **shown,
        )

    def _say(self, title: str, text: str, status: int) -> web.Response:
        intake = self._intake
        return render_message_page(title, intake.company, intake.base, text, status=status)


def _parse_json(body: bytes) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        InvalidInputError: saying what it is instead.
    """
    try:
        document = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InvalidInputError("The body is not JSON in UTF-8.") from error
    if not isinstance(document, dict):
        raise InvalidInputError(
            "The body must be a JSON object with name, email, subject and message."
        )
    return document


def _refuse_json(error: Exception) -> web.Response:
    match error:
        case BodyTooLargeError():
            return problem_response(413, "Too large", f"Cannot take it: {error}.")
        case RefusedSubmissionError():
            errors = [{"field": fault.field, "reason": fault.reason} for fault in error.problems]
            detail = "Some fields cannot be taken; see errors."
            return problem_response(422, "Unprocessable form", detail, errors=errors)
        case TooManyRequestsError():
            wait = error.retry_after
            answer = problem_response(429, "Too many messages", str(error), retry_after=wait)
            answer.headers["Retry-After"] = str(wait)
            return answer
        case NotRecordedError():
            return problem_response(503, "Not recorded", str(error))
        case _:
            return problem_response(400, "Malformed JSON", str(error))
