"""A conversation: everything said, why, and what staff can do about it."""

import asyncio
import re

from crm_store.conversations import get_conversation
from crm_store.customers import record_identity
from crm_store.feedback import list_feedback, record_feedback
from crm_store.files import record_file
from crm_store.interactions import list_interactions
from crm_store.transaction import Transaction
from domain.channels import ThreadKey, Upload
from domain.conversations import Author, ConversationStatus, Direction
from domain.decisions import AskedQuestion, Understanding
from domain.feedback import AnswerFeedback, FeedbackSource, Verdict
from domain.knowledge import ArticleMatch, Candidate, MatchExplanation, Repair
from domain.messages import Address, Attachment, QuickReply
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, explain, hand_over, minutes, reference_of, say

ONE = f"/console/conversations/{reference_of(1)}"


async def begin_one(console: Console, text: str = "Where is my bag?", **changes: str) -> None:
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        hand_over(tx, begin(tx, 1, now=now, text=text), now=now, **changes)

    await console.services.store.run(record)


async def test_it_shows_all_that_was_said_noted_and_done(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        one = begin(tx, 1, now=now - minutes(60 * 30))
        offered = (QuickReply(label="A late bag", value="article:late-bag"),)
        say(
            tx,
            one,
            "x-2",
            text="Did you mean this?",
            now=now,
            direction=Direction.OUT,
            author=Author.BOT,
            quick_replies=offered,
        )
        say(
            tx,
            one,
            "x-3",
            text="Be kind.",
            now=now,
            direction=Direction.NOTE,
            author=Author.AGENT,
            author_id="s-agent",
            author_name="Agent Berg",
        )
        say(
            tx,
            one,
            "x-4",
            text="Taken by Agent Berg",
            now=now,
            direction=Direction.EVENT,
            author=Author.SYSTEM,
        )
        hand_over(tx, one, now=now)

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")

    words = words_of(await browser.read(ONE))

    for expected in (
        *("Where is my bag?", "Did you mean this?", "A late bag", "Be kind.", "only for staff"),
        *("Taken by Agent Berg", "Yesterday", "Today", "Astrid Lindqvist", "Gold", "verified"),
        *("DEMO42", "Mon 2 March 2026, 15:00 UTC", "First response", "due in 30 min"),
    ):
        assert expected in words


async def test_it_answers_why_the_bot_did_what_it_did(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        explain(tx, begin(tx, 1, now=now), "x-1", now)

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")

    words = words_of(await browser.read(ONE))

    for expected in (
        "Answered with the article “My bag has not arrived”, 91 % sure.",
        "Miss: Asked for person The customer asked for nobody.",
        "Hit: Surely known Best article is 91 % sure.",
        *("Lost things en 20 %", "Language en", "Question, 88 %", "Knowledge version 7"),
    ):
        assert expected in words


async def test_it_shows_what_spoke_for_each_article_and_how_much_was_needed(
    browser: Browser, console: Console
):
    now = console.clock.now()
    match = ArticleMatch(
        article_id="password",
        locale="en",
        version=4,
        title="Passwords",
        confidence=0.8,
        needed=0.91,
    )
    understanding = Understanding(
        language="en",
        intent="question",
        confidence=0.7,
        matches=(match,),
        index_version=9,
        questions=(
            AskedQuestion(text="my pasword?", matches=(match,)),
            AskedQuestion(text="and <b>pets</b>?", matches=()),
        ),
        follows="How do I log in?",
        explanation=MatchExplanation(
            candidates=(
                Candidate(
                    match=match,
                    parts={"meaning": 0.62, "stars_<i>tonight": 0.4},
                    variant="I forgot my <b>password",
                    exact=True,
                ),
            ),
            repairs=(Repair("pasword", "password"),),
            known=0.5,
        ),
        encoder="all-minilm-l6-v2",
    )

    def record(tx: Transaction) -> None:
        explain(tx, begin(tx, 1, now=now), "x-1", now, understanding)

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")

    page = await browser.read(ONE)
    words = words_of(page)
    for expected in (
        *("Passwords en Word for word", "80 % sure. 91 % needed to send it unasked."),
        *("Meaning 62 %", "Stars <i>tonight 40 %", "I forgot my <b>password"),
        *("pasword → read as password", "Words known 50 %", "Compared by all-minilm-l6-v2"),
        *("the question before: How do I log in?", "password, version 4", "No article comes near."),
    ):
        assert expected in words
    assert 'class="gauge-mark" x1="91.0%"' in page
    assert "style=" not in page
    assert "<b>p" not in page


async def test_it_says_where_no_encoder_was_at_work(browser: Browser, console: Console):
    now = console.clock.now()
    understanding = Understanding(
        language="en", intent="question", confidence=0.7, explanation=MatchExplanation()
    )

    def record(tx: Transaction) -> None:
        explain(tx, begin(tx, 1, now=now), "x-1", now, understanding)

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")

    assert "Compared by words and letters alone" in words_of(await browser.read(ONE))


async def test_what_customers_write_never_becomes_a_part_of_the_page(
    browser: Browser, console: Console
):
    attack = '<script>alert(1)</script> <img src=x onerror=alert(1)> https://x.example/"><b>'
    await begin_one(console, attack)
    await browser.log_in("agent@example.com")

    for path in (ONE, "/console/", "/console/customers/c-astrid"):
        page = await browser.read(path)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>" not in page.partition("x.example")[2][:40]
        assert "&lt;script&gt;alert(1)" in page


async def test_a_text_made_to_be_slow_is_shown_without_links(browser: Browser, console: Console):
    await begin_one(console, "https://x.example/" + "<" * 400_000 + ">" * 400_000)
    await browser.log_in("agent@example.com")

    async with asyncio.timeout(60):
        page = await browser.read(ONE)

    assert "https://x.example/&lt;&lt;" in page
    assert 'href="https://x.example' not in page


async def test_an_address_that_nobody_has_proved_is_called_claimed(
    browser: Browser, console: Console
):
    await begin_one(console)
    address = Address(kind="email", value="astrid@example.com", verified=False)
    await console.services.store.run(
        record_identity,
        identity_id="i-claimed",
        customer_id="c-astrid",
        address=address,
        now=console.clock.now(),
    )
    await browser.log_in("agent@example.com")

    for path in (ONE, "/console/customers/c-astrid"):
        words = words_of(await browser.read(path))
        assert "astrid@example.com Email · claimed, not verified" in words


async def test_a_long_conversation_is_shown_part_by_part(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        one = begin(tx, 1, now=now, text="Line 1.")
        explain(tx, one, "x-1", now)
        for number in range(2, 251):
            say(tx, one, f"x-n{number}", text=f"Line {number}.", now=now)

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")

    seen: list[int] = []
    query = ""
    for _ in range(3):
        page = await browser.read(ONE + query)
        part = await browser.read(f"{ONE}/parts/timeline{query}")
        lines = [int(number) for number in re.findall(r"Line (\d+)\.", page)]
        assert len(lines) <= 100
        assert lines == [int(number) for number in re.findall(r"Line (\d+)\.", part)]
        assert ("Show the latest" in page) is bool(query)
        seen = lines + seen
        earlier = re.search(r'href="(\?before=\d+)"', page)
        query = earlier[1] if earlier else ""

    assert not query
    assert seen == list(range(1, 251))
    assert "91 % sure" in page
    assert (await browser.get(f"{ONE}?before=x")).status == 422


async def test_a_long_text_is_folded_and_whole_on_a_page_of_its_own(
    browser: Browser, console: Console
):
    text = "www.a.bc " * 500 + "<b>the end"
    await begin_one(console, text)
    await browser.log_in("agent@example.com")

    for path in (ONE, "/console/customers/c-astrid"):
        page = await browser.read(path)
        assert page.count("www.a.bc") < 300
        assert "the end" not in page
        assert f'href="{ONE}/said/x-1">Show the whole text, 4,510 characters' in page

    whole = await browser.read(f"{ONE}/said/x-1")
    assert whole.count("www.a.bc") == 500
    assert "&lt;b&gt;the end" in whole
    assert 'href="http' not in whole
    assert (await browser.get(f"{ONE}/said/x-none")).status == 404


async def test_a_page_stays_small_whatever_a_visitor_writes(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        one = begin(tx, 1, now=now)
        for number in range(300):
            say(tx, one, f"x-n{number}", text="www.a.bc " * 222, now=now)

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")

    assert len(await browser.read(ONE)) < 2_500_000


async def test_a_reply_goes_out_and_the_agent_has_the_conversation(
    browser: Browser, console: Console
):
    await begin_one(console)
    await browser.log_in("agent@example.com")

    response = await browser.act(f"{ONE}/reply", text="It is on the next flight.\r\nSorry!")

    assert response.status == 303
    assert response.headers["Location"] == ONE
    store = console.services.store
    conversation = await store.read(get_conversation, reference_of(1))
    said = await store.read(list_interactions, conversation.id)
    assert said[-1].text == "It is on the next flight.\nSorry!"
    assert said[-1].author_name == "Agent Berg"
    assert conversation.assignee == "s-agent"
    assert "Waiting to go out" in words_of(await browser.read(ONE))


async def test_a_note_is_kept_apart_from_what_the_customer_reads(
    browser: Browser, console: Console
):
    await begin_one(console)
    await browser.log_in("agent@example.com")

    await browser.act(f"{ONE}/note", text="Called the airport.")

    page = await browser.read(ONE)
    assert 'class="said note by-agent"' in page
    assert "Called the airport." in page


async def test_a_conversation_is_taken_released_passed_on_resolved_and_opened_again(
    browser: Browser, console: Console
):
    await begin_one(console)
    await browser.log_in("agent@example.com")

    async def now_is() -> tuple[str | None, str | None, ConversationStatus]:
        it = await console.services.store.read(get_conversation, reference_of(1))
        return it.assignee, it.queue, it.status

    await browser.act(f"{ONE}/take")
    assert await now_is() == ("s-agent", "baggage", ConversationStatus.OPEN)
    await browser.act(f"{ONE}/release")
    assert await now_is() == (None, "baggage", ConversationStatus.OPEN)
    await browser.act(f"{ONE}/assign", queue="general")
    assert await now_is() == (None, "general", ConversationStatus.OPEN)
    await browser.act(f"{ONE}/assign", assignee="s-supervisor")
    assert await now_is() == ("s-supervisor", "general", ConversationStatus.OPEN)
    await browser.act(f"{ONE}/resolve", disposition="solved")
    assert (await now_is())[2] is ConversationStatus.RESOLVED
    assert "Resolved: solved" in words_of(await browser.read(ONE))
    await browser.act(f"{ONE}/reopen")
    assert await now_is() == ("s-agent", "general", ConversationStatus.OPEN)


async def test_who_comes_second_is_told_who_has_it(browser: Browser, console: Console):
    await begin_one(console, assignee="s-supervisor")
    await browser.log_in("agent@example.com")

    response = await browser.act(f"{ONE}/take")

    assert response.status == 409
    assert "Supervisor Berg has" in await response.text()


async def test_a_page_that_acts_in_place_is_told_in_words(browser: Browser, console: Console):
    await begin_one(console)
    await browser.log_in("agent@example.com")
    headers = {"HX-Request": "true", "X-CSRF-Token": await browser.token()}

    done = await browser.post(f"{ONE}/take", {}, headers=headers)
    refused = await browser.post(f"{ONE}/reply", {"text": "  "}, headers=headers)

    assert done.status == 204
    assert "conversation-changed" in done.headers["HX-Trigger"]
    assert refused.status == 422
    assert refused.content_type == "application/problem+json"
    assert (await refused.json(content_type=None))["detail"] == "Write something first."


async def test_files_of_customers_are_shown_or_saved_but_never_run(
    browser: Browser, console: Console
):
    now = console.clock.now()
    key = ThreadKey(channel="api", account="api", thread="visitor-1")

    def record(tx: Transaction) -> None:
        one = begin(tx, 1, now=now)
        for number, (name, kind) in enumerate(
            (('ta"g.png', "image/png"), ("x.svg", "image/svg+xml"))
        ):
            upload = Upload(thread=key, filename=name, media_type=kind, content=b"<svg/>")
            record_file(tx, upload, file_id=f"f-{number}", now=now)
            attachment = Attachment(filename=name, media_type=kind, size=6, file_id=f"f-{number}")
            say(tx, one, f"x-f{number}", text="", now=now, attachments=(attachment,))

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")

    page = await browser.read(ONE)
    shown, saved = await browser.get("/console/files/f-0"), await browser.get("/console/files/f-1")

    assert '<img src="/console/files/f-0"' in page
    assert '<img src="/console/files/f-1"' not in page
    assert shown.headers["Content-Type"] == "image/png"
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert (await browser.get("/console/files/none")).status == 404


async def test_an_unknown_reference_is_a_page_that_helps(browser: Browser):
    await browser.log_in("agent@example.com")

    response = await browser.get("/console/conversations/FD-NOPE", Accept="text/html")

    assert response.status == 404
    assert "There is no conversation 'FD-NOPE'." in words_of(await response.text())


async def answer_one(console: Console) -> None:
    """Have the bot answer a question with an article."""
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        one = begin(tx, 1, now=now)
        explain(tx, one, "x-1", now)
        say(
            tx,
            one,
            "x-2",
            text="Report it at the desk.",
            now=now,
            direction=Direction.OUT,
            author=Author.BOT,
            quick_replies=(QuickReply(label="That helped", value="helped"),),
            source_ids={"article": "late-bag", "version": 1},
        )

    await console.services.store.run(record)


JUDGE = f"{ONE}/said/x-1/judge"


async def test_an_answer_of_the_bot_can_be_judged_and_the_verdict_taken_back(
    browser: Browser, console: Console
):
    await answer_one(console)
    await browser.log_in("agent@example.com")
    page = await browser.read(ONE)
    assert 'aria-label="Was “My bag has not arrived” the right answer?"' in page
    assert page.count('aria-pressed="false"') == 2

    for verdict, pressed in (("wrong", True), ("right", True), ("none", False)):
        answer = await browser.act(JUDGE, verdict=verdict, article="late-bag")
        assert answer.status == 303
        page = await browser.read(ONE)
        assert ('aria-pressed="true"' in page) is pressed
        assert ("said by Agent Berg" in page) is pressed
        if pressed:
            assert re.search(rf'class="judge {verdict}"[^>]*value="none"[^>]*"true"', page)


async def test_what_the_customer_said_of_it_stands_beside_an_answer(
    browser: Browser, console: Console
):
    await answer_one(console)
    said = AnswerFeedback(
        conversation_id="v-1",
        interaction_id="x-1",
        article_id="late-bag",
        locale="en",
        article_version=1,
        index_version=1,
        confidence=0.91,
        verdict=Verdict.WRONG,
        source=FeedbackSource.CUSTOMER,
        at=console.clock.now(),
    )
    await console.services.store.run(record_feedback, said)
    await browser.log_in("agent@example.com")
    words = words_of(await browser.read(ONE))
    assert "The customer: it did not help" in words
    assert "That helped" not in words


async def test_only_answers_of_the_bot_are_judged_and_only_as_right_or_wrong(
    browser: Browser, console: Console
):
    await answer_one(console)
    await browser.log_in("agent@example.com")
    for path, verdict, status in (
        (JUDGE, "perhaps", 422),
        (f"{ONE}/said/x-2/judge", "right", 404),
        (f"{ONE}/said/nothing/judge", "right", 404),
    ):
        answer = await browser.act(path, verdict=verdict, article="late-bag")
        assert answer.status == status
    assert await console.services.store.read(list_feedback) == ()
