"""Who a customer is: by the addresses that are surely theirs, not by what somebody claims."""

import asyncio

from crm_store.customers import (
    find_customer_by_address,
    get_customer,
    record_customer_facts,
    record_identity,
)
from crm_store.transaction import Transaction
from domain.customers import Customer, Trust
from domain.messages import Address
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import KNOWN, UNKNOWN

ERIK = "erik@example.com"


async def owner(desk: StoryDesk, kind: str, value: str) -> Customer | None:
    return await desk.system.store.read(find_customer_by_address, Address(kind=kind, value=value))


async def customer_of(desk: StoryDesk, thread: str) -> Customer:
    conversation = await desk.conversation(thread)
    return await desk.system.store.read(get_customer, conversation.customer_id)


async def test_a_telephone_that_writes_is_verified_and_an_email_in_a_form_is_claimed(
    desk: StoryDesk,
):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.form_is_sent(ERIK, KNOWN, phone=JONAS)
    astrid, erik = await owner(desk, "phone", ASTRID), await owner(desk, "email", ERIK)
    assert astrid is not None
    assert erik is not None
    assert [identity.trust for identity in astrid.identities] == [Trust.VERIFIED]
    assert [(each.kind, each.trust) for each in erik.identities] == [
        ("email", Trust.CLAIMED),
        ("phone", Trust.CLAIMED),
    ]


async def test_writing_again_makes_no_second_customer(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_resolves(ASTRID)
    await desk.customer_texts(ASTRID, UNKNOWN)
    first, second = await desk.conversations(ASTRID)
    assert first.customer_id == second.customer_id


async def test_a_number_claimed_in_a_form_does_not_join_its_holder(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    astrid = await customer_of(desk, ASTRID)
    await desk.form_is_sent(ERIK, KNOWN, phone=ASTRID)
    erik = await owner(desk, "email", ERIK)
    assert erik is not None
    assert erik.id != astrid.id
    assert await owner(desk, "phone", ASTRID) == astrid


async def test_a_claim_does_not_keep_the_holder_from_their_own_number(desk: StoryDesk):
    await desk.form_is_sent(ERIK, KNOWN, phone=ASTRID)
    await desk.customer_texts(ASTRID, KNOWN)
    astrid, erik = await customer_of(desk, ASTRID), await owner(desk, "email", ERIK)
    assert erik is not None
    assert astrid.id != erik.id
    assert [(each.value, each.trust) for each in astrid.identities] == [(ASTRID, Trust.VERIFIED)]
    assert [each.kind for each in erik.identities] == ["email"]


async def test_a_second_claim_does_not_take_the_number_from_the_first(desk: StoryDesk):
    await desk.form_is_sent(ERIK, KNOWN, phone=ASTRID)
    await desk.form_is_sent("mallory@example.com", KNOWN, phone=ASTRID)
    claimed = await owner(desk, "phone", ASTRID)
    assert claimed == await owner(desk, "email", ERIK)


async def test_a_name_that_becomes_known_is_kept_and_not_overwritten_by_a_claim(desk: StoryDesk):
    await desk.form_is_sent(ERIK, KNOWN, name="Erik Holm")
    await desk.form_is_sent(ERIK, KNOWN, name="Somebody Else")
    erik = await owner(desk, "email", ERIK)
    assert erik is not None
    assert erik.name == "Erik Holm"


async def test_two_forms_from_one_address_are_two_matters_of_one_customer(desk: StoryDesk):
    await desk.form_is_sent(ERIK, UNKNOWN)
    await desk.form_is_sent(ERIK, KNOWN)
    first, second = await desk.conversations()
    assert first.thread != second.thread
    assert first.customer_id == second.customer_id


async def test_a_further_message_on_a_forms_page_goes_on_with_its_matter(desk: StoryDesk):
    await desk.form_is_sent(ERIK, UNKNOWN)
    (conversation,) = await desk.conversations()
    await desk.form_is_sent(ERIK, "And one thing more", thread=conversation.thread)
    assert len(await desk.conversations()) == 1


async def test_who_writes_in_two_places_at_once_for_the_first_time_is_one_customer(
    desk: StoryDesk,
):
    visitors = [f"visitor-{number}" for number in range(8)]
    places = [(visitor, site) for visitor in visitors for site in ("site", "shop")]
    await asyncio.gather(*(desk.visitor_writes(who, KNOWN, site=site) for who, site in places))
    await desk.time_passes(seconds=1)
    for visitor in visitors:
        here, there = await desk.conversations(visitor)
        assert here.customer_id == there.customer_id
    assert await desk.shunted() == ()


async def test_whoever_writes_a_customers_sure_address_into_a_form_is_not_taken_for_them(
    desk: StoryDesk,
):
    astrid = await astrid_with_a_sure_email(desk)
    await desk.form_is_sent("astrid@example.com", UNKNOWN, name="Mallory", thread="m1")
    mallory = await customer_of(desk, "m1")
    assert mallory.id != astrid.id
    assert mallory.name == "Mallory"
    assert await owner(desk, "email", "astrid@example.com") == astrid

    await desk.form_is_sent("astrid@example.com", "hello", name="", thread="m1")
    assert (await customer_of(desk, "m1")).id == mallory.id
    log = await desk.log("m1")
    assert not [each for each in log if "Astrid" in each.text or each.author_name == "Astrid"]


async def astrid_with_a_sure_email(desk: StoryDesk) -> Customer:
    """Astrid, whose telephone and email are known to be hers."""
    await desk.customer_texts(ASTRID, KNOWN)
    astrid = await customer_of(desk, ASTRID)

    def make_sure(tx: Transaction) -> None:
        record_customer_facts(tx, astrid.id, name="Astrid")
        address = Address(kind="email", value="astrid@example.com", verified=True)
        record_identity(
            tx,
            identity_id="sure",
            customer_id=astrid.id,
            address=address,
            now=desk.clock.now(),
        )

    await desk.system.store.run(make_sure)
    return await customer_of(desk, ASTRID)
