"""The protocol's client of the standard library, with bounded answers and IDLE (RFC 2177)."""

import imaplib
import select
import socket
import ssl
import time
from typing import Any, Final

# The answers around a message's own bytes: envelope, flags, search results.
_ROOM_BYTES: Final = 1_048_576


class IdleRefusedError(Exception):
    """The server offers IDLE and does not do it."""


class ImapClient(imaplib.IMAP4):
    """A connection in the clear, which may be secured by STARTTLS.

    Attributes:
        largest: the longest literal that is read, in bytes.
    """

    largest = _ROOM_BYTES

    def read(self, size: int) -> bytes:
        """Read a literal.

        Raises:
            imaplib.IMAP4.abort: it is longer than was asked for.
        """
        if size > self.largest + _ROOM_BYTES:
            raise self.abort("the server sends more than was asked for")
        return super().read(size)

    def log_in(self, username: str, password: str) -> None:
        """Log in, with both in quotes, which the standard library's own `login` spares the name.

        Raises:
            imaplib.IMAP4.error: the server lets nobody in with these.
        """
        status, words = self._simple_command("LOGIN", self._quote(username), self._quote(password))
        if status != "OK":
            raise self.error(str(words[-1]))
        self.state = "AUTH"

    def idle_for(self, seconds: float, wake: socket.socket) -> bool:
        """Wait until the server says something, at most so long.

        Args:
            wake: a socket that ends the wait as soon as it can be read.

        Returns:
            Whether the server said something.

        Raises:
            IdleRefusedError: the server does not do so, whatever it says of itself.
        """
        tag = self._command("IDLE")
        while self._get_response() is not None:
            if self.tagged_commands[tag]:
                self.tagged_commands.pop(tag)
                raise IdleRefusedError
        heard = self._heard_within(seconds, wake)
        self.send(b"DONE\r\n")
        while not self.tagged_commands[tag]:
            self._get_response()
        self.tagged_commands.pop(tag)
        return heard

    def _heard_within(self, seconds: float, wake: socket.socket) -> bool:
        # What came in one packet with the answer to IDLE is in the buffer, where poll sees nothing.
        if self._is_buffered(readable=False):
            return True
        poller = select.poll()
        for end in (self.sock, wake):
            poller.register(end.fileno(), select.POLLIN)
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            ready = {descriptor for descriptor, _ in poller.poll(left * 1000)}
            if wake.fileno() in ready:
                return False
            if ready and self._is_buffered(readable=True):
                return True
        return False

    def _is_buffered(self, *, readable: bool) -> bool:
        """Look into the buffer, reading what is there to be read without waiting.

        Args:
            readable: there is something to be read from the socket, if only its end.
        """
        timeout = self.sock.gettimeout()
        self.sock.settimeout(0)
        try:
            # Python 3.14 calls it `_file`.
            file: Any = getattr(self, "_file", None) or self.file
            buffered = bool(file.peek(1))
        except ssl.SSLWantReadError:
            # A record of TLS's own, such as a session ticket.
            return False
        finally:
            self.sock.settimeout(timeout)
        if readable and not buffered:
            raise self.abort("the server closed the connection")
        return buffered


class TlsImapClient(ImapClient, imaplib.IMAP4_SSL):
    """A connection with TLS from the first byte."""
