"""Whom a listener lets in, how much it takes from them, and what it keeps."""

import asyncio
import ipaddress
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from channels.email.own_addresses import OwnAddresses
from channels.email.receiving.mail_data import DataFault, MailData, Room
from channels.email.receiving.raw_mail import clean_address, make_raw
from channels.email.settings import EmailSettings, ListenSettings
from channels.rate_limit import RateLimit, network_key
from domain.channels import Gateway
from domain.clock import Clock
from domain.errors import FrontdeskError
from domain.messages import RawMessage

_log = structlog.get_logger()

_MEGABYTE: Final = 1_048_576
_CONNECTIONS: Final = 500
_CONNECTIONS_OF_ONE: Final = 100
# Beside one message of the largest size, so many bytes are held for all senders together.
_ROOM_BYTES: Final = 256 * _MEGABYTE
# One network has a third of all that, and one message of the largest size at least.
_SHARES: Final = 3
# RFC 5321, 4.5.3.1.8 asks for a hundred at least.
_RECIPIENTS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MailEnvelope:
    """Who sent a mail to whom, as the sending server says.

    Attributes:
        client: the sending server's address.
        sender: empty for mail about mail (RFC 5321, 4.5.5).
    """

    client: str
    sender: str
    recipients: Sequence[str]


class Reception:
    """What the sessions of one listener share; replies are those of RFC 5321 with RFC 3463's codes.

    Raises:
        FrontdeskError: `allow` names no networks.
    """

    def __init__(
        self,
        settings: EmailSettings,
        listen: ListenSettings,
        *,
        gateway: Gateway,
        clock: Clock,
        count: Callable[..., None],
    ) -> None:
        self.largest = settings.max_megabytes * _MEGABYTE
        self.require_tls = listen.require_tls
        self.closing = False
        self._account = settings.account
        self._protocol = listen.protocol
        self._own = OwnAddresses(settings)
        self._allowed = read_networks(listen.allow)
        self._rate = RateLimit(listen.messages_per_minute, per=timedelta(minutes=1))
        room = self.largest + _ROOM_BYTES
        self._room = Room(room, share=max(self.largest, room // _SHARES))
        self._connections: Counter[str] = Counter()
        self._keeping: set[asyncio.Task[object]] = set()
        self._gateway = gateway
        self._clock = clock
        self._count = count

    def admit(self, client: str) -> str | None:
        """Let a client in, or return the reply that refuses it; call `leave` after either."""
        network = network_key(client)
        self._connections[network] += 1
        if not self._allows(client):
            return self._refuse("network", "554 5.7.1 This host may not deliver here")
        crowded = self._connections.total() > _CONNECTIONS
        if crowded or self._connections[network] > _CONNECTIONS_OF_ONE:
            return self._refuse("connections", "421 4.7.0 Too many connections; try again later")
        return None

    def leave(self, client: str) -> None:
        """A client is gone."""
        network = network_key(client)
        self._connections[network] -= 1
        if self._connections[network] <= 0:
            del self._connections[network]

    def refuse_mail(self, client: str, size: int) -> str | None:
        """Return the reply to a mail that is not wanted, before anything of it was sent.

        Args:
            size: bytes, as the sender says; 0 where it does not.
        """
        if self.closing:
            return "421 4.3.2 Restarting; try again soon"
        if size > self.largest:
            return self.refuse_data(DataFault.TOO_LARGE)
        if seconds := self._rate.claim(network_key(client), self._clock.now()):
            reply = f"451 4.7.0 Too many messages; try again in {seconds} seconds"
            return self._refuse("rate", reply)
        return None

    def refuse_recipient(self, address: str, before: int) -> str | None:
        """Return the reply to a recipient that is not one of ours.

        Args:
            before: how many recipients the mail has already.
        """
        if before >= _RECIPIENTS:
            return "452 4.5.3 Too many recipients; send the mail again for the others"
        # Whoever speaks LMTP has decided already.
        if self._protocol == "smtp" and address not in self._own:
            return self._refuse("recipient", "550 5.1.1 No such address here")
        return None

    def refuse_data(self, fault: DataFault) -> str:
        """Return the reply to a content that is not kept."""
        if fault is DataFault.TOO_LARGE:
            reply = f"552 5.3.4 Larger than the {self.largest} bytes that are taken"
        elif fault is DataFault.TOO_SLOW:
            reply = "421 4.4.2 Too slow; send the mail again later"
        else:
            reply = "452 4.3.1 Too much mail at a time; try again later"
        return self._refuse(fault.value, reply)

    def refuse_chatter(self) -> str:
        """Return the reply to commands that lead to no mail."""
        return self._refuse("commands", "421 4.7.0 Too many commands without a mail; try again")

    def make_data(self, client: str, alive: Callable[[], None]) -> MailData:
        """Make what collects the content of one mail."""
        network = None if self._trusts(client) else network_key(client)
        return MailData(largest=self.largest, room=self._room, network=network, alive=alive)

    async def keep(self, data: MailData, envelope: MailEnvelope) -> str:
        """Commit a mail and return the reply."""
        raw = self._make_raw(data, envelope)
        keeping = asyncio.create_task(self._gateway.receive(raw))
        self._keeping.add(keeping)
        keeping.add_done_callback(self._keeping.discard)
        try:
            # A sender that hangs up now must not tear the commit in two.
            await asyncio.shield(keeping)
        except Exception as error:  # noqa: BLE001 - whatever it is, the sender keeps the mail
            _log.warning("mail_not_kept", account=self._account, error=type(error).__name__)
            return self._refuse("store", "451 4.3.0 Cannot be kept now; try again later")
        self._count("mail_received", account=self._account, by=self._protocol)
        return "250 2.0.0 Kept"

    async def finish(self) -> None:
        """Return once all that is being committed is."""
        await asyncio.gather(*self._keeping, return_exceptions=True)

    def _make_raw(self, data: MailData, envelope: MailEnvelope) -> RawMessage:
        # Blanks separate them, and an address with one (RFC 5321, 4.1.2) is nobody's.
        recipients = (clean_address(address) for address in envelope.recipients)
        sender = clean_address(envelope.sender)
        return make_raw(
            data.content,
            account=self._account,
            headers={
                "received_by": self._protocol,
                "client": envelope.client,
                "mail_from": sender,
                "rcpt_to": " ".join(one for one in recipients if len(one.split()) == 1),
            },
            received_at=self._clock.now(),
            digest=data.digest,
            source=sender.lower()[:320],
        )

    def _allows(self, client: str) -> bool:
        if not self._allowed:
            return True
        address = _find_address(client)
        return address is not None and any(address in network for network in self._allowed)

    def _trusts(self, client: str) -> bool:
        """Tell whether it is one's own mail server, through which all mail may come."""
        address = _find_address(client)
        if address is not None and address.is_loopback:
            return True
        # Nobody who is not named was let in.
        return self._protocol == "lmtp" and bool(self._allowed)

    def _refuse(self, reason: str, reply: str) -> str:
        self._count("mail_refused", account=self._account, reason=reason)
        return reply


def _find_address(client: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(client.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def read_networks(
    names: Sequence[str],
) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Read networks such as `10.0.0.0/8`, or single addresses.

    Raises:
        FrontdeskError: one is neither.
    """
    try:
        return tuple(ipaddress.ip_network(name, strict=False) for name in names)
    except ValueError as error:
        raise FrontdeskError(f"allow names no network: {error}; write 192.0.2.0/24") from error
