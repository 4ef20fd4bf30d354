"""Mail as staff see it: new words first, all a click away, and nothing that acts by itself."""

import io
import re

import aiohttp
import pytest

from bot.reply_files import MOST_BYTES
from bot.undelivered import record_undelivered
from console.wording import name_file
from crm_store.conversations import change_conversation, get_conversation
from crm_store.files import record_file
from crm_store.interactions import list_interactions, record_interaction
from crm_store.jobs import claim_jobs, record_job, shunt_job
from crm_store.outbox import get_outbound
from crm_store.participants import list_participants, record_participant
from crm_store.schema import outbox
from crm_store.suppressions import find_suppression, record_suppression
from crm_store.transaction import Transaction
from domain.channels import Upload
from domain.conversations import Author, Direction, Interaction, Role
from domain.jobs import JobKind
from domain.messages import Address, Attachment, OutboundMessage
from tests.console.browser import Browser, Console, words_of
from tests.console.mail_channel import KEY, ORIGINAL, begin_mail, say_mail
from tests.console.record import minutes

ONE = "/console/conversations/FD-MAIL0001"
SAID = f"{ONE}/said/x-mail"


@pytest.fixture
async def agent(browser: Browser, console: Console) -> Browser:
    """An agent who is logged in, with one conversation by mail on record."""
    await console.services.store.run(begin_mail, console.clock.now())
    await browser.log_in("agent@example.com")
    return browser


async def sent(console: Console) -> list[OutboundMessage]:
    def read(tx: Transaction) -> list[OutboundMessage]:
        ids = tx.execute(outbox.select().order_by(outbox.c.created_at)).all()
        return [get_outbound(tx, row.id) for row in ids]

    return await console.services.store.run(read)


async def said(console: Console) -> tuple[Interaction, ...]:
    return await console.services.store.read(list_interactions, "v-mail")


async def test_a_mail_shows_who_wrote_to_whom_and_whether_that_is_sure(agent: Browser):
    words = words_of(await agent.read(ONE))

    for expected in (
        *("From astrid@example.org", "address verified", "Also to jonas@example.org"),
        *("Show everything", "Show as it came", "Download the original", "photo.png"),
        *("To astrid@example.org", "Gets copies of replies"),
    ):
        assert expected in words
    assert "quoted" not in words


