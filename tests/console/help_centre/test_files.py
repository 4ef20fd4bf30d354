"""Files and pictures of articles, as readers get them."""

from crm_store.article_files import record_article_file
from domain.knowledge_desk import ArticleFile
from tests.console.help_centre.conftest import Desk, Reader


async def keep(desk: Desk, file_id: str, media_type: str, name: str) -> None:
    file = ArticleFile(
        id=file_id,
        article_id="late",
        filename=name,
        media_type=media_type,
        size=4,
        created_at=desk.clock.now(),
    )
    await desk.store.run(record_article_file, file, b"\x89PNG")


async def test_a_picture_of_a_published_article_is_shown_and_kept(reader: Reader):
    await keep(reader.desk, "p1", "image/png", "tag.png")
    await reader.desk.publish("late", answer="![The tag](/help/files/p1/tag.png)")

    page = await reader.ask("/help/en/articles/late", 200)
    response = await reader.get("/help/files/p1/tag.png")

    assert '<img src="/help/files/p1/tag.png" alt="The tag" loading="lazy"' in page
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    tag = response.headers["ETag"]
    assert (await reader.get("/help/files/p1/tag.png", **{"If-None-Match": tag})).status == 304


async def test_a_file_is_found_by_a_name_that_holds_joiners(reader: Reader):
    await keep(reader.desk, "p3", "image/png", "می\u200cروم.png")
    path = "/help/files/p3/%D9%85%DB%8C%E2%80%8C%D8%B1%D9%88%D9%85.png"
    await reader.desk.publish("late", answer=f"![A tag]({path})")

    assert f'src="{path}"' in await reader.ask("/help/en/articles/late", 200)
    assert (await reader.get(path)).status == 200


async def test_what_is_no_picture_is_saved_and_never_run(reader: Reader):
    await keep(reader.desk, "f1", "text/html", "form.html")
    await reader.desk.publish("late", answer="[The form](/help/files/f1/form.html)")

    response = await reader.get("/help/files/f1/form.html")

    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")


async def test_a_file_that_nothing_published_mentions_is_not_there(reader: Reader):
    await keep(reader.desk, "p2", "image/png", "secret.png")

    await reader.ask("/help/files/p2/secret.png", 404)
    await reader.ask("/help/files/none/x.png", 404)
    await reader.desk.retire("late", answer="![x](/help/files/p2/secret.png)")
    await reader.ask("/help/files/p2/secret.png", 404)
