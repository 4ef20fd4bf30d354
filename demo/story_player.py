"""Plays the story: every step runs the use case it stands for, at the instant it happened.

So the record holds what it would hold had the story been lived through: decisions with their
traces, clocks met and missed, receipts, events. Nothing here writes what a use case could write.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.assign import record_assignment, record_take
from bot.clocks.correct_promise import record_correction
from bot.clocks.follow_change import change_with_clocks
from bot.clocks.watch_clocks import record_milestones
from bot.deliver import begin_delivery, record_delivered, record_refusal
from bot.log_event import change_and_log
from bot.note import record_note
from bot.process import record_message
from bot.processing import Processing
from bot.read_message import choose_words, complete_message
from bot.receive import record_received
from bot.reply import Draft, record_agent_reply
from bot.resolve import record_resolution
from bot.tools import LEASE, Tools
from crm_store.clocks import find_next_milestone_at
from crm_store.conversations import (
    get_conversation,
    lock_conversation,
)
from crm_store.interactions import list_interactions, record_event
from crm_store.jobs import claim_jobs, finish_job
from crm_store.outbox import record_collected, record_delivery_update
from crm_store.transaction import Transaction
from demo.complaint_player import (
    find_answer,
    find_next_due_at,
    play_case_step,
    redeem_its_voucher,
    see_to_due,
)
from demo.story_files import Step, ToldConversation, ToldCustomer
from demo.story_mail import StoryMail
from demo.story_messages import make_message_sid, write_message
from domain.channels import ThreadKey
from domain.conversations import ConversationStatus
from domain.errors import SendError
from domain.jobs import Job, JobKind
from domain.messages import Address, DeliveryState, DeliveryUpdate, RawMessage, Receipt
from domain.staff import StaffMember

_JOBS_AT_ONCE = 100
# https://www.twilio.com/docs/api/errors/30003
_SWITCHED_OFF = SendError("Unreachable destination handset", retryable=False, code="30003")


@dataclass(frozen=True, slots=True)
class _Moment:
    """A step with its place in time."""

    at: datetime
    conversation: ToldConversation
    number: int
    step: Step


@dataclass(slots=True)
class _Progress:
    """How far a conversation is."""

    reference: str = ""
    thread: str | None = None


class StoryPlayer:
    """Plays conversations in the order in which everything happened.

    Args:
        tools: what the use cases work with; it has no room, so that every job waits to be claimed.
        mail: writes customers' mails, and knows ours.
        customers: by key, all of them on record already.
        visitors: the chat's visitor id of each customer who chats, by key.
        staff: by key.
    """

    def __init__(
        self,
        tools: Tools,
        mail: StoryMail,
        customers: Mapping[str, ToldCustomer],
        visitors: Mapping[str, str],
        staff: Mapping[str, StaffMember],
    ) -> None:
        self._tools = tools
        self._mail = mail
        self._customers = customers
        self._visitors = visitors
        self._staff = staff
        # When complaints or votes are due; little changes it, and to look takes time.
        self._due_at: datetime | None = None

    def play(
        self, tx: Transaction, conversations: Sequence[ToldConversation], *, now: datetime
    ) -> None:
        """Play everything up to now, within one transaction on an otherwise empty record.

        What a transaction does last follows each step, as each would have been one of its own.
        """
        progress = {id(each): _Progress() for each in conversations}
        unreachable: set[str] = set()
        moments = [moment for each in conversations for moment in _place(each, now)]
        for moment in sorted(moments, key=lambda each: each.at):
            self._work_off(tx, unreachable, until=moment.at)
            state = progress[id(moment.conversation)]
            self._happen(tx, moment, state)
            if moment.number == moment.conversation.unreachable_from:
                unreachable.add(state.reference)
            tx.finish()
            if moment.conversation.felt or moment.step.resolve is not None:
                self._due_at = find_next_due_at(tx)
            self._do_jobs(tx, unreachable, until=moment.at)
            self._look(tx, moment, state)
        self._work_off(tx, unreachable, until=now)
        see_to_due(tx, self._tools, now=now)
        self._do_jobs(tx, unreachable, until=now)

    def _happen(self, tx: Transaction, moment: _Moment, state: _Progress) -> None:
        step = moment.step
        if step.customer is not None:
            self._say(tx, moment, step.customer, state)
        elif step.bounce is not None:
            raw = self._mail.write_bounce(state.reference, step.bounce, at=moment.at)
            self._take_in(tx, moment, raw, state)
        elif step.vote is not None or step.right is not None:
            answer = find_answer(tx, step, state.reference)
            if answer is not None:
                said = replace(moment, step=Step(customer=answer))
                self._say(tx, said, answer, state)
        elif step.redeem is not None:
            redeem_its_voucher(tx, step, state.reference, now=moment.at)
        elif step.agent is not None:
            self._act(tx, moment, self._staff[step.agent], state.reference)
        else:
            self._settle(tx, state.reference, moment.at)

    def _say(self, tx: Transaction, moment: _Moment, text: str, state: _Progress) -> None:
        tools, told = self._tools, moment.conversation
        customer = self._customers[told.customer]
        if told.channel == "web_chat":
            state.thread = self._visitors[customer.key]
        message_id = tools.ids.new()
        if told.channel == "email":
            raw = self._mail.write_mail(
                told, customer, moment.step, message_id, state.reference, at=moment.at
            )
        else:
            raw = write_message(
                told, customer, text, message_id=message_id, thread=state.thread, at=moment.at
            )
        self._take_in(tx, moment, raw, state)

    def _take_in(self, tx: Transaction, moment: _Moment, raw: RawMessage, state: _Progress) -> None:
        tools = self._tools
        hint = self._customers[moment.conversation.customer].language
        kept, job = record_received(tx, tools, raw, now=moment.at, at_once=True)
        assert job is not None, "every message of the story is a new one"  # noqa: S101 - as it says
        channel = tools.get_channel(raw.channel, raw.account)
        message = channel.parse(raw)
        words = choose_words(message) if channel.capabilities.threaded else message.text
        processing = Processing(
            tools=tools,
            job=job,
            reference=kept.reference,
            message=complete_message(message),
            understanding=tools.understander.understand(words, hint=hint),
            now=moment.at,
        )
        record_message(tx, processing)
        state.reference = state.reference or kept.reference
        state.thread = state.thread or message.thread.external_thread

    def _act(self, tx: Transaction, moment: _Moment, agent: StaffMember, reference: str) -> None:
        tools, step, now = self._tools, moment.step, moment.at
        if step.of_case:
            play_case_step(tx, tools, step, reference, agent, now=now)
        elif step.reply is not None:
            cc = tuple(Address(kind="email", value=each) for each in step.cc) or None
            draft = Draft(text=step.reply, cc=cc)
            record_agent_reply(tx, tools, reference, agent, draft, now=now)
        elif step.note is not None:
            record_note(tx, tools, reference, agent, text=step.note, key=None, now=now)
        elif step.resolve is not None:
            record_resolution(tx, tools, reference, agent, disposition=step.resolve, now=now)
        elif step.assign_to is not None or step.move_to is not None:
            to = None if step.assign_to is None else self._staff[step.assign_to].id
            queue = step.move_to
            record_assignment(tx, tools, reference, agent, assignee=to, queue=queue, now=now)
        elif step.priority is not None:
            self._set_priority(tx, moment, agent, reference)
        else:
            record_take(tx, tools, reference, agent, now=now)

    def _set_priority(
        self, tx: Transaction, moment: _Moment, agent: StaffMember, reference: str
    ) -> None:
        change_and_log(
            tx,
            self._tools,
            lock_conversation(tx, reference),
            agent=agent,
            text=f"Priority set to {moment.step.priority} by {agent.name}",
            event="priority",
            now=moment.at,
            priority=moment.step.priority,
        )

    def _settle(self, tx: Transaction, reference: str, now: datetime) -> None:
        conversation = change_with_clocks(
            tx,
            self._tools,
            lock_conversation(tx, reference),
            now=now,
            status=ConversationStatus.RESOLVED,
            disposition="answered",
            resolved_at=now,
            pending=None,
        )
        record_event(
            tx,
            conversation.id,
            interaction_id=self._tools.ids.new(),
            text="Resolved: answered, and the customer wrote no more",
            now=now,
            source_ids={"event": "resolve"},
        )

    def _look(self, tx: Transaction, moment: _Moment, state: _Progress) -> None:
        """Let the customer's page take and show what there is, where messages are collected."""
        told = moment.conversation
        if told.channel in {"sms", "email"}:
            return
        conversation = get_conversation(tx, state.reference)
        said = list_interactions(tx, conversation.id)
        key = ThreadKey(
            channel=conversation.channel, account=conversation.account, thread=conversation.thread
        )
        record_collected(tx, key, upto=said[-1].position, seen=True, now=moment.at)

    def _work_off(self, tx: Transaction, unreachable: set[str], *, until: datetime) -> None:
        """Do what fell due, each thing as of its own instant."""
        while (at := self._find_next_at(tx)) is not None and at <= until:
            self._do_jobs(tx, unreachable, until=at)
            record_milestones(tx, self._tools, now=at)
            tx.finish()
            see_to_due(tx, self._tools, now=at)
            self._due_at = find_next_due_at(tx)
        self._do_jobs(tx, unreachable, until=until)

    def _find_next_at(self, tx: Transaction) -> datetime | None:
        found = (find_next_milestone_at(tx), self._due_at)
        return min((at for at in found if at is not None), default=None)

    def _do_jobs(self, tx: Transaction, unreachable: set[str], *, until: datetime) -> None:
        """Do the jobs that fell due, as the worker would have done them then."""
        lease = until + LEASE
        while jobs := claim_jobs(tx, now=until, lease_until=lease, limit=_JOBS_AT_ONCE):
            for job in jobs:
                self._work_on(tx, job, unreachable)

    def _work_on(self, tx: Transaction, job: Job, unreachable: set[str]) -> None:
        match job.kind:
            case JobKind.DELIVER:
                self._deliver(tx, job, unreachable)
            case JobKind.CORRECT:
                record_correction(tx, self._tools, job, now=max(job.available_at, job.created_at))
            case _:
                # A recount of calendars by which nothing has been counted yet.
                finish_job(tx, job)

    def _deliver(self, tx: Transaction, job: Job, unreachable: set[str]) -> None:
        now = job.created_at
        message = begin_delivery(tx, self._tools, job, now=now)
        if message is None:
            return
        if message.reference in unreachable:
            record_refusal(tx, self._tools, job, message, _SWITCHED_OFF, now=now)
            return
        if message.channel == "email":
            receipt = self._mail.keep_sent(message)
            record_delivered(tx, self._tools, job, message, receipt, now=now)
            return
        sid = make_message_sid(message.id)
        record_delivered(tx, self._tools, job, message, Receipt(external_id=sid), now=now)
        update = DeliveryUpdate(
            channel=message.channel,
            account=message.account,
            external_id=sid,
            state=DeliveryState.DELIVERED,
            at=now + timedelta(seconds=2),
        )
        record_delivery_update(tx, update)


def _place(told: ToldConversation, now: datetime) -> list[_Moment]:
    """Find the instant of each step; none lies ahead of now."""
    at = _begin(told, now)
    moments = []
    for number, step in enumerate(told.steps, start=1):
        at = min(at + timedelta(minutes=step.after), now)
        moments.append(_Moment(at, told, number, step))
    return moments


def _begin(told: ToldConversation, now: datetime) -> datetime:
    if told.at is None:
        return now - timedelta(minutes=told.minutes_ago or 0)
    day = (now - timedelta(days=told.days_ago)).date()
    return datetime.combine(day, told.at, tzinfo=now.tzinfo)
