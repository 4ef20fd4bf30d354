"""A voucher is worth what was promised, once, to whoever holds its code and to nobody else."""

import asyncio

import pytest
from sqlalchemy import func, select

from bot.redress.lapse_vouchers import lapse_vouchers
from bot.redress.voucher_guesses import UNKNOWN_BY_HOLDER, Trying
from complaints.voucher_codes import write_code
from crm_store.alerts import list_alerts
from crm_store.inbox import InboxFilter, list_work
from crm_store.schema import vouchers
from crm_store.transaction import Transaction
from domain.errors import ConflictError, InvalidInputError, TooManyRequestsError
from domain.redress import RedemptionAsked, VoucherStatus
from domain.redress_cases import GestureState
from tests.stories.complaint_cases import ADA, open_case
from tests.stories.redress_cases import (
    DOING,
    SHOP,
    answer,
    budget,
    give,
    list_of,
    redeem,
    set_policy,
)
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import ANN, BEN

NUMBER = "C-7K2M9Q"
PERSON = "I want to speak to a person"


@pytest.fixture
async def case(desk: StoryDesk) -> StoryDesk:
    """A desk with one complaint that is made good with a voucher."""
    await set_policy(desk, give())
    await desk.customer_texts(ASTRID, PERSON)
    await open_case(desk, ASTRID, NUMBER)
    return desk


async def test_a_voucher_is_redeemed_once_and_the_same_request_is_answered_as_before(
    case: StoryDesk,
):
    code = await answer(case, NUMBER, ASTRID)
    assert await redeem(case, code, amount=10_00) == "partial"
    assert await redeem(case, code, currency="NOK") == "currency"
    assert await redeem(case, code, use="") == "use"
    assert await budget(case) == (1000_00, 25_00, 0)
    typed = code.replace("-", " ").lower()
    assert await redeem(case, typed, amount=25_00) == ""
    assert await redeem(case, code, amount=25_00) == "repeated"
    assert await redeem(case, code, use="order 2") == "redeemed"
    assert await budget(case) == (1000_00, 0, 25_00)
    (done,) = await list_of(case, NUMBER)
    assert (done.state, done.done_by) == (GestureState.DONE, "the shop")


async def test_of_many_who_redeem_at_once_one_has_it(case: StoryDesk):
    code = await answer(case, NUMBER, ASTRID)
    done = await asyncio.gather(*(redeem(case, code, use=f"order {n}") for n in range(12)))
    assert sorted(done) == ["", *["redeemed"] * 11]
    assert await budget(case) == (1000_00, 0, 25_00)


async def test_the_same_request_many_times_at_once_redeems_once(case: StoryDesk):
    code = await answer(case, NUMBER, ASTRID)
    done = await asyncio.gather(*(redeem(case, code) for _ in range(8)))
    assert sorted(done) == ["", *["repeated"] * 7]
    assert await budget(case) == (1000_00, 0, 25_00)


async def test_two_agents_who_answer_at_once_issue_one_voucher(case: StoryDesk):
    done = await asyncio.gather(
        *(case.system.complaints.respond(NUMBER, agent=each, edits=DOING) for each in (ANN, BEN)),
        return_exceptions=True,
    )
    await case.settle()
    assert sum(isinstance(each, ConflictError) for each in done) == 1

    def count(tx: Transaction) -> int:
        return int(tx.execute(select(func.count()).select_from(vouchers)).scalar_one())

    assert await case.system.store.read(count) == 1


async def test_a_revoked_voucher_is_worth_nothing_and_its_money_is_back(case: StoryDesk):
    code = await answer(case, NUMBER, ASTRID)
    (given,) = await list_of(case, NUMBER)
    with pytest.raises(InvalidInputError, match="say why"):
        await case.system.redress.revoke(given.id, by=ADA, reason=" ")
    await case.system.redress.revoke(given.id, by=ADA, reason="the claim was made up")
    assert await redeem(case, code) == "revoked"
    assert await budget(case) == (1000_00, 0, 0)
    with pytest.raises(ConflictError):
        await case.system.redress.revoke(given.id, by=ADA, reason="once more")


async def test_revoking_and_redeeming_at_once_leave_one_of_both(case: StoryDesk):
    code = await answer(case, NUMBER, ASTRID)
    (given,) = await list_of(case, NUMBER)
    redeemed, revoked = await asyncio.gather(
        redeem(case, code),
        case.system.redress.revoke(given.id, by=ADA, reason="made up"),
        return_exceptions=True,
    )
    if isinstance(revoked, BaseException):
        assert isinstance(revoked, ConflictError)
        assert redeemed == ""
        assert await budget(case) == (1000_00, 0, 25_00)
    else:
        assert redeemed == "revoked"
        assert await budget(case) == (1000_00, 0, 0)


