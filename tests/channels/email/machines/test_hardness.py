"""An address is given up only where it is dead, not where one mail was refused."""

import pytest

from channels.email.machines import is_hard
from domain.messages import FailedRecipient

pytestmark = pytest.mark.unit


def judge(status: str | None, reason: str = "", *, permanent: bool = True) -> bool:
    failed = FailedRecipient(
        address="a@customer.example", permanent=permanent, status=status, reason=reason
    )
    return is_hard(failed)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("5.1.1", ""),
        ("5.1.2", ""),
        ("5.1.3", ""),
        ("5.1.10", ""),
        ("5.2.1", "mailbox disabled"),
        ("5.4.4", "unable to route"),
        ("5.0.0", "550 User unknown"),
        ("5.3.0", "553 5.3.0 <a@customer.example>... Unknown E-Mail Address"),
        ("5.5.0", "550 5.5.0 Requested action not taken: mailbox unavailable"),
        (None, "550 No such user here"),
        (None, "This user doesn't have a customer.example account"),
        (None, "Recipient address rejected: User unknown in virtual mailbox table"),
        (None, "Unrouteable address"),
        (None, "Host or domain name not found. Name service error: Host not found"),
        (None, "Sorry, no mailbox here by that name."),
        (None, "The email account that you tried to reach does not exist."),
    ],
)
def test_an_address_that_does_not_exist_is_dead(status: str | None, reason: str):
    assert judge(status, reason)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("5.2.2", "mailbox full"),
        ("5.2.3", "message too long"),
        ("5.3.4", "message too big"),
        ("5.7.1", "blocked as spam"),
        ("5.7.26", "unauthenticated mail"),
        ("5.1.7", "bad sender address"),
        ("5.1.8", "sender domain not found"),
        ("5.4.6", "routing loop"),
        ("4.4.7", "user unknown at that host, gave up"),
        ("5.0.0", "552 mailbox is full"),
        ("5.0.0", "550 user unknown or blocked by our spam policy"),
        ("5.0.0", "554 rejected: sender address does not exist"),
        (None, "Connection timed out"),
        (None, ""),
    ],
)
def test_an_address_that_may_take_the_next_mail_is_not(status: str | None, reason: str):
    assert not judge(status, reason)


def test_nothing_is_dead_while_the_server_still_tries():
    assert not judge("5.1.1", permanent=False)
