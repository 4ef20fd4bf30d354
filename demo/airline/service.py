"""The airline's HTTP API, as docs/business-api.yaml describes it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import BaseModel, ValidationError

from demo.airline.changes import AppointmentBody, Changes, ContactBody, ReturnBody
from demo.airline.check_in import CheckIn, CheckInBody
from demo.airline.database import AirlineDatabase, Transaction
from demo.airline.outcomes import carry_out_once, find_outcome
from demo.airline.points import Points, VoucherBody
from demo.airline.records import Records
from demo.airline.refusals import Refusal
from demo.airline.signatures import Nonces, SignatureCheck, Signed
from domain.clock import Clock, Ids

Json = dict[str, Any]
Body = TypeVar("Body", bound=BaseModel)

NAME: Final = "Aurora Airways"
LARGEST_BODY: Final = 64 * 1024
_PUBLIC: Final = "/boarding-passes/", "/return-labels/"


class AirlineService:
    """Answers requests."""

    def __init__(
        self,
        database: AirlineDatabase,
        *,
        secret: str,
        pages_url: str,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._database = database
        self._clock = clock
        self._nonces = Nonces(clock)
        self._check = SignatureCheck(secret, clock, self._nonces)
        self._records = Records(pages_url)
        self._check_in = CheckIn(self._records, ids)
        self._changes = Changes(self._records, ids)
        self._points = Points(ids)

    def add_routes(self, app: web.Application) -> None:
        """Put the API on an application."""
        records = self._records
        reads: Mapping[str, Callable[[Transaction, web.Request], Json]] = {
            "/bookings": lambda tx, request: records.list_bookings(tx, request.query),
            "/bookings/{name}": lambda tx, request: records.get_booking(tx, _name(request)),
            "/flights": lambda tx, request: records.list_flights(tx, request.query),
            "/orders": lambda tx, request: records.list_orders(tx, request.query),
            "/orders/{name}": lambda tx, request: records.get_order(tx, _name(request)),
            "/returns/{name}": lambda tx, request: records.get_return(tx, _name(request)),
            "/appointments": lambda tx, request: records.list_appointments(
                tx, request.query, self._clock.now()
            ),
            "/appointments/{name}": lambda tx, request: records.get_appointment(tx, _name(request)),
            "/appointments/{name}/free-times": lambda tx, request: records.list_free_times(
                tx, _name(request), self._clock.now()
            ),
            "/own/members": lambda tx, request: self._points.list_members(tx, request.query),
            "/outcomes/{name}": self._get_outcome,
            "/status": lambda _tx, _request: {"name": NAME},
        }
        for path, read in reads.items():
            app.router.add_get(path, self._reading(read), allow_head=False)
        changes: tuple[tuple[str, str, type[BaseModel], Callable[..., Json]], ...] = (
            ("/bookings/{name}/check-in", "check_in", CheckInBody, self._check_in.carry_out),
            (
                "/bookings/{name}/contact",
                "change_contact",
                ContactBody,
                self._changes.change_contact,
            ),
            ("/orders/{name}/returns", "request_return", ReturnBody, self._changes.request_return),
            (
                "/appointments/{name}/changes",
                "change_appointment",
                AppointmentBody,
                self._changes.change_appointment,
            ),
            ("/own/{name:vouchers}", "change_own", VoucherBody, self._points.make_voucher),
        )
        for path, operation, model, change in changes:
            app.router.add_post(path, self._changing(operation, model, change))

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let in what is signed, and write refusals as problem documents."""
        try:
            if not request.path.startswith(_PUBLIC):
                await self._require_signed(request)
            return await handler(request)
        except Refusal as refusal:
            return _write_problem(refusal.problem)
        except web.HTTPNotFound:
            return _write_problem(Refusal("no_such_route", "no such route", status=404).problem)

    async def _require_signed(self, request: web.Request) -> None:
        path, _, query = request.raw_path.partition("?")
        self._check.require(
            Signed(
                method=request.method,
                path=path,
                query=query,
                headers=request.headers,
                body=await request.read(),
            )
        )

    def _reading(self, read: Callable[[Transaction, web.Request], Json]) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            return web.json_response(await self._database.run(lambda tx: read(tx, request)))

        return handle

    def _get_outcome(self, tx: Transaction, request: web.Request) -> Json:
        """Tell what became of a change, and let go of a request that has not begun."""
        outcome = find_outcome(tx, _name(request))
        if outcome is not None:
            return outcome
        given_up = request.query.get("give_up")
        if given_up is None:
            raise Refusal("never_seen", "no such key was ever used", status=404)
        if not self._nonces.give_up(given_up):
            return {"state": "running", "operation": "unknown"}
        raise Refusal("never_seen", "no such key was ever used", status=404, given_up=given_up)

    def _changing(
        self,
        operation: str,
        model: type[Body],
        change: Callable[..., Json],
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            key = request.headers.get("Idempotency-Key", "")
            content, name = await request.read(), _name(request)
            body = _parse(model, content)

            def work(tx: Transaction) -> Json:
                return carry_out_once(
                    tx,
                    key=key,
                    operation=operation,
                    request=name.encode() + b"\n" + content,
                    change=lambda: change(tx, name, body, self._clock.now()),
                )

            outcome = await self._database.run(work)
            if outcome["state"] == "refused":
                return _write_problem(outcome["problem"])
            return web.json_response(outcome["result"])

        return handle


def _name(request: web.Request) -> str:
    return request.match_info["name"]


def _parse(model: type[Body], content: bytes) -> Body:
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise Refusal("invalid", f"{field}: {first['msg']}", status=422) from None


def _write_problem(problem: Json) -> web.Response:
    return web.json_response(
        problem, status=problem["status"], content_type="application/problem+json"
    )
