"""One turn of a form: the run, its conversation, and what the customer said."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.forms.heard import Heard, read_heard
from bot.forms.old_press import is_old
from bot.forms.reading import Reading
from bot.thread_address import find_thread_address
from bot.tools import Tools
from crm_store.action_runs import get_run
from crm_store.conversations import get_conversation_by_id
from crm_store.customers import get_customer
from crm_store.interactions import get_interaction
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.customers import Customer
from domain.jobs import Job
from domain.messages import Address
from domain.self_service import ActionRun
from routing.choice_reading import read_choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of a form, as it was read from the record.

    Attributes:
        files: how many came with the message.
        moved_away: the run has moved to another conversation since the message was written.
        code_spent: the message told a one-time code that is not good any more.
    """

    job: Job
    run: ActionRun
    conversation: Conversation
    customer: Customer
    heard: Heard
    text: str = ""
    files: int = 0
    code_spent: bool = False
    moved_away: bool = False

    @property
    def address(self) -> Address:
        """Where the customer writes from; where nobody wrote just now, the thread's address."""
        if self.heard.address is not None:
            return self.heard.address
        return find_thread_address(self.conversation, self.customer)

    @property
    def overtaken(self) -> bool:
        """Whether choices of another question were offered since the message was recorded.

        Whoever pressed twice said yes to the first question alone.
        """
        asked_since = self.heard.requested != self.run.requested
        return self.heard.do == "go_on" and asked_since and bool(self.run.choices)


def read_turn(tx: Transaction, job: Job) -> Turn:
    """Read what a job is about.

    Raises:
        NotFoundError: the run or its conversation is not on record.
    """
    run, heard = get_run(tx, job.subject), read_heard(job.payload)
    conversation = get_conversation_by_id(tx, run.conversation_id)
    said = None
    here = heard.conversation_id in {None, conversation.id}
    if heard.interaction_id is not None and here:
        said = get_interaction(tx, conversation.id, heard.interaction_id)
    if is_old(_find_offered(heard), run.asked_at):
        said, heard = None, replace(heard, choice=None)
    return Turn(
        job=job,
        run=run,
        conversation=conversation,
        customer=get_customer(tx, run.customer_id),
        heard=heard,
        text="" if said is None else said.text,
        files=0 if said is None else len(said.attachments),
        moved_away=not here,
    )


def _find_offered(heard: Heard) -> datetime | None:
    return None if heard.offered_at is None else datetime.fromisoformat(heard.offered_at)


def make_reading(tools: Tools, turn: Turn, *, now: datetime) -> Reading:
    """Make what the slot readers are given."""
    run = replace(turn.run, choices=()) if turn.overtaken else turn.run
    return Reading(
        text=turn.text,
        language=turn.conversation.language or "en",
        now=now,
        corrected=turn.heard.command == "correct",
        pressed=find_pressed(run, turn.text, turn.heard.choice),
        choices=run.choices,
        files=turn.files,
        slots=turn.run.slots,
        time_zone=tools.settings.time_zone,
    )


def find_pressed(run: ActionRun, text: str, choice: str | None) -> str | None:
    """Find which of the choices offered last is meant: pressed, by number, or in its words."""
    if not run.choices:
        return None
    chosen = read_choice(text, choice, run.choices)
    return None if chosen is None else chosen.value
