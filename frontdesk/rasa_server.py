"""A Rasa server's REST channel: Rasa's documentation, "Your Own Website", "REST Channels".

It answers a message at once with a list of `{"recipient_id", "text" | "image" | "custom" | …}`.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

import aiohttp
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from domain.dialogue import DialogueError, DialogueHandoff, DialogueReply
from domain.errors import FrontdeskError
from domain.messages import QuickReply

WEBHOOK: Final = "/webhooks/rest/webhook"
HEALTH: Final = "/webhooks/rest/"
# Under it an action tells us, in what Rasa calls a custom message, that a person is to go on.
OURS: Final = "frontdesk"
_LARGEST_ANSWER: Final = 1_000_000  # bytes
_MOST_TEXTS: Final = 20
_MOST_BUTTONS: Final = 10

Text = Annotated[str, Field(max_length=10_000)]


class _Button(BaseModel):
    title: Annotated[str, Field(max_length=200)]
    payload: Annotated[str, Field(max_length=500)] = ""


class _Handoff(BaseModel):
    reason: Annotated[str, Field(max_length=64, pattern=r"^[a-z_]+$")] = "asked_for_person"
    topic: Annotated[str, Field(max_length=64)] | None = None


class _Message(BaseModel):
    text: Text | None = None
    image: Annotated[str, Field(max_length=2_000)] | None = None
    attachment: Any = None
    buttons: list[_Button] = []
    custom: Any = None


_MESSAGES: Final = TypeAdapter(list[_Message])


class RasaServer:
    """Tells a Rasa server what customers write; implements `domain.dialogue.DialogueServer`.

    Args:
        url: of the server, without a slash at the end.
        http: returns the process's client session.
        timeout: seconds that it may take to answer.
    """

    def __init__(
        self, url: str, http: Callable[[], aiohttp.ClientSession], *, timeout: float
    ) -> None:
        self._url = url
        self._http = http
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    async def tell(self, sender: str, text: str, metadata: Mapping[str, str]) -> DialogueReply:
        """Tell it what a customer wrote; see `DialogueServer.tell`."""
        told = {"sender": sender, "message": text, "metadata": dict(metadata)}
        body = await self._exchange("POST", WEBHOOK, told)
        try:
            return read_reply(_MESSAGES.validate_json(body))
        except ValidationError as error:
            raise DialogueError(
                f"the Rasa server's answer cannot be read: {error.error_count()} faults, the "
                f"first at {error.errors()[0]['loc']}"
            ) from None

    async def check(self) -> str:
        """Ask its REST channel how it is."""
        try:
            await self._exchange("GET", HEALTH, None)
        except DialogueError as error:
            raise FrontdeskError(
                f"{error}; check rasa.url, that the server runs, and that its credentials.yml has "
                "a line rest:"
            ) from error
        return f"Rasa's REST channel at {self._url} is open"

    async def _exchange(self, method: str, path: str, content: Any) -> bytes:
        try:
            async with self._http().request(
                method,
                f"{self._url}{path}",
                json=content,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                if response.status != 200:
                    raise DialogueError(f"the Rasa server answered {response.status}")
                return await _read_bounded(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise DialogueError(
                f"the Rasa server at {self._url} does not answer ({type(error).__name__})"
            ) from error


async def _read_bounded(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for piece in response.content.iter_chunked(65_536):
        body += piece
        if len(body) > _LARGEST_ANSWER:
            raise DialogueError(
                f"the Rasa server answered with more than {_LARGEST_ANSWER:,} bytes"
            )
    return bytes(body)


def read_reply(messages: list[_Message]) -> DialogueReply:
    """Make one reply of all that the server said; what we cannot show is left out."""
    texts = [text for each in messages for text in _list_texts(each)]
    buttons = messages[-1].buttons if messages else []
    return DialogueReply(
        texts=tuple(texts[:_MOST_TEXTS]),
        quick_replies=tuple(
            QuickReply(label=each.title, value=each.payload or each.title)
            for each in buttons[:_MOST_BUTTONS]
        ),
        handoff=next((found for each in messages if (found := _find_handoff(each))), None),
    )


def _list_texts(message: _Message) -> list[str]:
    """A picture or a file is told by its address."""
    attachment = message.attachment if isinstance(message.attachment, str) else None
    return [each for each in (message.text, message.image, attachment) if each and each.strip()]


def _find_handoff(message: _Message) -> DialogueHandoff | None:
    custom = message.custom
    ours = custom.get(OURS) if isinstance(custom, dict) else None
    wanted = ours.get("handoff") if isinstance(ours, dict) else None
    if not isinstance(wanted, dict):
        return None
    read = _Handoff.model_validate(wanted)
    return DialogueHandoff(reason=read.reason, topic=read.topic)
