"""Addresses that differ in their detail alone reach one mailbox (RFC 5233, 1)."""


def strip_detail(address: str) -> str:
    """Return an email address without what follows a `+` in its local part; others as they are.

    The sign is a custom of mail servers and no rule; it is by far the commonest.
    """
    local, at, domain = address.rpartition("@")
    mailbox = local.partition("+")[0]
    return f"{mailbox}@{domain}" if at and mailbox else address
