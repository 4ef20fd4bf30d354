"""A picture that comes with a text is kept, for its own thread and for staff."""

import pytest

from crm_store.files import get_file
from domain.channels import ThreadKey, Upload
from domain.conversations import Direction
from domain.errors import NotFoundError
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk, chat
from tests.stories.world import KNOWN, KNOWN_ANSWER

pytestmark = SLOW_ON_POSTGRES

PICTURE = b"\xff\xd8\xff a broken suitcase"


def telephone(number: str) -> ThreadKey:
    return ThreadKey(channel="sms", account="main", thread=number)


async def picture_id(desk: StoryDesk) -> str:
    (attachment,) = (await desk.log(ASTRID, Direction.IN))[-1].attachments
    assert attachment.file_id is not None
    return attachment.file_id


async def test_it_is_fetched_from_the_provider_and_kept(desk: StoryDesk):
    desk.media["bag"] = PICTURE
    await desk.customer_texts(ASTRID, "", media=["bag"])
    kept = await desk.system.gateway.get_file(telephone(ASTRID), await picture_id(desk))
    assert (kept.content, kept.media_type) == (PICTURE, "image/jpeg")


async def test_a_picture_without_words_goes_to_a_person(desk: StoryDesk):
    desk.media["bag"] = PICTURE
    await desk.customer_texts(ASTRID, "", media=["bag"])
    assert (await desk.conversation(ASTRID)).with_person
    assert "file" in desk.said_to(ASTRID)[0]


async def test_a_question_beside_a_picture_is_answered(desk: StoryDesk):
    desk.media["bag"] = PICTURE
    await desk.customer_texts(ASTRID, KNOWN, media=["bag"])
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]


async def test_nobody_elses_thread_can_read_it_but_staff_can(desk: StoryDesk):
    desk.media["bag"] = PICTURE
    await desk.customer_texts(ASTRID, "", media=["bag"])
    file_id = await picture_id(desk)
    for stranger in (telephone(JONAS), chat(ASTRID)):
        with pytest.raises(NotFoundError):
            await desk.system.gateway.get_file(stranger, file_id)
    assert (await desk.system.store.read(get_file, file_id)).content == PICTURE


async def test_a_picture_that_the_provider_does_not_give_out_yet_is_fetched_later(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "", media=["bag"])
    file_id = await picture_id(desk)
    with pytest.raises(NotFoundError):
        await desk.system.gateway.get_file(telephone(ASTRID), file_id)
    desk.media["bag"] = PICTURE
    await desk.time_passes(seconds=1)
    kept = await desk.system.gateway.get_file(telephone(ASTRID), file_id)
    assert kept.content == PICTURE


async def test_a_picture_that_the_provider_is_hours_late_with_is_fetched_then(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "", media=["bag"])
    for _ in range(9):
        await desk.time_passes(minutes=20)
    desk.media["bag"] = PICTURE
    await desk.time_passes(hours=1)
    kept = await desk.system.gateway.get_file(telephone(ASTRID), await picture_id(desk))
    assert kept.content == PICTURE


async def test_a_picture_that_is_gone_for_good_is_put_aside_and_blocks_nothing(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN, media=["gone"])
    for _ in range(12):
        await desk.time_passes(hours=1)
    (job,) = await desk.shunted()
    assert "404" in (job.last_error or "")
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]


async def test_a_file_uploaded_in_a_chat_is_that_visitors_alone(desk: StoryDesk):
    upload = Upload(
        thread=chat("vera"), filename="bag.jpg", media_type="image/jpeg", content=PICTURE
    )
    attachment = await desk.system.gateway.store_file(upload)
    assert attachment.size == len(PICTURE)
    kept = await desk.system.gateway.get_file(chat("vera"), attachment.file_id or "")
    assert kept.content == PICTURE
    with pytest.raises(NotFoundError):
        await desk.system.gateway.get_file(chat("victor"), attachment.file_id or "")
