"""What staff do with redress: propose, decide, give, take back, redeem, and set its policy."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from bot.redress.approve import approve_gesture, decline_gesture
from bot.redress.budget_keeping import limit_budget
from bot.redress.finish import finish_gesture
from bot.redress.give_batch import BatchLine, check_numbers, give_one
from bot.redress.periods import find_period
from bot.redress.policy_changes import (
    PolicyCheck,
    PolicyView,
    check_policy,
    list_history,
    read_policy_view,
    roll_back_policy,
    save_policy,
)
from bot.redress.propose import propose_gesture
from bot.redress.read_budgets import parse_budget, read_budgets
from bot.redress.redeem import Redeemed, check_voucher, redeem_voucher
from bot.redress.revoke import revoke_gesture
from bot.redress.voucher_guesses import Trying, count_guess, require_few_guesses
from bot.tools import Tools
from complaints.response_edits import ResponseEdits
from complaints.voucher_codes import parse_code
from crm_store.budgets import BudgetSums
from crm_store.complaint_policies import PolicyVersion
from crm_store.complaints import get_complaint
from crm_store.gestures import list_gestures, list_gestures_of
from crm_store.transaction import Transaction
from crm_store.vouchers import list_vouchers
from domain.complaint_policy import ComplaintPolicy
from domain.errors import InvalidInputError
from domain.jobs import Job
from domain.redress import Gesture, RedemptionAsked, VoucherStatus
from domain.redress_cases import GestureCase, GestureState, VoucherCase
from domain.staff import StaffMember

T = TypeVar("T")


class RedressDesk:
    """The use cases of staff, and of programs that redeem; each method is one transaction.

    `version` is the one of the gesture that whoever decides has seen; None for whatever stands.

    Args:
        tools: what all use cases work with.
        start: takes a job that is this process's to work on at once.
    """

    def __init__(self, tools: Tools, start: Callable[[Job], None]) -> None:
        self._tools = tools
        self._start = start

    async def list_of(self, number: str) -> tuple[GestureCase, ...]:
        """List the gestures of a complaint, refused ones too, in the order of their proposals.

        Raises:
            NotFoundError: there is no such complaint.
        """
        return await self._tools.store.read(_list_of, number)

    async def list_gestures(
        self,
        *,
        states: Sequence[GestureState] = (),
        after: tuple[datetime, str] | None = None,
        limit: int = 50,
    ) -> tuple[GestureCase, ...]:
        """List gestures, those first that have waited longest; see `crm_store.gestures`."""
        return await self._tools.store.read(list_gestures, states=states, after=after, limit=limit)

    async def propose(
        self,
        number: str,
        *,
        by: StaffMember,
        gesture: Gesture | None = None,
        reason: str = "",
    ) -> GestureCase | None:
        """Put a gesture forward: the table's, or another that is asked for with a reason.

        Returns:
            The gesture, refused ones too; None where the table gives nothing.

        Raises:
            NotFoundError: there is no such complaint.
            ConflictError: it is closed, or has its gesture already.
            InvalidInputError: another gesture is asked for without a reason.
        """
        return await self._run(propose_gesture, number, by=by, gesture=gesture, reason=reason)

    async def approve(
        self, gesture_id: str, *, by: StaffMember, version: int | None = None
    ) -> GestureCase:
        """Agree to a gesture as the second person; it is reserved then.

        Raises:
            NotFoundError: there is no such gesture.
            AccessDeniedError: whoever decides proposed it, or is no supervisor.
            ConflictError: it was decided on already, or a rule refuses it by now.
        """
        return await self._run(approve_gesture, gesture_id, by=by, version=version)

    async def decline(
        self, gesture_id: str, *, by: StaffMember, reason: str, version: int | None = None
    ) -> GestureCase:
        """Decide against a gesture that waits.

        Raises:
            NotFoundError: there is no such gesture.
            InvalidInputError: no reason is given.
            ConflictError: it was decided on already.
        """
        return await self._run(decline_gesture, gesture_id, by=by, reason=reason, version=version)

    async def revoke(
        self, gesture_id: str, *, by: StaffMember, reason: str, version: int | None = None
    ) -> GestureCase:
        """Take a gesture back; its voucher redeems nothing from then on.

        Raises:
            NotFoundError: there is no such gesture.
            InvalidInputError: no reason is given.
            ConflictError: there is nothing to take back any more.
        """
        return await self._run(revoke_gesture, gesture_id, by=by, reason=reason, version=version)

    async def finish(
        self, gesture_id: str, *, by: StaffMember, note: str, version: int | None = None
    ) -> GestureCase:
        """Say that a refund was paid, an upgrade booked, or points were credited.

        Raises:
            NotFoundError: there is no such gesture.
            InvalidInputError: there is no note.
            ConflictError: it was not told to the customer, is done already, or is a voucher.
        """
        return await self._run(finish_gesture, gesture_id, by=by, note=note, version=version)

    async def give_batch(
        self, numbers: Sequence[str], *, by: StaffMember, edits: ResponseEdits | None = None
    ) -> tuple[BatchLine, ...]:
        """Give several complaints their gestures, in this order; each all of it, or nothing.

        Where the budget does not reach for one, that one is refused, and a cheaper one after it
        may still get its own.

        Args:
            edits: of the responses that tell them; None to have the gestures reserved alone.

        Raises:
            InvalidInputError: there are none, or too many.
        """
        wanted, lines = check_numbers(numbers), []
        for number in wanted:
            now = self._tools.clock.now()
            line = await give_one(self._tools, number, by=by, edits=edits, now=now)
            if line.job is not None and line.job.lease_until is not None:
                self._start(line.job)
            lines.append(line)
        return tuple(lines)

    async def redeem(
        self, code: str, asked: RedemptionAsked, *, by: StaffMember, trying: Trying
    ) -> Redeemed:
        """Redeem a voucher for whoever holds its code: once, whole, in time.

        Args:
            code: as somebody typed it.

        Raises:
            InvalidInputError: it is mistyped; nothing was looked up, and nothing counted.
            TooManyRequestsError: too many codes were tried that no voucher has.
        """
        tools, now, plain = self._tools, self._tools.clock.now(), _parse_code(code)
        await require_few_guesses(tools, trying, now=now)
        done = await tools.store.run(redeem_voucher, plain, asked, by=by, now=now)
        if done.voucher is None:
            await count_guess(tools, trying, now=now)
        tools.count("voucher", outcome=done.redemption.refusal or "redeemed")
        return done

    async def check(self, code: str, *, trying: Trying) -> VoucherCase | None:
        """Look at the voucher of a code; None where there is none.

        Raises:
            InvalidInputError: the code is mistyped.
            TooManyRequestsError: too many codes were tried that no voucher has.
        """
        tools, now, plain = self._tools, self._tools.clock.now(), _parse_code(code)
        await require_few_guesses(tools, trying, now=now)
        found = await tools.store.read(check_voucher, plain)
        if found is None:
            await count_guess(tools, trying, now=now)
        return found

    async def list_vouchers(
        self,
        *,
        status: VoucherStatus | None = None,
        ending: str = "",
        customer_id: str | None = None,
        before: tuple[datetime, str] | None = None,
        limit: int = 50,
    ) -> tuple[VoucherCase, ...]:
        """List vouchers, the latest first; see `crm_store.vouchers`."""
        return await self._tools.store.read(
            list_vouchers,
            now=self._tools.clock.now(),
            status=status,
            ending=ending.strip().upper(),
            customer_id=customer_id,
            before=before,
            limit=limit,
        )

    async def list_budgets(self) -> tuple[BudgetSums, ...]:
        """List the budgets of months, the latest first; this month's also where none was used."""
        now = self._tools.clock.now()
        return await self._tools.store.read(read_budgets, find_period(self._tools, now))

    async def limit_budget(
        self, period: str, currency: str, limit: int, *, by: StaffMember
    ) -> BudgetSums:
        """Set the limit of a month; what is reserved or spent already stays so.

        Args:
            limit: in minor units.

        Raises:
            InvalidInputError: there is no such month or currency, or the limit is below zero.
        """
        parse_budget(period, currency, limit)
        tools, now = self._tools, self._tools.clock.now()
        return await tools.store.run(limit_budget, period, currency, limit, by=by.name, now=now)

    async def read_policy(self) -> PolicyView:
        """Read the policy at work, as people write it."""
        return await self._tools.store.read(read_policy_view)

    async def check_policy(self, definition: Mapping[str, Any]) -> PolicyCheck:
        """Tell everything that is wrong with a policy, or what it would change."""
        return await self._tools.store.read(check_policy, definition)

    async def save_policy(
        self, definition: Mapping[str, Any], *, by: str, based_on: int | None = None
    ) -> ComplaintPolicy:
        """Make a policy the next version; what is as it was makes none.

        Args:
            by: who does it, by name.
            based_on: number of the version that an edit was made from; None for whatever stands.

        Raises:
            InvalidInputError: something in it is wrong; `field` is its path.
            ConflictError: somebody else changed it meanwhile.
        """
        tools, now = self._tools, self._tools.clock.now()
        return await tools.store.run(save_policy, definition, based_on=based_on, by=by, now=now)

    async def roll_back_policy(
        self, number: int, *, by: str, based_on: int | None = None
    ) -> ComplaintPolicy:
        """Make an old version the next one; 0 is what is shipped.

        Raises:
            NotFoundError: there is no such version.
            InvalidInputError: it names a calendar that is gone.
            ConflictError: somebody else changed the policy meanwhile.
        """
        tools, now = self._tools, self._tools.clock.now()
        return await tools.store.run(roll_back_policy, number, based_on=based_on, by=by, now=now)

    async def list_policy_versions(self) -> tuple[PolicyVersion, ...]:
        """List the versions of the policy, the latest first."""
        return await self._tools.store.read(list_history)

    async def _run(self, work: Callable[..., T], named: str, **details: Any) -> T:
        now = self._tools.clock.now()
        return await self._tools.store.run(work, self._tools, named, **details, now=now)


def _list_of(tx: Transaction, number: str) -> tuple[GestureCase, ...]:
    return list_gestures_of(tx, get_complaint(tx, number.strip().upper()).id)


def _parse_code(code: str) -> str:
    try:
        return parse_code(code)
    except InvalidInputError as error:
        raise InvalidInputError(error.reason, field="code") from error
