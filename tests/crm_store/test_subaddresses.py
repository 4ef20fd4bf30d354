"""One mailbox has one name to count by, whatever stands behind its `+`."""

import pytest

from crm_store.subaddresses import strip_detail

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("mara@example.com", "mara@example.com"),
        ("mara+1@example.com", "mara@example.com"),
        ("mara+a+b@example.com", "mara@example.com"),
        ("mara@a+b.example", "mara@a+b.example"),
        ("+1@example.com", "+1@example.com"),
        ("+15550142", "+15550142"),
        ("visitor-1", "visitor-1"),
        ("", ""),
    ],
)
def test_only_the_detail_of_a_mail_address_is_left_out(address: str, mailbox: str) -> None:
    assert strip_detail(address) == mailbox
