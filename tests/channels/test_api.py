from typing import Any

import pytest
from pydantic import ValidationError

from channels.api import ApiMessage, parse_api_message, raw_from_request
from tests.fakes import MONDAY_MORNING

pytestmark = pytest.mark.unit
BODY = {"channel": "api", "from": "crm-1", "text": "Hello", "external_id": "m-1"}


def test_a_request_is_recorded_under_the_clients_own_id_and_read_back() -> None:
    body = ApiMessage.model_validate({**BODY, "name": "Jonas", "language": "de-AT"})
    raw = raw_from_request(body, MONDAY_MORNING)
    assert (raw.channel, raw.account, raw.delivery_id) == ("api", "api", "m-1")
    assert raw.headers == {"language": "de-AT"}
    message = parse_api_message(raw)
    assert (message.text, message.sender.value, message.sender.name) == ("Hello", "crm-1", "Jonas")
    assert message.thread.external_thread == "crm-1"


@pytest.mark.parametrize(
    "changed",
    [
        {"channel": "sms"},
        {"from": ""},
        {"from": 7},
        {"text": ""},
        {"text": "x" * 20_001},
        {"text": None},
        {"external_id": "x" * 201},
        {"language": "a language"},
        {"colour": "red"},
    ],
)
def test_a_request_of_another_form_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ApiMessage.model_validate({**BODY, **changed})
