"""The story of Aurora Airways as its files tell it; read strictly, so that a slip is noticed."""

import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from demo.story_complaints import (
    Complaints,
    list_complaining_customers,
    list_complaint_conversations,
)
from demo.story_past import Past, list_past_conversations, list_past_customers
from domain.complaint_register import Outcome
from domain.conversations import Priority
from domain.staff import Role

FOLDER: Final = Path(__file__).with_name("story")
MAILS: Final = FOLDER / "mails"
ARTICLES: Final = Path(__file__).with_name("articles")


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ToldQueue(_Told):
    """A staff queue; the first one in the file is shown first."""

    name: str
    title: str
    topics: tuple[str, ...]
    first_response_minutes: int
    default: bool = False


class ToldStaff(_Told):
    """Somebody who works here; `key` is what steps call them."""

    key: str
    email: str
    name: str
    role: Role


class ToldBooking(_Told):
    """A booking, its departure told from the instant at which it is put on record."""

    reference: Annotated[str, Field(pattern=r"^[A-Z0-9]{6}$")]
    route: str
    flight: str
    departs_in_hours: int
    passengers: Annotated[tuple[str, ...], Field(min_length=1)]
    fare: Literal["Light", "Classic", "Flex", "Plus"]
    seat: str


class ToldCustomer(_Told):
    """A customer.

    Attributes:
        chats: whether the website's chat knows them, so that they have a visitor's address too.
        stranger: not on record before they write, and nothing proves their address.
        bulk: a machine that writes to many at once.
    """

    key: str
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    language: Literal["en", "de"]
    tier: Literal["standard", "silver", "gold"] = "standard"
    known_for_days: int
    chats: bool = False
    stranger: bool = False
    bulk: bool = False
    bookings: tuple[ToldBooking, ...] = ()


# What says more of a thing that happened, and is none itself.
_BESIDE: Final = {"after", "agent", "cc", "html", "file", "why"}
_BY_NO_STAFF: Final = {"customer", "settle", "bounce", "redeem", "vote", "right"}
_OF_CASE: Final = {
    "is_complaint",
    "investigate",
    "findings",
    "propose",
    "approve",
    "respond",
    "adopt_policy",
    "revoke",
    "carried_out",
    "close",
    "outside",
}


class Step(_Told):
    """One thing that happened; but for what says more of it, exactly one field is set.

    Attributes:
        after: minutes since the step before.
        agent: who did it, where it was staff.
        move_to: the queue that it was given to.
        settle: nobody wrote any more, so the matter was closed by itself.
        bounce: the words by which a mail server reports that our last mail came back.
        is_complaint: its category, as an agent says who is asked whether it is one.
        findings: what was found out about the complaint, by its fields.
        propose: the policy's gesture is put forward; `approve`: a second person agrees to it.
        respond: the complaint is answered, saying that this is being done.
        adopt_policy: a supervisor has vouchers be good for longer.
        outside: the body that the complaint went to.
        redeem: what the voucher was redeemed for.
        vote: how it was, from 1 to 5, said by a customer who was asked.
        right: yes or no, said by a customer who was asked whether it is right now.
        why: the reason why the complaint is closed.
        cc: who gets a copy of the reply.
        html: the HTML of the mail beside its text, a file in `story/mails`.
        file: what is attached to the mail, in the same folder.
    """

    after: int = 0
    agent: str | None = None
    customer: str | None = None
    reply: str | None = None
    note: str | None = None
    take: bool = False
    assign_to: str | None = None
    move_to: str | None = None
    priority: Priority | None = None
    resolve: str | None = None
    settle: bool = False
    bounce: str | None = None
    is_complaint: str | None = None
    investigate: bool = False
    findings: Mapping[str, str] | None = None
    propose: bool = False
    approve: bool = False
    respond: str | None = None
    adopt_policy: bool = False
    revoke: str | None = None
    carried_out: str | None = None
    close: Outcome | None = None
    why: str = ""
    outside: str | None = None
    redeem: str | None = None
    vote: int | None = None
    right: Literal["yes", "no"] | None = None
    cc: tuple[str, ...] = ()
    html: str | None = None
    file: str | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        happened = self.model_dump(exclude=_BESIDE, exclude_defaults=True)
        if len(happened) != 1:
            raise ValueError(f"a step is one thing that happened, not {sorted(happened)}")
        if (self.agent is None) == bool(happened.keys() - _BY_NO_STAFF):
            raise ValueError("a step of staff names its agent, any other step names none")
        return self

    @property
    def of_case(self) -> bool:
        """Whether staff do something with the complaint."""
        return bool(self.model_fields_set & _OF_CASE)

    @property
    def moves(self) -> bool:
        """Whether the complaint gets into another stage, but for being answered."""
        return self.investigate or self.close is not None or self.outside is not None

    @property
    def decides(self) -> bool:
        """Whether something is decided about its gesture."""
        return self.approve or self.revoke is not None or self.carried_out is not None


class ToldConversation(_Told):
    """A conversation, placed in time by `days_ago` and `at` (UTC), or by `minutes_ago`.

    Attributes:
        unreachable_from: the number of the step, counted from one, from which on the customer's
            telephone is switched off.
        felt: whether feelings were read in what its customer says, as they are since lately.
    """

    customer: str
    channel: Literal["sms", "web_chat", "web_form", "email"]
    subject: str | None = None
    days_ago: int = 0
    at: time | None = None
    minutes_ago: int | None = None
    unreachable_from: int | None = None
    felt: bool = False
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _has_one_time(self) -> Self:
        if (self.at is None) == (self.minutes_ago is None):
            raise ValueError("give `days_ago` and `at`, or `minutes_ago`")
        return self


class Story(_Told):
    """All of it."""

    queues: tuple[ToldQueue, ...]
    staff: tuple[ToldStaff, ...]
    customers: tuple[ToldCustomer, ...]
    conversations: tuple[ToldConversation, ...]


def load_story(folder: Path = FOLDER) -> Story:
    """Read the story's files.

    Raises:
        pydantic.ValidationError: naming what is wrong in which place.
    """
    staff, past = _read(folder, "staff"), Past.model_validate(_read(folder, "past"))
    complaints = Complaints.model_validate(_read(folder, "complaints"))
    agents = {each["key"]: each["name"] for each in staff["staff"]}
    customers = [
        *_read(folder, "customers")["customers"],
        *list_past_customers(past),
        *list_complaining_customers(complaints),
    ]
    lately = [
        *list_complaint_conversations(complaints, agents),
        *_read(folder, "open")["conversations"],
    ]
    conversations = [
        *list_past_conversations(past),
        *_read(folder, "history")["conversations"],
        *({**each, "felt": True} for each in lately),
    ]
    return Story.model_validate({**staff, "customers": customers, "conversations": conversations})


def _read(folder: Path, name: str) -> dict[str, Any]:
    # A time of day in quotes and one without read the same to pydantic.
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
