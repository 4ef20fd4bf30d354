"""Why Telegram did not take a message, and whether trying again makes sense."""

from typing import Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    TelegramError,
)

from channels.telegram.api_request import BusyError, ServerFaultError, UnreachableError
from channels.text_cleaning import clean_line
from domain.errors import FrontdeskError, SendError

# The words of a 403 after which nothing sent there arrives; another one may be about this message.
_GONE: Final = ("blocked by the user", "user is deactivated", "can't initiate conversation")
_PASSING: Final = ((UnreachableError, "unreachable"), (ServerFaultError, "5xx"))
_FOR_AGENTS: Final = {
    "blocked by the user": "the customer has blocked the bot",
    "user is deactivated": "the customer's account on Telegram is gone",
    "can't initiate conversation": "the customer has not begun a chat with the bot",
}


def explain_refusal(error: TelegramError) -> SendError:
    """Turn an error of the library into one for the outbox.

    Telegram has no idempotency key for messages. So once the request may have been read, an answer
    that never comes leaves open whether the customer got the message; sending it again could send
    it twice. Such a failure has the code `ambiguous`.
    """
    if isinstance(error, BusyError):
        return SendError(str(error), retryable=True, code="429", retry_after=error.seconds)
    if isinstance(error, InvalidToken):
        # The operator is to mend it, not the message to fail by it.
        return SendError("Telegram does not accept the token", retryable=True, code="401")
    for kind, code in _PASSING:
        if isinstance(error, kind):
            return SendError(error.message, retryable=True, code=code)
    if isinstance(error, Forbidden):
        return _explain_forbidden(_describe(error))
    if isinstance(error, BadRequest | ChatMigrated | Conflict):
        words = f"Telegram refused the message: {_describe(error)}"
        return SendError(words, retryable=False, code="400")
    return make_ambiguous("Telegram did not answer")


def make_ambiguous(why: str) -> SendError:
    """Make the error of a message of which nobody knows whether it went out."""
    return SendError(
        f"{why}; whether the message went out is not known", retryable=False, code="ambiguous"
    )


def explain_trouble(error: TelegramError, where: str) -> FrontdeskError:
    """Turn an error of the library into one for whoever runs this server.

    Args:
        where: `api_base_url`.
    """
    match error:
        case InvalidToken():
            return FrontdeskError(
                f"{where} does not accept the token; copy it anew from @BotFather"
            )
        case Conflict():
            return FrontdeskError(
                "another program asks for this bot's updates, or a webhook is set; one bot serves "
                "one program: stop the other one, or make a bot of its own for it"
            )
        case BadRequest() | Forbidden():
            return FrontdeskError(f"{where} refused: {_describe(error)}")
        case BusyError():
            return FrontdeskError(f"{where} was asked too often; try again later")
    return FrontdeskError(
        f"{where} cannot be reached or does not answer; check api_base_url and that this machine "
        "may connect to it"
    )


def _explain_forbidden(words: str) -> SendError:
    gone = next((each for each in _GONE if each in words.lower()), None)
    return SendError(
        f"Telegram refused the message: {_FOR_AGENTS[gone] if gone else words}",
        retryable=False,
        code="403",
        hard=gone is not None,
    )


def _describe(error: TelegramError) -> str:
    return clean_line(error.message, max_length=300)
