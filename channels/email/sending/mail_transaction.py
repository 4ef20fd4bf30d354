"""One mail transaction: MAIL, RCPT, DATA (RFC 5321, 3.3)."""

from dataclasses import dataclass, field, replace

import aiosmtplib

from channels.email.sending.refusals import find_status, is_too_many, make_failed, read_refusal
from domain.errors import SendError
from domain.messages import FailedRecipient

# What Exchange says after the final dot where an account may not send with this return path.
_SENDER_NOT_OURS = frozenset({"5.7.60", "5.2.252"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who a mail is from and to, as the server is told.

    Attributes:
        senders: return paths in the order in which to try them; empty for the null sender.
        to: the customer; without them nothing is sent.
        copies: who else gets it.
        utf8: an address is not of ASCII alone (SMTPUTF8, RFC 6531).
    """

    senders: tuple[str, ...]
    to: str
    copies: tuple[str, ...] = ()
    utf8: bool = False


@dataclass(slots=True)
class MailTransaction:
    """Hands one mail over on one connection.

    Attributes:
        lines: the mail as it follows DATA; see `to_data_lines`.
        final_timeout: seconds to wait for the reply to the final dot.
        data_begun: the mail is on its way, so that the server may have it.
        null_refused: the server does not take the null sender.
        refused: copies that were not taken.
    """

    smtp: aiosmtplib.SMTP
    envelope: Envelope
    lines: bytes
    final_timeout: float
    data_begun: bool = False
    null_refused: bool = False
    refused: list[FailedRecipient] = field(default_factory=list)

    async def run(self) -> None:
        """Send to the customer and, where the server takes them, to the copies.

        A copy that is one recipient too many goes out in a transaction of its own
        (RFC 5321, 4.5.3.1.10), after which nothing can fail for the customer any more.

        Raises:
            SendError: the server refused the sender, the customer or the mail.
            aiosmtplib.SMTPException: the connection broke.
        """
        self._check_extensions()
        everybody = (self.envelope.to, *self.envelope.copies)
        try:
            waiting = await self._transact(everybody)
        except NullSenderRefusedError:
            self.refused.clear()
            waiting = await self._transact(everybody)
        while waiting:
            try:
                later = await self._transact(tuple(failed.address for failed in waiting))
            except SendError:
                self.refused += waiting
                return
            except (aiosmtplib.SMTPException, OSError):
                self.smtp.close()
                self.refused += waiting
                return
            if len(later) >= len(waiting):
                self.refused += later
                return
            waiting = later

    def _check_extensions(self) -> None:
        if self.envelope.utf8 and not self.smtp.supports_extension("smtputf8"):
            raise SendError(
                "the mail server cannot take addresses with other than ASCII characters "
                "(SMTPUTF8); write to another address of the customer's",
                retryable=False,
                code="5.6.7",
            )
        most = self.smtp.esmtp_extensions.get("size", "")
        if most.isdigit() and 0 < int(most) < len(self.lines):
            raise SendError(
                f"the mail has {len(self.lines):,} bytes and the mail server takes "
                f"{int(most):,}; send fewer or smaller files",
                retryable=False,
                code="552 5.3.4",
            )

    async def _transact(self, recipients: tuple[str, ...]) -> list[FailedRecipient]:
        """Send to some recipients; return those who were too many."""
        await self._say_sender()
        too_many: list[FailedRecipient] = []
        taken = 0
        for address in recipients:
            try:
                await self.smtp.rcpt(address, options=(), encoding=self._encoding)
            except aiosmtplib.SMTPRecipientRefused as error:
                self._record_refused(address, error, too_many)
            else:
                taken += 1
        if taken:
            await self._say_data()
        return too_many

    def _record_refused(
        self,
        address: str,
        error: aiosmtplib.SMTPRecipientRefused,
        too_many: list[FailedRecipient],
    ) -> None:
        if address == self.envelope.to:
            raise read_refusal(error.code, error.message, f"the recipient {address}") from error
        if error.code == 421:
            raise error
        failed = make_failed(address, error.code, error.message)
        (too_many if is_too_many(error.code, error.message) else self.refused).append(failed)

    @property
    def _encoding(self) -> str:
        return "utf-8" if self.envelope.utf8 else "ascii"

    async def _say_sender(self) -> None:
        """Say MAIL; where the null sender is refused for good, say it with our address."""
        options = [f"SIZE={len(self.lines)}"] if self.smtp.supports_extension("size") else []
        if self.envelope.utf8:
            options.append("SMTPUTF8")
        sender = self.envelope.senders[0]
        try:
            await self.smtp.mail(sender, options=options, encoding=self._encoding)
        except aiosmtplib.SMTPSenderRefused as error:
            if not (500 <= error.code < 600 and self._give_up_null_sender()):
                what = f"the sender {sender or '<>'}"
                raise read_refusal(error.code, error.message, what) from error
            await self._say_sender()

    def _give_up_null_sender(self) -> bool:
        """Go on with our address; False where that is what was said."""
        if len(self.envelope.senders) < 2:
            return False
        self.envelope = replace(self.envelope, senders=self.envelope.senders[1:])
        self.null_refused = True
        return True

    async def _say_data(self) -> None:
        """Send the mail itself.

        The wait after the final dot is as long as the job's lease allows, not `smtp.timeout`: RFC
        5321, 4.5.3.2.6 asks for ten minutes, since giving up there is what makes duplicates.
        """
        response = await self.smtp.execute_command(b"DATA")
        if response.code == 354:
            self.data_begun = True
            response = await self._send_content()
        if response.code == 250:
            return
        if find_status(response.message) in _SENDER_NOT_OURS and self._give_up_null_sender():
            self.data_begun = False
            raise NullSenderRefusedError
        raise read_refusal(response.code, response.message, "the message")

    async def _send_content(self) -> aiosmtplib.SMTPResponse:
        """Write the lines and the final dot.

        `SMTP.data` would do it, but goes through the whole mail once more on the event loop.
        """
        protocol = self.smtp.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        protocol.write(self.lines)
        return await protocol.read_response(timeout=self.final_timeout)


def to_data_lines(mail: bytes) -> bytes:
    """Return a mail as it follows DATA: dots doubled (RFC 5321, 4.5.2), and the final one.

    Args:
        mail: with CRLF at the end of every line.
    """
    doubled = mail.replace(b"\r\n.", b"\r\n..")
    return (b"." + doubled if mail.startswith(b".") else doubled) + b".\r\n"


class NullSenderRefusedError(Exception):
    """The mail was refused for its empty return path alone; it may be sent again with ours."""
