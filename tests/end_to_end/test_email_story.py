"""A letter comes in as it is delivered, is answered, and becomes a thread in every mail program."""

from typing import Any

import pytest
from sqlalchemy import select

from crm_store.schema import interactions, whole_bodies
from crm_store.transaction import Transaction
from tests.end_to_end.conftest import ANSWER, QUESTION
from tests.end_to_end.correspondence import Correspondence
from tests.end_to_end.desk_api import said
from tests.end_to_end.mail_programs import read_html, read_text, replies_to, write_mail
from tests.end_to_end.post_office import proven
from tests.engines import SLOW_ON_POSTGRES

pytestmark = SLOW_ON_POSTGRES

UNKNOWN = "And who pays for the varnish of my violin, which stood in the rain?"


async def test_a_letter_is_answered_and_what_follows_it_is_one_thread_for_everybody(
    correspondence: Correspondence,
):
    api, astrid = correspondence.api, correspondence.astrid
    await correspondence.site.start_server()
    await correspondence.write(astrid, QUESTION)
    _, reply = await astrid.wait_for(2)
    assert read_text(reply).startswith(ANSWER)
    assert ANSWER in read_html(reply)
    assert reply["Auto-Submitted"] == "auto-replied"
    assert reply["From"].addresses[0].addr_spec == correspondence.support.address

    written = await correspondence.answer(astrid, reply, UNKNOWN)
    assert f"> {ANSWER}".encode() in written
    *_, told = await astrid.wait_for(4)
    (conversation,) = await api.wait_until(lambda found: len(said(found[0], "out")) == 2)
    assert said(conversation, "in") == [QUESTION, UNKNOWN]
    assert conversation["reference"] in read_text(told)
    whole = await correspondence.record.read(read_whole_body, UNKNOWN)
    assert f"> {ANSWER}" in whole.text
    assert "<blockquote" in whole.html

    jonas, boss = correspondence.make_mailbox("jonas"), correspondence.make_mailbox("boss")
    copies = {"cc": [jonas.address], "bcc": [boss.address]}
    await api.reply(conversation["reference"], "We do.", **copies)
    for each in (*await jonas.wait_for(1), *await boss.wait_for(1)):
        assert read_text(each).startswith("We do.")
        assert each["Cc"].addresses[0].addr_spec == jonas.address
        assert each["Bcc"] is None
        assert each["Auto-Submitted"] is None
    assert boss.address not in (await jonas.wait_for(1))[0].as_string()
    assert len(await astrid.wait_for(5)) == 5
    # One thread, in which the bot and the agent answered the same letter.
    assert {astrid.threads("REFERENCES"), astrid.threads("REFS")} == {"(1 2 3 (4)(5))"}


def read_whole_body(tx: Transaction, text: str) -> Any:
    """All that a letter held of which this is what was written now."""
    found = (
        select(whole_bodies.c.text, whole_bodies.c.html)
        .join(interactions, interactions.c.id == whole_bodies.c.interaction_id)
        .where(interactions.c.text == text)
    )
    return tx.execute(found).one()


@pytest.mark.slow  # `tests/stories` tells the same without a mail server
async def test_a_reply_is_known_by_the_address_it_is_sent_to_and_by_no_mere_reference(
    correspondence: Correspondence,
):
    api, astrid, office = correspondence.api, correspondence.astrid, correspondence.office
    await correspondence.site.start_server()
    await correspondence.write(astrid, QUESTION)
    _, reply = await astrid.wait_for(2)
    stripped = write_mail(astrid.address, replies_to(reply), "Something else", UNKNOWN)
    await office.post(stripped, replies_to(reply), sender=astrid.address)
    (first,) = await api.wait_until(lambda found: len(said(found[0], "in")) == 2)
    assert said(first, "in") == [QUESTION, UNKNOWN]

    mallory, asked = correspondence.make_mailbox("mallory"), "What did she ask you?"
    to, subject = correspondence.support.address, f"Re: My trip [{first['reference']}]"
    guessed = write_mail(mallory.address, to, subject, asked)
    await office.post(proven(guessed), to, sender=mallory.address)
    found = await api.wait_until(lambda found: len(found) == 2)
    assert [said(each, "in") for each in found] == [[QUESTION, UNKNOWN], [asked]]
    (told,) = await mallory.wait_for(1)
    assert QUESTION not in told.as_string()
    assert astrid.address not in told.as_string()
