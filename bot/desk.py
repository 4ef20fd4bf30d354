"""What staff do with conversations: reply, note, take, assign, put off, judge, resolve."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bot.assign import record_assignment, record_release, record_take
from bot.assigning.claim_next import Next
from bot.assigning.take_next import take_next
from bot.automating.run_macro import record_macro
from bot.automating.tag import record_tagging
from bot.copy_addresses import parse_copies
from bot.hold import record_hold
from bot.merging.merge import record_merge
from bot.merging.split import record_split
from bot.merging.unmerge import record_unmerge
from bot.merging.unsplit import record_unsplit
from bot.note import record_note
from bot.record_feedback import record_agent_verdict
from bot.reply import Draft, record_agent_reply
from bot.reply_copies import record_copying, record_sending_again
from bot.reply_files import NewFile
from bot.resolve import record_reopening, record_resolution
from bot.resume import record_resumption
from bot.set_priority import record_priority
from bot.snooze import record_snooze
from bot.tools import Tools
from bot.used_articles import NamedArticle, UsedArticle, find_used_articles
from bot.wait_for_customer import record_waiting_for_customer
from bot.widen import record_widening
from channels.text_cleaning import clean_line, clean_text
from crm_store.conversations import find_outlet, get_conversation, thread_of
from crm_store.transaction import Transaction
from domain.conversations import Conversation, Priority
from domain.errors import InvalidInputError
from domain.feedback import Verdict
from domain.jobs import Job
from domain.staff import StaffMember
from routing.automation.tag_names import parse_tag

DISPOSITIONS = ("answered", "solved", "no_action", "spam", "duplicate")
MAX_TEXT = 20_000
MAX_SUBJECT = 200


class Desk:
    """The use cases of staff; each method is one transaction.

    Args:
        tools: what all use cases work with.
        start: takes a job that is this process's to work on at once.
    """

    def __init__(self, tools: Tools, start: Callable[[Job], None]) -> None:
        self._tools = tools
        self._start = start

    async def reply(
        self,
        reference: str,
        *,
        agent: StaffMember,
        text: str,
        key: str | None = None,
        cc: Sequence[str] | None = None,
        bcc: Sequence[str] = (),
        files: Sequence[NewFile] = (),
        articles: Sequence[NamedArticle] = (),
    ) -> Conversation:
        """Answer the customer; whoever answers has the conversation from then on.

        Args:
            key: names this answer, so that sending it again after a lost response says it once.
            cc: addresses that get a copy; None for those whom the conversation copies anyway.
            bcc: addresses that get a copy unseen.
            articles: those that the answer was made from; what is not published, or not in the
                text any more, is overlooked.

        Raises:
            InvalidInputError: no text, too much of it, the customer has opted out, nothing arrives
                at their address, or the channel cannot carry what goes with the text.
            NotFoundError: there is no such conversation.
        """
        tools, text = self._tools, _require_text(text)
        used = await find_used_articles(tools, reference, articles, text)
        draft = Draft(
            text=text,
            key=key,
            cc=None if cc is None else parse_copies(cc, field="cc"),
            bcc=parse_copies(bcc, field="bcc"),
            files=tuple(files),
            used=used,
        )
        now = tools.clock.now()
        conversation, job = await tools.store.run(
            record_agent_reply, tools, reference, agent, draft, now=now
        )
        if job is not None and job.lease_until is not None:
            self._start(job)
        tools.count("suggestion", used=_classify_use(used))
        return conversation

    async def note(
        self, reference: str, *, agent: StaffMember, text: str, key: str | None = None
    ) -> Conversation:
        """Write a note that only staff can read.

        Args:
            key: names this note, as with `reply`.

        Raises:
            InvalidInputError: no text, or too much of it.
            NotFoundError: there is no such conversation.
        """
        text = _require_text(text)
        now = self._tools.clock.now()
        return await self._tools.store.run(
            record_note, self._tools, reference, agent, text=text, key=key, now=now
        )

    async def take(self, reference: str, *, agent: StaffMember) -> Conversation:
        """Make a conversation one's own, from the bot or from the queue.

        Raises:
            ConflictError: a colleague has it already.
            NotFoundError: there is no such conversation.
        """
        return await self._change(record_take, reference, agent)

    async def take_next(self, *, agent: StaffMember) -> Next:
        """Give an agent the next conversation that they are trained and have room for.

        Returns:
            The conversation, or None where there is none for them, and why.
        """
        return await take_next(self._tools, agent)

    async def release(self, reference: str, *, agent: StaffMember) -> Conversation:
        """Give a conversation back to its queue.

        Raises:
            NotFoundError: there is no such conversation.
        """
        return await self._change(record_release, reference, agent)

    async def assign(
        self, reference: str, *, agent: StaffMember, assignee: str | None, queue: str | None
    ) -> Conversation:
        """Give a conversation to a colleague, to a queue, or both.

        Raises:
            InvalidInputError: neither was named.
            NotFoundError: there is no such conversation, colleague or queue.
        """
        if assignee is None and queue is None:
            raise InvalidInputError("name an agent, a queue, or both", field="assignee")
        return await self._change(
            record_assignment, reference, agent, assignee=assignee, queue=queue
        )

    async def widen(self, reference: str, *, agent: StaffMember, queue: str) -> Conversation:
        """Let the people of a second queue take a conversation as well.

        Raises:
            NotFoundError: there is no such conversation or queue.
            ConflictError: they can already, or it waits in no queue.
        """
        return await self._change(record_widening, reference, agent, queue=queue)

    async def resolve(
        self, reference: str, *, agent: StaffMember, disposition: str
    ) -> Conversation:
        """Close a conversation and say how it ended.

        Raises:
            InvalidInputError: the disposition is none of `DISPOSITIONS`.
            ConflictError: it is resolved already, or something in it waits for approval.
            NotFoundError: there is no such conversation.
        """
        if disposition not in DISPOSITIONS:
            known = ", ".join(DISPOSITIONS)
            raise InvalidInputError(f"{disposition!r} is none of {known}", field="disposition")
        return await self._change(record_resolution, reference, agent, disposition=disposition)

    async def reopen(self, reference: str, *, agent: StaffMember) -> Conversation:
        """Open a resolved conversation again, as the agent's own.

        Raises:
            ConflictError: it is not resolved.
            NotFoundError: there is no such conversation.
        """
        return await self._change(record_reopening, reference, agent)

    async def snooze(self, reference: str, *, until: datetime, agent: StaffMember) -> Conversation:
        """Put a conversation off; it comes back by itself.

        Args:
            until: later than now, by a year at the most. One that is snoozed already is then
                snoozed until this instant.

        Raises:
            InvalidInputError: `until` has passed, or is too far away.
            ConflictError: it is resolved, or the bot has it.
            NotFoundError: there is no such conversation.
        """
        return await self._change(record_snooze, reference, agent, until=until)

    async def hold(self, reference: str, *, for_whom: str, agent: StaffMember) -> Conversation:
        """Have a conversation wait for somebody outside the company.

        Args:
            for_whom: such as "the airport's lost-property office".

        Raises:
            InvalidInputError: nobody is named, or at too great a length.
            ConflictError: it is resolved, or the bot has it.
            NotFoundError: there is no such conversation.
        """
        return await self._change(record_hold, reference, agent, for_whom=for_whom)

    async def wait_for_customer(self, reference: str, *, agent: StaffMember) -> Conversation:
        """Have a conversation wait for its customer without a reply.

        Raises:
            ConflictError: it is resolved, the bot has it, or it waits for the customer already.
            NotFoundError: there is no such conversation.
        """
        return await self._change(record_waiting_for_customer, reference, agent)

    async def resume(self, reference: str, *, agent: StaffMember) -> Conversation:
        """Go on with a conversation that is snoozed, on hold or pending.

        Raises:
            ConflictError: it is resolved, the bot has it, or it is open.
            NotFoundError: there is no such conversation.
        """
        return await self._change(record_resumption, reference, agent)

    async def set_priority(
        self, reference: str, *, priority: Priority, agent: StaffMember
    ) -> Conversation:
        """Say how much a conversation matters.

        Raises:
            ConflictError: it is resolved, or the bot has it.
            NotFoundError: there is no such conversation.
        """
        return await self._change(record_priority, reference, agent, priority=priority)

    async def tag(
        self,
        reference: str,
        *,
        agent: StaffMember,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
    ) -> Conversation:
        """Tag a conversation, or take tags off.

        Raises:
            InvalidInputError: neither is named, one is no tag, or it would have too many.
            NotFoundError: there is no such conversation.
        """
        if not add and not remove:
            raise InvalidInputError("name tags to add or to remove", field="add")
        return await self._change(
            record_tagging,
            reference,
            agent,
            add=[parse_tag(each, f"add[{at}]") for at, each in enumerate(add)],
            remove=[parse_tag(each, f"remove[{at}]") for at, each in enumerate(remove)],
        )

    async def run_macro(
        self, reference: str, name: str, *, agent: StaffMember, key: str | None = None
    ) -> Conversation:
        """Do all that a macro says to a conversation, or nothing.

        Args:
            key: names this doing, so that asking again after a lost response does it once.

        Raises:
            NotFoundError: there is no such conversation or macro.
            ConflictError: the macro is switched off, is not for it, or something of it cannot be
                done; the reason says which.
        """
        tools = self._tools
        now = tools.clock.now()
        conversation, jobs = await tools.store.run(
            record_macro, tools, reference, agent, name=name, key=key, now=now
        )
        for job in jobs:
            if job.lease_until is not None:
                self._start(job)
        tools.count("macro", name=name)
        return conversation

    async def merge(
        self, reference: str, *, agent: StaffMember, into: str, confirmed: bool = False
    ) -> Conversation:
        """Have a conversation be seen to in another one; return that one.

        Args:
            confirmed: whether it is meant where they are different customers'.

        Raises:
            InvalidInputError: both are the same, or nobody confirmed what needs it.
            ConflictError: either is in no state for it.
            NotFoundError: there is no such conversation.
        """
        return await self._change(record_merge, reference, agent, into=into, confirmed=confirmed)

    async def unmerge(self, reference: str, *, agent: StaffMember) -> Conversation:
        """Have a conversation that was merged stand by itself again.

        Raises:
            ConflictError: it was never merged, or what it was merged into was merged since.
            NotFoundError: there is no such conversation.
        """
        return await self._change(record_unmerge, reference, agent)

    async def split(
        self,
        reference: str,
        *,
        agent: StaffMember,
        interactions: Sequence[str],
        subject: str | None = None,
    ) -> Conversation:
        """Begin a conversation with some of what a customer wrote in another; return the new one.

        Args:
            interactions: ids of the messages.
            subject: of the new one; None for that of the old one.

        Raises:
            InvalidInputError: these messages cannot be split off.
            ConflictError: one was split off already, or the customer is in the middle of a form.
            NotFoundError: there is no such conversation.
        """
        title = clean_line(subject or "", max_length=MAX_SUBJECT)
        return await self._change(
            record_split, reference, agent, interactions=interactions, subject=title or None
        )

    async def unsplit(self, reference: str, *, agent: StaffMember) -> Conversation:
        """Join a conversation back to the one it was split off from; return that one.

        Raises:
            ConflictError: it was not split off, or either is in no state for it.
            NotFoundError: there is no such conversation.
        """
        return await self._change(record_unsplit, reference, agent)

    async def copy(
        self, reference: str, *, agent: StaffMember, address: str, on: bool
    ) -> Conversation:
        """Send copies of replies to somebody who takes part, or no longer.

        Raises:
            NotFoundError: there is no such conversation, or nobody of that address in it.
        """
        return await self._change(record_copying, reference, agent, address=address, on=on)

    async def send_again(self, reference: str, *, agent: StaffMember, address: str) -> Conversation:
        """Lift what keeps messages from an address at which nothing arrived.

        Raises:
            NotFoundError: there is no such conversation, or nothing keeps messages from it.
        """
        return await self._change(record_sending_again, reference, agent, address=address)

    async def judge(
        self,
        reference: str,
        *,
        agent: StaffMember,
        interaction_id: str,
        article_id: str | None,
        verdict: Verdict | None,
    ) -> Conversation:
        """Say whether what the bot answered to a message was right, or take that back.

        Args:
            interaction_id: the customer's message.
            article_id: the article meant; None for all that were sent.
            verdict: None to take it back.

        Raises:
            NotFoundError: there is no such conversation, or the bot sent no such article there.
        """
        return await self._change(
            record_agent_verdict,
            reference,
            agent,
            interaction_id=interaction_id,
            article_id=article_id,
            verdict=verdict,
        )

    async def typing(self, reference: str, *, agent: StaffMember, on: bool) -> None:
        """Let the customer see that somebody is writing.

        Raises:
            NotFoundError: there is no such conversation.
        """
        conversation = await self._tools.store.read(_get_outlet, reference)
        word = {"typing": "agent", "on": on, "name": agent.name}
        await self._tools.store.announce(thread_of(conversation).topic, json.dumps(word))

    async def _change(
        self, work: Any, reference: str, agent: StaffMember, **details: Any
    ) -> Conversation:
        now = self._tools.clock.now()
        changed: Conversation = await self._tools.store.run(
            work, self._tools, reference, agent, **details, now=now
        )
        return changed


def _get_outlet(tx: Transaction, reference: str) -> Conversation:
    return find_outlet(tx, get_conversation(tx, reference))


def _classify_use(used: Sequence[UsedArticle]) -> str:
    if not used:
        return "none"
    return "suggested" if any(each.suggested for each in used) else "searched"


def _require_text(text: str) -> str:
    text = clean_text(text)
    if not text:
        raise InvalidInputError("write something first", field="text")
    if len(text) > MAX_TEXT:
        raise InvalidInputError(
            f"{len(text):,} characters are too many; up to {MAX_TEXT:,} can be sent", field="text"
        )
    return text