async def test_who_forges_an_address_or_wrote_unasked_is_marked(agent: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        it = get_conversation(tx, "FD-MAIL0001")
        stranger = Address(kind="email", value="ralf@elsewhere.example", name="Ralf")
        record_participant(tx, it.id, stranger, Role.JOINED, now=now)
        say_mail(
            tx,
            it,
            "x-2",
            now=now,
            text="Pay me instead.",
            sender=stranger.value,
            facts={
                "verified": "DMARC failed",
                "subject": "Another matter",
                "reply_to": "r@x.example",
            },
        )

    await console.services.store.run(record)
    words = words_of(await agent.read(ONE))

    assert "ralf@elsewhere.example not verified: the address may be forged" in words
    assert "wrote into this conversation without having been addressed" in words
    assert "Subject Another matter" in words
    assert "Replies go to r@x.example" in words


async def test_a_sender_whom_the_receiving_server_found_forged_is_marked_so(
    agent: Browser, console: Console
):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        say_mail(
            tx,
            get_conversation(tx, "FD-MAIL0001"),
            "x-2",
            now=now,
            text="Pay me instead.",
            sender="boss@elsewhere.example",
            facts={"verified": "relayed by a form", "refuted": "DMARC failed for shop.example"},
        )

    await console.services.store.run(record)
    page = await agent.read(ONE)

    assert "boss@elsewhere.example forged, as the receiving server found" in words_of(page)
    assert 'title="DMARC failed for shop.example"' in page


async def test_machine_mail_is_folded_with_its_reason(agent: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        say_mail(
            tx,
            get_conversation(tx, "FD-MAIL0001"),
            "x-2",
            now=now,
            text="I am away.",
            author=Author.SYSTEM,
            facts={"automatic": "it carries Auto-Submitted: auto-replied"},
        )

    await console.services.store.run(record)
    page = await agent.read(ONE)

    assert re.search(r'<details id="machine-x-2" class="machine">', page)
    assert "Written by a machine It carries Auto-Submitted: auto-replied" in words_of(page)


async def test_everything_is_one_click_away_as_text(agent: Browser):
    fragment = await agent.read(f"{SAID}/text")
    page = await agent.read(SAID)

    for text in (fragment, page):
        assert "&gt; the &lt;i&gt;quoted&lt;/i&gt; thread" in text
    assert f'hx-get="{SAID}/text"' in await agent.read(ONE)


async def test_html_mail_stands_in_a_document_that_can_load_and_do_nothing(agent: Browser):
    page = await agent.get(f"{SAID}?as=html")
    document = await agent.get(f"{SAID}/html")

    text = await page.text()
    assert f'<iframe class="whole-frame" src="{SAID}/html" sandbox=' in text
    assert "allow-scripts" not in text
    assert "allow-same-origin" not in text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    policy = document.headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "img-src data:;", "frame-ancestors 'self'", "sandbox"):
        assert rule in policy
    assert "https:" not in policy
    assert document.headers["Referrer-Policy"] == "no-referrer"
    html = await document.text()
    assert '<img src="data:image/png;base64,' in html
    assert ' src="https://tracker' not in html


async def test_pictures_from_elsewhere_load_only_when_an_agent_asks(agent: Browser):
    page = await agent.read(f"{SAID}?as=html")
    asked = await agent.read(f"{SAID}?as=html&images=remote")
    document = await agent.get(f"{SAID}/html?images=remote")

    assert "Load remote images" in page
    assert f'src="{SAID}/html?images=remote"' in asked
    assert ' src="https://tracker.example/a.png"' in await document.text()
    assert "img-src data: https:" in document.headers["Content-Security-Policy"]


async def test_the_original_is_saved_and_never_shown(agent: Browser):
    response = await agent.get(f"{SAID}/original")

    assert await response.read() == ORIGINAL
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert (
        response.headers["Content-Disposition"] == 'attachment; filename="FD-MAIL0001-x-mail.eml"'
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert (await agent.get(f"{ONE}/said/none/original")).status == 404


async def test_a_message_is_read_only_within_its_own_conversation(agent: Browser):
    for part in ("", "/text", "/html", "/original"):
        response = await agent.get(f"/console/conversations/FD-00000001/said/x-mail{part}")
        assert response.status == 404


async def test_a_reply_goes_to_copies_as_the_agent_chose(agent: Browser, console: Console):
    form = await agent.read(ONE)
    assert 'name="cc" type="text" value="jonas@example.org"' in form

    response = await agent.act(
        f"{ONE}/reply",
        text="We pay for it.",
        cc='"Berg, Ann" <Ann@Example.org>; jonas@example.org',
        bcc="boss@example.com",
    )

    assert response.status == 303
    (message,) = await sent(console)
    assert [each.value for each in message.cc] == ["ann@example.org", "jonas@example.org"]
    assert message.cc[0].name == "Berg, Ann"
    assert [each.value for each in message.bcc] == ["boss@example.com"]
    assert message.to == Address(kind="email", value="astrid@example.org")
    people = await console.services.store.read(list_participants, "v-mail")
    assert ("ann@example.org", Role.COPIED) in [(each.address.value, each.role) for each in people]
    words = words_of(await agent.read(ONE))
    assert "Cc ann@example.org, jonas@example.org Bcc boss@example.com" in words


async def test_an_agent_can_leave_everybody_out_of_a_reply(agent: Browser, console: Console):
    await agent.act(f"{ONE}/reply", text="Between us.", cc="", bcc="")

    (message,) = await sent(console)
    assert message.cc == ()


@pytest.mark.parametrize("wrong", ["nobody", "a@b", "a b@example.org", "a@example.org\nx: y"])
async def test_what_is_no_address_is_refused_in_words(agent: Browser, console: Console, wrong: str):
    for field in ("cc", "bcc"):
        response = await agent.act(f"{ONE}/reply", text="Hello", **{field: wrong})
        assert response.status == 422
        assert "is no email address" in await response.text()
    assert await sent(console) == []


async def reply_with_files(
    agent: Browser, files: list[tuple[str, bytes]], *, path: str = "reply"
) -> aiohttp.ClientResponse:
    form = aiohttp.FormData()
    form.add_field("csrf", await agent.token())
    form.add_field("text", "See the enclosed form.")
    for name, content in files:
        form.add_field("files", io.BytesIO(content), filename=name, content_type="text/html")
    return await agent.client.post(f"{ONE}/{path}", data=form, allow_redirects=False)


async def test_files_go_with_a_reply_by_name(agent: Browser, console: Console):
    response = await reply_with_files(agent, [("claim.pdf", b"%PDF-1"), ("a.html", b"<b>")])

    assert response.status == 303
    (message,) = await sent(console)
    assert [(each.filename, each.media_type, each.size) for each in message.attachments] == [
        ("claim.pdf", "application/pdf", 6),
        ("a.html", "text/html", 3),
    ]
    assert (await said(console))[-1].attachments == message.attachments
    assert "claim.pdf" in words_of(await agent.read(ONE))


async def test_files_are_bounded_and_no_part_of_notes(agent: Browser, console: Console):
    many = await reply_with_files(agent, [(f"{number}.txt", b"x") for number in range(11)])
    large = await reply_with_files(agent, [("large.bin", bytes(MOST_BYTES + 1))])
    empty = await reply_with_files(agent, [("empty.txt", b"")])
    note = await reply_with_files(agent, [("a.txt", b"x")], path="note")
    nowhere = await reply_with_files(agent, [("a.txt", b"x")], path="resolve")

    assert [each.status for each in (many, large, empty, note)] == [422, 422, 422, 422]
    assert nowhere.status == 415
    assert await sent(console) == []


async def test_a_form_with_files_needs_the_sessions_token_too(agent: Browser, console: Console):
    form = aiohttp.FormData()
    form.add_field("csrf", "made up")
    form.add_field("text", "Hello")
    form.add_field("files", b"x", filename="a.txt")
    response = await agent.client.post(f"{ONE}/reply", data=form)

    assert response.status == 403
    assert await sent(console) == []


async def test_nothing_is_written_to_a_dead_address_until_somebody_lifts_that(
    agent: Browser, console: Console
):
    store, now = console.services.store, console.clock.now()
    await store.run(
        record_suppression, "email", "astrid@example.org", reason="550 User unknown", now=now
    )
    refused = await agent.act(f"{ONE}/reply", text="Hello")
    page = words_of(await agent.read(ONE))

    assert refused.status == 422
    text = words_of(await refused.text())
    assert "550 User unknown" in text
    assert "Send there again" in text
    assert "Nothing is sent to astrid@example.org" in page

    lifted = await agent.act(f"{ONE}/send-again", address="astrid@example.org")
    again = await agent.act(f"{ONE}/send-again", address="astrid@example.org")

    assert lifted.status == 303
    assert again.status == 404
    assert await store.read(find_suppression, "email", "astrid@example.org") is None
    assert (await said(console))[-1].text.startswith("Agent Berg lets messages be sent to")
    assert (await agent.act(f"{ONE}/reply", text="Hello")).status == 303


async def test_a_participant_is_copied_or_no_longer(agent: Browser, console: Console):
    store, now = console.services.store, console.clock.now()
    ralf = Address(kind="email", value="ralf@elsewhere.example")
    await store.run(record_participant, "v-mail", ralf, Role.JOINED, now=now)

    await agent.act(f"{ONE}/copy", address=ralf.value)
    await agent.act(f"{ONE}/uncopy", address="jonas@example.org")
    unknown = await agent.act(f"{ONE}/copy", address="nobody@example.org")
    requester = await agent.act(f"{ONE}/uncopy", address="astrid@example.org")

    people = await store.read(list_participants, "v-mail")
    roles = {each.address.value: each.role for each in people}
    assert roles == {"astrid@example.org": Role.REQUESTER, ralf.value: Role.COPIED}
    assert (unknown.status, requester.status) == (404, 404)
    assert f'value="{ralf.value}"' in await agent.read(f"{ONE}/parts/copies")


async def test_a_mail_that_came_back_is_the_first_thing_seen(agent: Browser, console: Console):
    await agent.act(f"{ONE}/reply", text="We pay for it.")
    (message,) = await sent(console)

    def fail(tx: Transaction) -> None:
        tools = console.services.desk._tools
        now = console.clock.now()
        record_undelivered(tx, tools, message, "550 User unknown", now=now)

    await console.services.store.run(fail)
    page, inbox = words_of(await agent.read(ONE)), words_of(await agent.read("/console/"))

    assert page.index("Not delivered: 550 User unknown") < page.index("We pay for it.")
    assert "Customer waits" in page
    assert "Not delivered" in inbox


async def test_machine_mail_has_a_view_of_its_own(agent: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        change_conversation(
            tx,
            get_conversation(tx, "FD-MAIL0001"),
            now=now,
            status="resolved",
            disposition="automatic",
        )

    await console.services.store.run(record)

    assert "FD-MAIL0001" in await agent.read("/console/?view=automatic")
    assert "FD-MAIL0001" not in await agent.read("/console/?view=resolved")


async def test_mail_that_could_not_be_read_is_named_and_saved(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        begin_mail(tx, now)
        record_job(tx, job_id="j-1", kind=JobKind.PROCESS, ordering_key="k", subject="r-1", now=now)
        (job,) = claim_jobs(tx, now=now, lease_until=now + minutes(1), limit=1)
        shunt_job(tx, job, error="MalformedMessage: no sender")

    await console.services.store.run(record)
    await browser.log_in("admin@example.com")

    words = words_of(await browser.read("/console/operations"))
    saved = await browser.get("/console/operations/jobs/j-1/original")

    assert "Email “support” from astrid@example.org · 55 bytes" in words
    assert "no sender" in words
    assert await saved.read() == ORIGINAL
    assert saved.headers["Content-Disposition"] == 'attachment; filename="message-j-1.eml"'
    assert (await browser.get("/console/operations/jobs/none/original")).status == 404


@pytest.mark.parametrize(
    ("media_type", "name"),
    [
        ("text/calendar", "Invitation.ics"),
        ("message/rfc822", "Enclosed mail.eml"),
        ("application/pdf", "Unnamed file.pdf"),
        ("application/x-of-nobody", "Unnamed file"),
    ],
)
def test_a_part_that_came_without_a_name_is_shown_under_one(media_type: str, name: str):
    assert name_file("", media_type) == name
    assert name_file("mine.bin", media_type) == "mine.bin"


async def test_a_part_that_came_without_a_name_can_be_seen_and_saved(
    agent: Browser, console: Console
):
    def add(tx: Transaction) -> None:
        now = console.clock.now()
        upload = Upload(thread=KEY, filename="", media_type="text/calendar", content=b"BEGIN:")
        record_file(tx, upload, file_id="f-call", now=now)
        conversation = get_conversation(tx, "FD-MAIL0001")
        record_interaction(
            tx,
            conversation,
            interaction_id="x-call",
            direction=Direction.IN,
            author=Author.CUSTOMER,
            now=now,
            text="Shall we talk?",
            attachments=(
                Attachment(filename="", media_type="text/calendar", size=6, file_id="f-call"),
            ),
            source_ids={"from": "astrid@example.org"},
        )

    await console.services.store.run(add)
    assert "<span>Invitation.ics " in await agent.read(ONE)
    saved = await agent.get("/console/files/f-call")
    assert saved.headers["Content-Disposition"].endswith("Invitation.ics")
