"""Errors that say what is wrong and what to do about it; each maps to one kind of answer."""


class FrontdeskError(Exception):
    """Anything that Frontdesk itself refuses; its text is fit to be shown to the one who asked."""


class InvalidInputError(FrontdeskError):
    """What was given cannot be used.

    Attributes:
        field: where the fault is, as a dotted path (`message.text`), or an empty text.
        reason: what is wrong and what would be right.
    """

    def __init__(self, reason: str, *, field: str = "") -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason


class MalformedMessage(FrontdeskError):  # noqa: N818 - the name is the contract's
    """Bytes that no parser can read; the raw message is kept, visible and replayable."""


class NotFoundError(FrontdeskError):
    """What was asked for does not exist, or not for the one who asks."""


class ConflictError(FrontdeskError):
    """Somebody else changed the same thing first; read it again and decide anew."""


class AccessDeniedError(FrontdeskError):
    """The one who asks is known but may not do this."""


class AuthenticationError(FrontdeskError):
    """Nobody knows who asks: a missing or wrong password, token or signature."""


class TooManyRequestsError(FrontdeskError):
    """A limit was reached.

    Attributes:
        retry_after: seconds after which trying again makes sense.
    """

    def __init__(self, reason: str, *, retry_after: int) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class LeaseLostError(FrontdeskError):
    """A job outlived its lease and belongs to another worker now; its effect is rolled back."""


class SendError(FrontdeskError):
    """A channel could not hand a message over.

    Attributes:
        retryable: whether the same message may go through later.
        code: the provider's own code, for the record and the agent.
        retry_after: seconds the provider asked us to wait, or None.
        hard: the address itself is dead, so that later messages would not arrive either.
    """

    def __init__(
        self,
        reason: str,
        *,
        retryable: bool,
        code: str = "",
        retry_after: int | None = None,
        hard: bool = False,
    ) -> None:
        super().__init__(reason)
        self.retryable = retryable
        self.code = code
        self.retry_after = retry_after
        self.hard = hard
