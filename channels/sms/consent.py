"""The words by which somebody ends, begins again or asks about text messages."""

from typing import Final

# The five that CTIA demands (Messaging Principles and Best Practices, "opt-out"), the others that
# Twilio blocks a number for by itself, and the German words. CANCEL, END and QUIT may be meant for
# a booking, but the law counts them as an opt-out, and a text after one may be fined.
STOP_WORDS: Final = frozenset(
    {
        *("STOP", "END", "CANCEL", "UNSUBSCRIBE", "QUIT"),
        *("STOPALL", "STOP ALL", "REVOKE", "OPTOUT", "OPT OUT", "OPT-OUT"),
        *("STOPP", "ABMELDEN"),
    }
)
# YES is missing: it answers a question far more often than it lifts a block. Where the provider
# took it as an opt-in, it says so in OptOutType.
START_WORDS: Final = frozenset({"START", "UNSTOP"})
HELP_WORDS: Final = frozenset({"HELP", "INFO", "HILFE"})

_OPT_OUT_TYPES: Final = {"STOP": "stop", "START": "start", "HELP": "help"}
_LONGEST: Final = 20  # characters; no keyword with its punctuation is longer


def parse_consent(text: str, opt_out_type: str = "") -> str | None:
    """Read a consent keyword.

    A keyword counts only when it is the whole message, in any case, with or without a full stop,
    an exclamation mark or quotation marks around it.

    Args:
        text: the message.
        opt_out_type: Twilio's `OptOutType`, which a messaging service with Advanced Opt-Out
            sends; it decides where it is present.

    Returns:
        `stop`, `start` or `help`, or None for a message that is none of these.
    """
    by_provider = _OPT_OUT_TYPES.get(opt_out_type.strip().upper())
    if by_provider is not None:
        return by_provider
    if len(text) > _LONGEST:
        return None
    word = " ".join(text.strip(" \t\n.!?\"'“”„«»").upper().split())
    for consent, words in (("stop", STOP_WORDS), ("start", START_WORDS), ("help", HELP_WORDS)):
        if word in words:
            return consent
    return None
