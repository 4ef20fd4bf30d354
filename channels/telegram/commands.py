"""What is written to a bot rather than to the company: commands, and words that mean the same."""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

# https://core.telegram.org/bots/features#commands; in a group `@` and the bot's name follow.
_COMMAND: Final = re.compile(
    r"/([a-z][a-z0-9_]{0,31})(?:@\w{1,64})?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE
)
_CONSENT: Final = {"start": "start", "stop": "stop", "help": "help"}
# Who wants to hear no more may not know of commands. CANCEL, END and QUIT are left to bookings:
# nobody but the company reads them here, whereas a telephone network obeys them by itself.
_WORDS: Final = {
    **dict.fromkeys(("STOP", "STOPP", "UNSUBSCRIBE", "ABMELDEN"), "stop"),
    **dict.fromkeys(("START", "UNSTOP"), "start"),
    **dict.fromkeys(("HELP", "HILFE"), "help"),
}
_LONGEST_WORD: Final = 20

# "up to 64 characters, A-Z, a-z, 0-9, _ and -": https://core.telegram.org/bots/features#deep-linking
SECRET_LENGTH: Final = 32
_SIGNATURE_LENGTH: Final = 22
_TOKEN: Final = re.compile(rf"[A-Za-z0-9_-]{{{SECRET_LENGTH + _SIGNATURE_LENGTH}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What a text asks of the bot itself.

    Attributes:
        consent: `stop`, `start` or `help`, else None.
        link: a token by which to join a customer, empty for one that we did not make, else None.
    """

    consent: str | None = None
    link: str | None = None


class LinkSigner:
    """Signs the tokens of deep links, so that a made-up one is known without looking it up.

    Args:
        key: the key for tokens of this account.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def sign(self, secret: str) -> str:
        """Make the token of a secret of `SECRET_LENGTH` URL-safe characters."""
        digest = hmac.digest(self._key, secret.encode(), hashlib.sha256)
        return secret + urlsafe_b64encode(digest).decode()[:_SIGNATURE_LENGTH]

    def vouches_for(self, token: str) -> bool:
        """Say whether a token is one that was signed here."""
        return hmac.compare_digest(self.sign(token[:SECRET_LENGTH]), token)


def read_command(text: str, signer: LinkSigner) -> Command:
    """Read what a text asks of the bot itself; other commands are words like all others."""
    found = _COMMAND.fullmatch(text)
    if found is None:
        return Command(consent=_read_word(text))
    name, rest = found[1].lower(), (found[2] or "").strip()
    if name == "start" and _TOKEN.fullmatch(rest):
        return Command(link=rest if signer.vouches_for(rest) else "")
    return Command(consent=_CONSENT.get(name))


def _read_word(text: str) -> str | None:
    if len(text) > _LONGEST_WORD:
        return None
    return _WORDS.get(text.strip(" \t\n.!?\"'“”„«»").upper())
