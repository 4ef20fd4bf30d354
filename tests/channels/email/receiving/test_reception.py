"""Mail that one network does not finish leaves room for everybody else's."""

from typing import Any

import pytest

from channels.email.receiving.mail_data import DataFault
from channels.email.receiving.reception import Reception
from tests.channels.email.receiving.conftest import make_settings
from tests.channels.email.receiving.mail_gateway import MailGateway
from tests.fakes import FakeClock

pytestmark = pytest.mark.unit

MEGABYTE = 1_048_576


def make_reception(max_megabytes: int = 50, **listen: Any) -> Reception:
    settings = make_settings(max_megabytes=max_megabytes, listen={"port": 0, **listen})
    assert settings.listen is not None
    return Reception(
        settings,
        settings.listen,
        gateway=MailGateway(),
        clock=FakeClock(),
        count=lambda *_args, **_labels: None,
    )


def begin(reception: Reception, client: str, *, megabytes: int) -> DataFault | None:
    """Let a client send so much of a mail that it does not finish."""
    data = reception.make_data(client, lambda: None)
    for _ in range(megabytes):
        data.add(bytes(MEGABYTE))
    return data.fault


def begin_many(reception: Reception, clients: list[str]) -> int:
    """Let each send a whole large mail but its end; tell how many of them are held."""
    return [begin(reception, client, megabytes=50) for client in clients].count(None)


@pytest.mark.parametrize(
    ("clients", "other"),
    [
        (["192.0.2.1"] * 12, "192.0.2.2"),
        (["192.0.2.1", "::ffff:192.0.2.1"] * 6, "192.0.2.2"),
        ([f"2001:db8::{number}" for number in range(12)], "2001:db8:0:1::1"),
    ],
)
def test_one_network_holds_a_third_of_the_room_at_most(clients: list[str], other: str):
    reception = make_reception(protocol="smtp")
    assert begin_many(reception, clients) == 2
    assert begin(reception, other, megabytes=50) is None


@pytest.mark.parametrize(
    ("client", "listen"),
    [
        ("127.0.0.1", {"protocol": "smtp"}),
        ("::1", {"protocol": "lmtp"}),
        ("192.0.2.1", {"protocol": "lmtp", "allow": ("192.0.2.0/24",)}),
    ],
)
def test_ones_own_mail_server_may_have_all_of_it(client: str, listen: dict[str, Any]):
    assert begin_many(make_reception(**listen), [client] * 12) == 6


@pytest.mark.parametrize("listen", [{"protocol": "lmtp"}, {"protocol": "smtp", "allow": ("::/0",)}])
def test_strangers_are_not_ones_own_mail_server(listen: dict[str, Any]):
    assert begin_many(make_reception(**listen), ["2001:db8::1"] * 12) == 2


def test_the_largest_mail_always_has_room_in_a_share():
    reception = make_reception(max_megabytes=200, protocol="smtp")
    assert begin(reception, "192.0.2.1", megabytes=200) is None
