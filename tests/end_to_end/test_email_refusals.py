"""A mail server refuses, hangs or hangs up: it is tried again, or an agent sees what came of it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.end_to_end.conftest import QUESTION
from tests.end_to_end.correspondence import Correspondence
from tests.end_to_end.desk_api import said
from tests.end_to_end.mail_programs import read_text
from tests.end_to_end.post_office import email_account
from tests.engines import SLOW_ON_POSTGRES
from tests.mail_server import DROP, HANG, Stage

# Each refusal is held by the tests of the channel; here are their delays, in real time.
pytestmark = [SLOW_ON_POSTGRES, pytest.mark.slow]

# What the server does at which stage, time after time, before it takes the mail.
PASSING: dict[str, tuple[Stage, tuple[str, ...]]] = {
    "Greylisted.": ("rcpt", ("451 4.7.1 greylisted, come back later",)),
    "Busy.": ("dot", ("452 4.3.1 no room left",)),
    "Dropped.": ("body", (DROP,)),
    "Unanswered.": ("dot", (DROP,)),
    "Hanging.": ("mail", (HANG,)),
    "Closing.": ("mail", ("421 4.3.2 shutting down",)),
}
FINAL: dict[str, tuple[Stage, str]] = {
    "Spam.": ("dot", "554 5.7.1 this looks like spam"),
    # After this one nothing is sent there any more.
    "Unknown.": ("rcpt", "550 5.1.1 there is no such mailbox"),
}


async def test_what_a_server_does_not_take_is_tried_again_or_shown_as_failed(
    correspondence: Correspondence,
):
    api, astrid, office = correspondence.api, correspondence.astrid, correspondence.office
    smtp = {**office.settings, "timeout": 1}
    correspondence.set_accounts(email_account(correspondence.support, smtp))
    await correspondence.site.start_server()
    await correspondence.write(astrid, QUESTION)
    await astrid.wait_for(2)
    (reference,) = [each["reference"] for each in await api.conversations()]

    for text, (stage, actions) in PASSING.items():
        office.script(stage, *actions)
        await api.reply(reference, text)
        await api.wait_until(has_come_to(text, "sent"))
    received = await astrid.wait_for(2 + len(PASSING))
    assert [read_text(mail).splitlines()[0] for mail in received[2:]] == list(PASSING)
    ids = [mail["Message-ID"] for mail in received]
    assert len(set(ids)) == len(ids)
    assert said(await api.conversation(reference), "event") == []

    for text, (stage, answer) in FINAL.items():
        office.script(stage, answer)
        await api.reply(reference, text)
        found = await api.wait_until(has_come_to(text, "failed"))
        (event,) = [each for each in said(found[0], "event") if answer[4:] in each]
        assert event.startswith("Not delivered: ")
        assert found[0]["status"] == "open"
    assert len(await astrid.wait_for(2 + len(PASSING))) == 2 + len(PASSING)


def has_come_to(text: str, state: str) -> Callable[[list[dict[str, Any]]], bool]:
    """Tell whether the reply of a text, in the only conversation, has a state of delivery."""

    def holds(found: list[dict[str, Any]]) -> bool:
        (reply,) = (each for each in found[0]["interactions"] if each["text"] == text)
        return bool(reply["delivery"] == state)

    return holds
