"""docs/business-api.yaml describes what the connector asks and what the demo airline answers."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web
from aiohttp.typedefs import Handler
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from domain.business import (
    AppointmentChange,
    BusinessError,
    CheckInRequest,
    ContactChange,
    ReturnRequest,
    Write,
)
from domain.messages import Address
from tests.airline import OpenAirline, open_airline
from tests.fakes import MONDAY_MORNING as NOW
from tests.fakes import FakeClock

DOCUMENT = yaml.safe_load(
    (Path(__file__).parents[3] / "docs" / "business-api.yaml").read_text("utf-8")
)
ADDRESS = Address(kind="phone", value="+15550142")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    request: web.Request
    sent: bytes
    answer: web.Response


@pytest.fixture
def exchanges() -> list[Exchange]:
    return []


@pytest.fixture
async def airline(tmp_path: Path, exchanges: list[Exchange]) -> AsyncIterator[OpenAirline]:
    @web.middleware
    async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
        answer = await handler(request)
        assert isinstance(answer, web.Response)
        exchanges.append(Exchange(request=request, sent=await request.read(), answer=answer))
        return answer

    async with open_airline(tmp_path, clock=FakeClock(), watching=(watch,)) as opened:
        yield opened


@pytest.mark.unit
def test_the_description_is_openapi_3_1():
    OpenAPIV31SpecValidator(DOCUMENT).validate()


async def test_all_that_is_asked_and_answered_is_as_described(
    airline: OpenAirline, exchanges: list[Exchange]
):
    await ask_for_everything(airline)

    told = [check(exchange) for exchange in exchanges]
    described = {
        operation["operationId"]
        for path in DOCUMENT["paths"].values()
        for method, operation in path.items()
        if method in {"get", "post"}
    }
    assert set(told) == described


async def ask_for_everything(airline: OpenAirline) -> None:
    business = airline.business
    await business.check()
    for reference in ("DEMO42", "RB7Q2M", "QK7M2P", "RM8Y4T", "NOSUCH"):
        await business.find_booking(reference)
    await business.list_bookings(ADDRESS)
    await business.list_bookings(Address(kind="email", value="jonas.weber@example.com"))
    await business.list_flights("AU218", NOW.date())
    for number in ("AS-2041", "AS-2055", "AS-1"):
        await business.find_order(number)
    await business.list_orders(ADDRESS)
    await business.find_appointment("AP-501")
    await business.list_appointments(ADDRESS)
    (free, *_) = await business.list_free_times("AP-501")
    booking = await business.find_booking("DEMO42")
    assert booking is not None
    check_in = CheckInRequest(
        reference="DEMO42", passengers=("DEMO42-1",), flights=(booking.flights[0].id,), seat="aisle"
    )
    await business.check_in(check_in, Write(key="k1"))
    with pytest.raises(BusinessError):
        await business.check_in(check_in, Write(key="k2"))
    for key in ("k1", "k2", "k3"):
        with suppress(BusinessError):
            await business.check_in(check_in, Write(key=key, repeated=True))
    airline.faults.fail_next("dies_before_doing")
    with pytest.raises(BusinessError):
        await business.check_in(check_in, Write(key="k4"))
    returned = await business.request_return(
        ReturnRequest(order="AS-2041", items=("AS-2041-1",), reason="damaged"), Write(key="k5")
    )
    await business.find_return(returned.number)
    for change in ("confirm", "move", "cancel", "confirm"):
        starts_at = free if change == "move" else None
        wanted = AppointmentChange(reference="AP-501", change=change, starts_at=starts_at)
        with suppress(BusinessError):
            await business.change_appointment(wanted, Write(key=f"a{len(airline.counted)}"))
    new = Address(kind="phone", value="+4915112345678")
    await business.change_contact(ContactChange(booking="DEMO42", address=new), Write(key="k6"))
    await business.ask_own("members", {"number": "M100204"})
    for key in ("k7", "k8"):
        with suppress(BusinessError):
            await business.change_own(
                "vouchers", {"member": "M100204", "points": 900}, Write(key=key)
            )


def check(exchange: Exchange) -> str:
    """Hold one request and its answer to the description; return its operation."""
    request, answer = exchange.request, exchange.answer
    template = next(each for each in DOCUMENT["paths"] if matches(each, request.path))
    path = DOCUMENT["paths"][template]
    operation = path[request.method.lower()]
    check_parameters(
        request, template, [*path.get("parameters", ()), *operation.get("parameters", ())]
    )
    if request.method == "POST":
        content = operation["requestBody"]["content"]["application/json"]
        hold(json.loads(exchange.sent), content["schema"])
    responses = operation["responses"]
    if answer.status != 500:
        response = resolve(responses.get(str(answer.status), responses["default"]))
        hold(json.loads(answer.text or ""), response["content"][answer.content_type]["schema"])
    name: str = operation["operationId"]
    return name


def check_parameters(request: web.Request, template: str, described: list[dict[str, Any]]) -> None:
    named = re.fullmatch(pattern_of(template), request.path)
    assert named is not None
    # Parameters of no fixed name: `style: form` spreads an object over the query.
    free = any(resolve(each)["schema"].get("type") == "object" for each in described)
    query = {} if free else request.query
    given = {
        **{("query", name): value for name, value in query.items()},
        **{("path", name): value for name, value in named.groupdict().items()},
    }
    if "Idempotency-Key" in request.headers:
        given["header", "Idempotency-Key"] = request.headers["Idempotency-Key"]
    for each in map(resolve, described):
        value = given.pop((each["in"], each["name"]), None)
        assert value is not None or not each.get("required")
        if value is not None:
            hold(value, each["schema"])
    assert given == {}


def hold(value: Any, schema: dict[str, Any]) -> None:
    validator = OAS31Validator(
        {**schema, "components": DOCUMENT["components"]},
        format_checker=OAS31Validator.FORMAT_CHECKER,
    )
    validator.validate(value)


def resolve(value: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in value:
        return value
    found: Any = DOCUMENT
    for step in value["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    resolved: dict[str, Any] = found
    return resolved


def matches(template: str, path: str) -> bool:
    return re.fullmatch(pattern_of(template), path) is not None


def pattern_of(template: str) -> str:
    return re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template)
