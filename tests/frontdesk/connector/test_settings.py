"""The company's own system as the settings name it."""

import pytest
from pydantic import ValidationError

from bot.tools import count_nothing
from frontdesk.connector.of_site import make_business
from frontdesk.http_client import SharedClient
from frontdesk.settings.model import BusinessSettings
from tests.fakes import FakeClock

pytestmark = pytest.mark.unit


def test_without_an_address_there_is_no_system():
    assert make_business(BusinessSettings(), SharedClient(), FakeClock(), count_nothing) is None


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"url": "https://api.example.com"}, "url is given without secret"),
        ({"url": "ftp://api.example.com", "secret": "x" * 32}, "must be an address such as"),
        ({"url": "https://me:pw@api.example.com", "secret": "x" * 32}, "must be an address"),
        ({"url": "https://api.example.com", "secret": "short"}, "at least 32 characters"),
    ],
)
def test_what_cannot_work_is_told_at_the_start(given: dict[str, str], told: str):
    with pytest.raises(ValidationError, match=told):
        BusinessSettings.model_validate(given)