async def test_at_the_end_of_its_last_day_it_has_expired_and_its_money_goes_back_once(
    case: StoryDesk,
):
    code = await answer(case, NUMBER, ASTRID)
    (voucher,) = await case.system.redress.list_vouchers()
    left = voucher.state.terms.expires_at - case.clock.now()
    await case.time_passes(seconds=left.total_seconds() - 1)
    assert await lapse_vouchers(case.system.tools) == 0
    check = await case.system.redress.check(code, trying=Trying(token_id="t", address="a"))
    assert check is not None
    assert check.state.status_at(case.clock.now()) is VoucherStatus.ISSUED
    await case.time_passes(seconds=1)
    assert await redeem(case, code) == "expired"
    assert await asyncio.gather(*(lapse_vouchers(case.system.tools) for _ in range(3)))
    assert await lapse_vouchers(case.system.tools) == 0
    assert await budget(case) == (1000_00, 0, 0)
    assert (await list_of(case, NUMBER))[0].state is GestureState.LAPSED
    (lapsed,) = await case.system.redress.list_vouchers(status=VoucherStatus.EXPIRED)
    assert lapsed.ending == code[-4:]


async def test_a_mistyped_code_costs_no_look_up_and_is_never_counted(case: StoryDesk):
    code = await answer(case, NUMBER, ASTRID)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    for _ in range(UNKNOWN_BY_HOLDER + 5):
        with pytest.raises(InvalidInputError, match="mistyped") as refused:
            await redeem(case, wrong)
        assert refused.value.field == "code"
    assert await redeem(case, code) == ""


async def test_a_thousand_guesses_are_refused_told_once_and_keep_no_holder_from_theirs(
    case: StoryDesk,
):
    code = await answer(case, NUMBER, ASTRID)
    outcomes = []
    for n in range(1000):
        guess = write_code(f"guess {n} of somebody with much time")
        try:
            outcomes.append(await redeem(case, guess, use=f"guess {n}"))
        except TooManyRequestsError as refused:
            outcomes.append(f"again in {refused.retry_after} s")
    assert outcomes == ["unknown"] * UNKNOWN_BY_HOLDER + ["again in 3600 s"] * (
        1000 - UNKNOWN_BY_HOLDER
    )
    with pytest.raises(TooManyRequestsError):
        await redeem(case, code)
    told = await case.system.store.read(list_alerts, ADA, limit=50)
    assert sum("guesses codes" in each.text for each in told) == 1
    elsewhere = Trying(token_id="token:other", address="198.51.100.7")
    asked = RedemptionAsked(use="order 9", currency="EUR")
    done = await case.system.redress.redeem(code, asked, by=SHOP, trying=elsewhere)
    assert done.redemption.redeemed


async def test_one_customer_of_a_shop_who_guesses_keeps_no_other_from_theirs(case: StoryDesk):
    code = await answer(case, NUMBER, ASTRID)
    asked = RedemptionAsked(use="order 9", currency="EUR")

    async def try_code(text: str, holder: str) -> bool:
        trying = Trying(token_id=SHOP.id, address="192.0.2.1", holder=holder)
        done = await case.system.redress.redeem(text, asked, by=SHOP, trying=trying)
        return done.redemption.redeemed

    for n in range(UNKNOWN_BY_HOLDER):
        assert not await try_code(write_code(f"guess {n} of a customer"), "visitor 1")
    with pytest.raises(TooManyRequestsError):
        await try_code(code, "visitor 1")
    assert await try_code(code, "visitor 2")


async def test_nowhere_on_record_but_in_what_was_sent_is_the_code(case: StoryDesk):
    code = await answer(case, NUMBER, ASTRID)

    def find(tx: Transaction) -> list[str]:
        return [
            table.name
            for table in vouchers.metadata.sorted_tables
            for row in tx.execute(select(table))
            if code in str(row) or code.replace("-", "") in str(row)
        ]

    assert set(await case.system.store.read(find)) <= {"interactions", "outbox", "threads"}


async def test_no_search_finds_a_code_out_also_where_its_holder_repeats_it(case: StoryDesk):
    code = await answer(case, NUMBER, ASTRID)
    await case.customer_texts(ASTRID, f"The shop refuses {code.replace('-', ' ').lower()}, why?")

    async def count(words: str) -> int:
        return len(await case.system.store.read(list_work, InboxFilter(q=words)))

    assert await count(PERSON) == 1
    for guess in (code, code[:6], code.replace("-", " ")[:6], "The shop refuses"):
        assert await count(guess) == 0
