"""Mail goes out: composed, signed and handed to the mail server within a job's lease."""

import asyncio
from collections.abc import Callable
from typing import Final

import aiohttp
import aiosmtplib
import structlog

from channels.email.oauth import AccessTokens
from channels.email.sending.composing import compose_mail, get_message_id
from channels.email.sending.connecting import SmtpConnector
from channels.email.sending.dkim_signing import DkimSigner
from channels.email.sending.faults import explain_fault
from channels.email.sending.mail_transaction import Envelope, MailTransaction, to_data_lines
from channels.email.sending.mailboxes import (
    Recipients,
    encode_domain,
    find_recipients,
    needs_utf8,
    parse_mailbox,
)
from channels.email.sending.pool import (
    IDLE_SECONDS,
    PROBE_AFTER_SECONDS,
    Lent,
    SmtpPool,
    quit_politely,
)
from channels.email.settings import EmailSettings, SmtpSettings
from channels.email.tokens import TokenSigner
from domain.clock import Clock
from domain.errors import InvalidInputError, SendError
from domain.messages import OutboundMessage, Receipt

# A job's lease is 60 s; what is not done by then would be done twice.
_DEADLINE: Final = 50.0

_log = structlog.get_logger()


class MailSender:
    """Sends the mail of one account.

    **When no reply comes.** The server answers for a mail from its reply to the final dot on, and
    not before (RFC 5321, 4.2.5 and 6.1). So whatever ends without that reply, be it a connection
    that drops in the middle of DATA or a server that is silent after the dot, is tried again, as
    4.5.4.1 asks. Where the server had taken the mail after all, the customer gets it twice
    (RFC 1047); rather that than never, and the same Message-ID each time lets mail servers and
    programs that look drop the second. For the same reason the wait after the dot is as long as
    the lease allows rather than `smtp.timeout`.

    **Who it is from.** The return path is the account's address, to which bounces come; empty for
    automatic mail where `smtp.null_sender` says so (RFC 3834, 3.3), unless the server refuses
    that.

    Args:
        settings: of the account; it has `smtp`.
        count: counts connections, as `mail_connections`.
        deadline: seconds in which a message must be gone.
        idle_seconds: how long a connection is kept for the next message.
        probe_after: seconds after which one is asked whether it still works.

    Raises:
        InvalidInputError: the DKIM key cannot sign, or no mail can come from the address.
    """

    def __init__(
        self,
        settings: EmailSettings,
        *,
        signer: TokenSigner,
        company: str,
        clock: Clock,
        http: Callable[[], aiohttp.ClientSession],
        count: Callable[..., None] = lambda *_args, **_labels: None,
        deadline: float = _DEADLINE,
        idle_seconds: float = IDLE_SECONDS,
        probe_after: float = PROBE_AFTER_SECONDS,
    ) -> None:
        self._settings = settings
        self._smtp = _get_smtp(settings)
        self._signer = signer
        self._company = company
        self._clock = clock
        self._count = count
        self._deadline = deadline
        self._address = parse_mailbox(settings.address)
        domain = encode_domain(settings.address.rpartition("@")[2])
        self._dkim = DkimSigner(settings.dkim, domain) if settings.dkim is not None else None
        oauth = self._smtp.oauth
        tokens = AccessTokens(oauth, self._smtp.username, http=http, clock=clock) if oauth else None
        self._connector = SmtpConnector(self._smtp, host_name=domain, tokens=tokens)
        self._pool = SmtpPool(
            self._open,
            most=self._smtp.connections,
            idle_seconds=idle_seconds,
            probe_after=probe_after,
        )
        self._null_sender = self._smtp.null_sender

    async def send(self, message: OutboundMessage) -> Receipt:
        """Send one message; its Message-ID is the receipt's `external_id`.

        Copies that the server did not take are in the receipt's `refused`. Where it refuses the
        customer, nobody gets the message.

        Raises:
            SendError: retryable by the server's reply code (see `refusals`), and whenever the
                connection failed before the server had said that it took the mail.
        """
        try:
            recipients = find_recipients(message)
            lines = await asyncio.to_thread(self._compose, message)
        except InvalidInputError as error:
            raise SendError(str(error), retryable=False, code="553 5.1.3") from error
        try:
            async with asyncio.timeout(self._deadline):
                return await self._transfer(message, recipients, lines)
        except TimeoutError as error:
            raise SendError(
                f"{self._smtp.host} did not take the message within {self._deadline:g} seconds",
                retryable=True,
                code="timeout",
            ) from error

    async def check(self) -> str:
        """Connect, log in and leave, for `frontdesk doctor`.

        Raises:
            FrontdeskError: naming what is wrong and what to do.
        """
        smtp = await self._connector.open()
        try:
            await smtp.noop()
        except (aiosmtplib.SMTPException, OSError) as error:
            raise explain_fault(error, self._smtp) from error
        finally:
            await quit_politely(smtp)
        return self._describe()

    async def close(self) -> None:
        """Close the connections that nobody uses."""
        await self._pool.close()

    def _describe(self) -> str:
        secure = {"none": "without TLS", "starttls": "by STARTTLS", "tls": "by TLS"}
        login = f"logged in as {self._smtp.username}" if self._smtp.username else "without a login"
        parts = [f"{self._smtp.host}:{self._smtp.port} {secure[self._smtp.security]}", login]
        if self._dkim is not None:
            parts.append(
                f"signs with DKIM, for which the TXT record {self._dkim.record_name} must say "
                f'"{self._dkim.record}"'
            )
        return ", ".join(parts)

    def compose(self, message: OutboundMessage) -> bytes:
        """Return a mail as it would go over the wire now, unsigned.

        Raises:
            InvalidInputError: the customer's address is none that mail can be sent to.
        """
        return compose_mail(
            message,
            settings=self._settings,
            signer=self._signer,
            company=self._company,
            now=self._clock.now(),
        )

    def _compose(self, message: OutboundMessage) -> bytes:
        mail = self.compose(message)
        return to_data_lines(self._dkim.sign(mail) if self._dkim is not None else mail)

    async def _transfer(
        self, message: OutboundMessage, recipients: Recipients, lines: bytes
    ) -> Receipt:
        envelope = Envelope(
            senders=self._find_senders(message),
            to=recipients.to,
            copies=recipients.copies,
            utf8=needs_utf8(self._address, recipients.to, *recipients.copies),
        )
        async with self._pool.lend() as lent:
            done = await self._hand_over(lent, envelope, lines)
        if done.null_refused:
            self._null_sender = False
            _log.info("email.null_sender_refused", account=self._settings.account)
        _log.info("email.sent", account=self._settings.account, id=message.id, bytes=len(lines))
        return Receipt(
            external_id=get_message_id(message, self._settings, self._signer),
            refused=(*recipients.unusable, *done.refused),
        )

    def _find_senders(self, message: OutboundMessage) -> tuple[str, ...]:
        if message.automatic and self._null_sender:
            return "", self._address
        return (self._address,)

    async def _hand_over(self, lent: Lent, envelope: Envelope, lines: bytes) -> MailTransaction:
        """Run the transaction, on a new connection where an idle one turns out to be dead."""
        transaction = self._begin(lent, envelope, lines)
        try:
            await self._run(transaction)
        except SendError as error:
            stale = error.code.startswith(("421", "disconnected", "timeout", "unreachable"))
            if not (lent.reused and stale and not transaction.data_begun):
                raise
            await self._pool.replace(lent)
            transaction = self._begin(lent, envelope, lines)
            await self._run(transaction)
        return transaction

    def _begin(self, lent: Lent, envelope: Envelope, lines: bytes) -> MailTransaction:
        return MailTransaction(lent.smtp, envelope, lines, final_timeout=self._deadline)

    async def _run(self, transaction: MailTransaction) -> None:
        try:
            await transaction.run()
        except (aiosmtplib.SMTPException, OSError) as error:
            transaction.smtp.close()
            raise explain_fault(error, self._smtp) from error

    async def _open(self) -> aiosmtplib.SMTP:
        try:
            smtp = await self._connector.open()
        except SendError:
            self._count("mail_connections", account=self._settings.account, outcome="failed")
            raise
        self._count("mail_connections", account=self._settings.account, outcome="opened")
        return smtp


def _get_smtp(settings: EmailSettings) -> SmtpSettings:
    if settings.smtp is None:
        raise InvalidInputError("has no smtp, so that no mail could go out", field="smtp")
    return settings.smtp
