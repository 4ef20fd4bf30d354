"""What staff do with complaints: see to them, grade, own, file, and read them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.complaints.answer_question import answer_question
from bot.complaints.assign_owner import record_owner
from bot.complaints.file_findings import Findings, record_findings
from bot.complaints.link_by_hand import link_by_hand, unlink_by_hand
from bot.complaints.list_asked import AskedOfAgents, find_question, list_asked
from bot.complaints.move_by_hand import record_move
from bot.complaints.open_by_hand import OpenOrder, open_by_hand
from bot.complaints.overrule import record_overrule
from bot.complaints.policy_at_work import get_complaint_policy
from bot.complaints.prepare_response import record_preparation
from bot.complaints.preview_response import ResponsePreview, preview_response
from bot.complaints.read_case import CaseView, read_case
from bot.complaints.respond import ResponseOrder, record_response
from bot.complaints.tell_customer import tell_by_hand
from bot.tools import Tools
from complaints.response_edits import ResponseEdits
from crm_store.complaint_list import (
    ComplaintQuery,
    ListedComplaint,
    list_by_due,
    list_complaints,
)
from crm_store.complaints import list_complaints_of
from crm_store.conversations import get_conversation
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, ComplaintQuestion
from domain.complaint_policy import ComplaintPolicy
from domain.complaint_register import Outcome, Severity
from domain.complaints import ComplaintStage
from domain.errors import ConflictError
from domain.jobs import Job
from domain.staff import StaffMember


class ComplaintDesk:
    """The use cases of staff with complaints; each method is one transaction.

    `version` is the one of the complaint that whoever changes it has seen; None for whatever
    stands.

    Args:
        tools: what all use cases work with.
        start: takes a job that is this process's to work on at once.
    """

    def __init__(self, tools: Tools, start: Callable[[Job], None]) -> None:
        self._tools = tools
        self._start = start

    async def list(
        self, wanted: ComplaintQuery, *, before: str | None = None, limit: int = 50
    ) -> tuple[ListedComplaint, ...]:
        """List complaints, the newest first.

        Args:
            before: id of the last one already seen, or None.
        """
        return await self._tools.store.read(list_complaints, wanted, before=before, limit=limit)

    async def list_by_due(
        self, wanted: ComplaintQuery, *, limit: int = 100
    ) -> tuple[ListedComplaint, ...]:
        """List complaints by when their stage is to be left."""
        return await self._tools.store.read(list_by_due, wanted, limit=limit)

    async def get(self, number: str) -> CaseView:
        """Show a complaint with all that is known of it.

        Raises:
            NotFoundError: there is none.
        """
        now = self._tools.clock.now()
        return await self._tools.store.read(read_case, self._tools, number, now=now)

    async def list_of_conversation(self, reference: str) -> tuple[Complaint, ...]:
        """List the complaints that a conversation is linked to, oldest first.

        Raises:
            NotFoundError: there is no such conversation.
        """
        return await self._tools.store.read(_list_of_conversation, reference)

    async def get_policy(self) -> ComplaintPolicy:
        """Return the policy at work, for its categories and causes."""
        return await self._tools.store.read(get_complaint_policy)

    async def move(
        self,
        number: str,
        *,
        to: ComplaintStage,
        agent: StaffMember,
        why: str = "",
        outcome: Outcome | None = None,
        version: int | None = None,
    ) -> Complaint:
        """Move a complaint into another stage; a response is sent with `respond` instead.

        Args:
            why: needed to close it, to reopen it (what the customer is not content with), and to
                take it outside (which body it went to).
            outcome: how it ended, of closing alone.

        Raises:
            InvalidInputError: the reason or the outcome is missing.
            ConflictError: from its stage it cannot go there, or somebody else changed it.
            NotFoundError: there is no such complaint.
        """
        return await self._change(
            record_move, number, agent, version, to=to, why=why, outcome=outcome
        )

    async def overrule(
        self,
        number: str,
        *,
        severity: Severity | None,
        reason: str,
        agent: StaffMember,
        version: int | None = None,
    ) -> Complaint:
        """Set how grave a complaint is; its sum stays beside it.

        Args:
            severity: None to have the sum count again.

        Raises:
            InvalidInputError: no reason is given.
            ConflictError: the sum counts already, or somebody else changed it.
            NotFoundError: there is no such complaint.
        """
        return await self._change(
            record_overrule, number, agent, version, severity=severity, reason=reason
        )

    async def assign(
        self, number: str, *, owner: str | None, agent: StaffMember, version: int | None = None
    ) -> Complaint:
        """Give a complaint to somebody.

        Args:
            owner: id of a member of staff; None for nobody.

        Raises:
            InvalidInputError: nobody who can see to complaints has this id.
            ConflictError: somebody else changed it.
            NotFoundError: there is no such complaint.
        """
        return await self._change(record_owner, number, agent, version, owner=owner)

    async def file(
        self, number: str, findings: Findings, *, agent: StaffMember, version: int | None = None
    ) -> Complaint:
        """Write down category, product, root cause and lessons.

        Raises:
            InvalidInputError: the policy knows no such category or cause, or a text is too long.
            ConflictError: somebody else changed it.
            NotFoundError: there is no such complaint.
        """
        return await self._change(record_findings, number, agent, version, findings=findings)

    async def preview_response(
        self, number: str, *, agent: StaffMember, edits: ResponseEdits
    ) -> ResponsePreview:
        """Show what a response would say, and all that keeps it from being sent.

        Args:
            edits: the agent's own words; without what is being done dots stand for it.

        Raises:
            InvalidInputError: the words are too long.
            NotFoundError: there is no such complaint.
        """
        tools, now = self._tools, self._tools.clock.now()
        return await tools.store.read(
            preview_response, tools, number, agent=agent, edits=edits, now=now
        )

    async def prepare_response(
        self, number: str, *, agent: StaffMember, edits: ResponseEdits
    ) -> ResponsePreview:
        """Show what a response would say, and have its gesture wait for a second person.

        Where the gesture needs nobody's approval nothing is written.

        Raises:
            InvalidInputError: the words are too long.
            NotFoundError: there is no such complaint.
        """
        preview = await self.preview_response(number, agent=agent, edits=edits)
        if preview.gesture.waits and preview.gesture.case is None:
            await self._prepare(number, agent)
            return await self.preview_response(number, agent=agent, edits=edits)
        return preview

    async def respond(
        self,
        number: str,
        *,
        agent: StaffMember,
        edits: ResponseEdits,
        version: int | None = None,
        key: str | None = None,
    ) -> Complaint:
        """Answer a complaint: its response goes out with what it gives, or nothing happens.

        A gesture that a second person has to decide about waits for one from then on.

        Args:
            edits: what is being done about it, and the agent's own words in place of the
                template's.
            key: names it, so that sending it again after a lost response says it once.

        Raises:
            AccessDeniedError: only a supervisor may send it.
            ConflictError: it is answered or closed, the gesture waits for a second person, or
                somebody else changed it.
            InvalidInputError: one of the three parts is missing, it is too long for its channel,
                or its customer does not want it or would not get it.
            NotFoundError: there is no such complaint.
        """
        tools, now = self._tools, self._tools.clock.now()
        order = ResponseOrder(edits=edits, version=version, key=key)
        try:
            complaint, job = await tools.store.run(
                record_response, tools, number, agent=agent, order=order, now=now
            )
        except ConflictError:
            await self.prepare_response(number, agent=agent, edits=edits)
            raise
        self._deliver(job)
        return complaint

    async def open(self, reference: str, order: OpenOrder, *, agent: StaffMember) -> Complaint:
        """Open a complaint in a conversation, whatever was read in it.

        Raises:
            InvalidInputError: the policy knows no such category, the reason is too long, the
                message is none of the customer's, or they cannot be told.
            ConflictError: one is open in the conversation already, or it was merged.
            NotFoundError: there is no such conversation.
        """
        now = self._tools.clock.now()
        complaint, job = await self._tools.store.run(
            open_by_hand, self._tools, reference, agent=agent, order=order, now=now
        )
        self._deliver(job)
        return complaint

    async def answer_question(
        self, question_id: str, order: OpenOrder | None, *, agent: StaffMember
    ) -> Complaint | None:
        """Open a complaint for a message that was asked about, or say that it is none (None).

        Raises:
            InvalidInputError: as `open`.
            ConflictError: somebody else has answered.
            NotFoundError: there is no such question.
        """
        now = self._tools.clock.now()
        complaint, job = await self._tools.store.run(
            answer_question, self._tools, question_id, agent=agent, order=order, now=now
        )
        self._deliver(job)
        return complaint

    async def list_questions(self, *, limit: int = 50) -> tuple[AskedOfAgents, ...]:
        """List the messages of which agents are asked whether they are complaints, oldest first."""
        return await self._tools.store.read(list_asked, limit=limit)

    async def find_question(self, reference: str) -> ComplaintQuestion | None:
        """Find what is asked of a conversation's messages; None where nothing is.

        Raises:
            NotFoundError: there is no such conversation.
        """
        return await self._tools.store.read(find_question, reference)

    async def link(
        self,
        number: str,
        *,
        reference: str,
        agent: StaffMember,
        why: str,
        version: int | None = None,
    ) -> Complaint:
        """Link a conversation to a complaint that it is about.

        Raises:
            InvalidInputError: no reason is given.
            ConflictError: it is linked already, is another customer's, or somebody changed it.
            NotFoundError: there is no such complaint or conversation.
        """
        details = {"reference": reference, "why": why}
        return await self._change(link_by_hand, number, agent, version, **details)

    async def unlink(
        self,
        number: str,
        *,
        reference: str,
        agent: StaffMember,
        why: str,
        version: int | None = None,
    ) -> Complaint:
        """Take a conversation off a complaint that it turns out not to be about.

        Raises:
            InvalidInputError: no reason is given.
            ConflictError: it is not linked, is where the complaint is answered, or somebody
                changed it.
            NotFoundError: there is no such complaint or conversation.
        """
        details = {"reference": reference, "why": why}
        return await self._change(unlink_by_hand, number, agent, version, **details)

    async def tell(self, number: str, *, agent: StaffMember) -> Complaint:
        """Tell a customer that their complaint was taken down; it is acknowledged with that.

        Raises:
            InvalidInputError: they have refused messages, or nothing arrives at their address.
            ConflictError: it was acknowledged before.
            NotFoundError: there is no such complaint.
        """
        now = self._tools.clock.now()
        complaint, job = await self._tools.store.run(
            tell_by_hand, self._tools, number, agent=agent, now=now
        )
        self._deliver(job)
        return complaint

    def _deliver(self, job: Job | None) -> None:
        if job is not None and job.lease_until is not None:
            self._start(job)

    async def _prepare(self, number: str, agent: StaffMember) -> None:
        tools, now = self._tools, self._tools.clock.now()
        await tools.store.run(record_preparation, tools, number, agent=agent, now=now)

    async def _change(
        self,
        record: Callable[..., Complaint],
        number: str,
        agent: StaffMember,
        version: int | None,
        **details: Any,
    ) -> Complaint:
        now: datetime = self._tools.clock.now()
        return await self._tools.store.run(
            record, self._tools, number, agent=agent, version=version, now=now, **details
        )


def _list_of_conversation(tx: Transaction, reference: str) -> tuple[Complaint, ...]:
    return list_complaints_of(tx, get_conversation(tx, reference).id)
