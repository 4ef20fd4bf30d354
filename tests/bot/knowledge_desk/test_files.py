"""Files and pictures of articles: kept, shown once the article is published, and refused."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.knowledge_desk.desk import KnowledgeDesk
from bot.knowledge_desk.take_picture import take_file
from bot.tools import Tools
from crm_store.article_files import (
    find_article_file,
    find_public_file,
    read_article_file_content,
)
from crm_store.store import Store
from domain.errors import InvalidInputError, NotFoundError
from tests.bot.knowledge_desk.conftest import ANN
from tests.bot.knowledge_desk.stories import BAGS, publish, write


def make_picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (2000, 1000), "red").save(buffer, "PNG")
    return buffer.getvalue()


async def test_a_picture_is_public_once_a_published_answer_shows_it(
    desk: KnowledgeDesk, tools: Tools, store: Store
):
    await publish(desk)
    file = await take_file(tools, "bags", "../my map.PNG", make_picture(), by=ANN)
    assert (file.filename, file.media_type, file.width, file.height) == (
        "my map.png",
        "image/png",
        1600,
        800,
    )
    shown = replace(BAGS, answer=f"![map](/help/files/{file.id}/my%20map.png)")
    await write(desk, shown)
    assert await store.read(find_public_file, file.id) is None
    await publish(desk, shown)
    assert await store.read(find_public_file, file.id) == file
    content = await store.read(read_article_file_content, file.id)
    assert len(content) == file.size
    assert (await desk.open("bags", "en")).files == (file,)
    await desk.retire("bags", "en", by=ANN)
    assert await store.read(find_public_file, file.id) is None


@pytest.mark.parametrize(
    ("filename", "content", "words"),
    [
        ("map.svg", b"<svg onload='alert(1)'/>", "SVG drawing"),
        ("map.png", b"<svg onload='alert(1)'/>", "SVG drawing"),
        ("map.png", b"MZ a program", "no picture"),
        ("notes.txt", b"", "is empty"),
        ("notes.exe", b"MZ a program", "not taken"),
        ("notes.pdf", b"MZ a program", "is not application/pdf"),
        ("page.html", b"<script>alert(1)</script>", "not taken"),
        ("long.txt", b"x" * 10_000_001, "10 MB"),
    ],
)
async def test_what_is_not_taken_is_refused_with_words(
    desk: KnowledgeDesk, tools: Tools, filename: str, content: bytes, words: str
):
    await write(desk, BAGS)
    with pytest.raises(InvalidInputError, match=words):
        await take_file(tools, "bags", filename, content, by=ANN)


async def test_a_picture_is_one_whatever_it_is_called(desk: KnowledgeDesk, tools: Tools):
    await write(desk, BAGS)
    file = await take_file(tools, "bags", "map.txt", make_picture(), by=ANN)
    assert (file.filename, file.media_type) == ("map.png", "image/png")


async def test_a_picture_that_another_article_shows_is_public_and_outlives_its_own(
    desk: KnowledgeDesk, tools: Tools, store: Store
):
    await write(desk, BAGS)
    file = await take_file(tools, "bags", "map.png", make_picture(), by=ANN)
    shown = replace(BAGS, answer=f"![map](/help/files/{file.id}/map.png)")
    await publish(desk, shown, article_id="fees")
    assert await store.read(find_public_file, file.id) == file
    await desk.discard("bags", "en", by=ANN)
    assert await store.read(find_public_file, file.id) == file


async def test_files_belong_to_an_article_and_go_with_the_last_of_it(
    desk: KnowledgeDesk, tools: Tools, store: Store
):
    with pytest.raises(NotFoundError):
        await take_file(tools, "bags", "notes.txt", b"notes", by=ANN)
    await write(desk, BAGS)
    file = await take_file(tools, "bags", "notes.txt", b"notes", by=ANN)
    assert file.media_type == "text/plain"
    await desk.discard("bags", "en", by=ANN)
    assert await store.read(find_article_file, file.id) is None
