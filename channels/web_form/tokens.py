"""The two things a form's pages carry around, signed: when it was rendered, and whose thread."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from domain.errors import AuthenticationError


@dataclass(frozen=True, slots=True, kw_only=True)
class FormStamp:
    """One rendering of the form; the nonce makes a double click one message."""

    nonce: str
    rendered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadAccess:
    """Who holds this may read the thread and write to it in the sender's name.

    Attributes:
        thread: the delivery id of the message that began it.
        email: the address the sender gave.
        name: what the sender called themselves.
        reference: of the conversation, to show before it was worked on.
        robot: whether it was given to a robot; there is no thread, and never will be.
    """

    thread: str
    email: str
    name: str | None
    reference: str
    robot: bool = False


class FormTokens:
    """Signs for one account; a token of another account, or another purpose, does not pass."""

    def __init__(self, secret: str, account: str) -> None:
        self._stamps = URLSafeSerializer(secret, salt=f"web_form.{account}.stamp")
        self._threads = URLSafeSerializer(secret, salt=f"web_form.{account}.thread")
        self._robots = URLSafeSerializer(secret, salt=f"web_form.{account}.robot")

    def sign_stamp(self, stamp: FormStamp) -> str:
        """Sign a rendering, to the second."""
        return _sign(self._stamps, [stamp.nonce, int(stamp.rendered_at.timestamp())])

    def read_stamp(self, token: str) -> FormStamp:
        """Read a rendering.

        Raises:
            AuthenticationError: we did not sign this.
        """
        nonce, seconds = _read(self._stamps, token, fields=2)
        return FormStamp(nonce=nonce, rendered_at=datetime.fromtimestamp(seconds, UTC))

    def sign_thread(self, access: ThreadAccess) -> str:
        """Sign the right to a thread; the token is part of an address and lasts."""
        fields = [access.thread, access.email, access.name, access.reference]
        return _sign(self._robots if access.robot else self._threads, fields)

    def read_thread(self, token: str) -> ThreadAccess:
        """Read the right to a thread.

        Raises:
            AuthenticationError: we did not sign this.
        """
        try:
            return _make_access(_read(self._threads, token, fields=4), robot=False)
        except AuthenticationError:
            return _make_access(_read(self._robots, token, fields=4), robot=True)


def _make_access(fields: list[Any], *, robot: bool) -> ThreadAccess:
    thread, email, name, reference = fields
    return ThreadAccess(thread=thread, email=email, name=name, reference=reference, robot=robot)


def _sign(serializer: URLSafeSerializer, fields: list[Any]) -> str:
    token: str | bytes = serializer.dumps(fields)
    return token if isinstance(token, str) else token.decode()


def _read(serializer: URLSafeSerializer, token: str, *, fields: int) -> list[Any]:
    try:
        value: Any = serializer.loads(token)
    except (BadSignature, ValueError, RecursionError) as error:
        raise AuthenticationError("the token is not one of ours") from error
    if not isinstance(value, list) or len(value) != fields:
        raise AuthenticationError("the token is of another form")
    return value
