"""What the settings say about a web form."""

from typing import Annotated

from pydantic import Field, StringConstraints

from channels.contract import ChannelSettings


class WebFormSettings(ChannelSettings):
    """One form on one address.

    Attributes:
        title: the heading of the page; None for "Contact" and the company.
        per_ip_per_hour: how many conversations one client may begin, and three times as many
            further messages it may send; an IPv6 /64 is one client.
        client_ip_header: where a reverse proxy writes the client's address, such as
            `X-Forwarded-For` (its last entry counts); None without a proxy. Never name a header
            that the proxy does not overwrite or extend: anybody could write it.
    """

    title: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None
    per_ip_per_hour: int = Field(default=20, ge=1, le=100_000)
    client_ip_header: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")] | None = (
        None
    )
