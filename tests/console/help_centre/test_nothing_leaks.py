"""Whatever is not published is nowhere in the help centre: every link of it is followed."""

import re
from collections import deque
from datetime import timedelta
from html import unescape
from typing import Any

from crm_store.article_drafts import record_draft
from domain.knowledge import ArticleState
from domain.knowledge_desk import ArticleContent, ArticleDraft
from tests.console.help_centre.conftest import Desk, Reader

_LINK = re.compile(r'(?:href|src|action)="([^"]+)"|<loc>([^<]+)</loc>')
# A word that stands nowhere else, for everything that readers are not to see.
SECRETS = {
    "draft": "quizzacious",
    "in review": "wabbajack",
    "scheduled": "snollygoster",
    "changes of what is published": "gobemouche",
    "a translation not yet out": "taradiddle",
    "retired": "cattywampus",
    "retired, with a follower": "bumfuzzle",
    "an earlier version": "flibbertigibbet",
    "a variant": "lollygagging",
    "a tag": "kerfuffles",
}


# The one that readers are to see, so that a crawl which finds nothing at all is found out.
SHOWN = "pandiculation"


async def write_much_that_is_secret(desk: Desk) -> None:
    """Have articles in every state beside those that are published."""
    now = desk.clock.now()

    async def draft(article_id: str, kind: str, locale: str = "en", **more: Any) -> None:
        word = SECRETS[kind]
        content = ArticleContent(
            title=f"Title {word}",
            variants=(f"how {word}",),
            answer=f"Answer {word}",
            category="lost",
        )
        told: dict[str, Any] = {"base_version": 0, **more}
        written = ArticleDraft(
            article_id=article_id,
            locale=locale,
            content=content,
            revision=1,
            created_at=now,
            updated_at=now,
            updated_by="Kim",
            **told,
        )
        await desk.store.run(record_draft, written)

    await draft("d1", "draft")
    await draft("d2", "in review", state=ArticleState.IN_REVIEW)
    await draft("d3", "scheduled", publish_at=now + timedelta(days=1))
    await draft("late", "changes of what is published", base_version=1)
    await draft("cabin", "a translation not yet out", locale="de")
    for article_id, kind, target in (
        ("r1", "retired", None),
        ("r2", "retired, with a follower", "late"),
    ):
        word = SECRETS[kind]
        await desk.publish(article_id, title=f"Title {word}", answer=word, category="lost")
        await desk.retire(
            article_id, title=f"Title {word}", answer=word, category="lost", redirect_to=target
        )
    await desk.publish("v1", answer=f"It was {SECRETS['an earlier version']} once.")
    await desk.publish("v1", answer="It is otherwise now.", tags=(SECRETS["a tag"],))
    await desk.publish("s1", title=f"Title {SHOWN}", answer=f"Answer {SHOWN}", category="lost")


async def crawl(reader: Reader, beginnings: list[str]) -> dict[str, str]:
    """Follow every link of this site, and return what is at each address."""
    waiting, seen = deque(beginnings), dict[str, str]()
    while waiting:
        path = waiting.popleft().partition("#")[0]
        if path in seen or not path.startswith("/") or len(seen) > 1_000:
            continue
        response = await reader.get(path)
        seen[path] = await response.text(errors="replace")
        assert response.status < 500, path
        if "Location" in response.headers:
            waiting.append(response.headers["Location"])
        if path.startswith(("/help", "/robots")):
            for one, other in _LINK.findall(seen[path]):
                found = unescape(one or other).replace("http://127.0.0.1:8080", "")
                waiting.append(found)
    return seen


async def test_nothing_unpublished_is_behind_any_link(reader: Reader):
    await write_much_that_is_secret(reader.desk)
    ids = ("d1", "d2", "d3", "late", "cabin", "r1", "r2", "v1")
    guessed = [
        path
        for locale in ("en", "de")
        for each in ids
        for path in (
            f"/help/{locale}/articles/{each}",
            f"/help/{locale}/articles/{each}?rated=no",
            f"/help/{locale}/contact?article={each}",
        )
    ]
    words = [*SECRETS.values(), SHOWN, "Title", "Answer", "how"]
    searches = [f"/help/{locale}/search?q={word}" for locale in ("en", "de") for word in words]

    seen = await crawl(reader, ["/help", "/help/sitemap.xml", "/robots.txt", *guessed, *searches])

    assert "/help/en/articles/late" in seen
    assert "/help/en/articles/v1" in seen
    for path in ("articles/s1", "categories/lost", f"search?q={SHOWN}", "search?q=Title"):
        assert SHOWN in seen[f"/help/en/{path}"], path
    assert len([path for path in seen if path.startswith("/help/")]) > 40
    for kind, word in SECRETS.items():
        for path, page in seen.items():
            typed = f"q={word}" in path
            said = page.replace(f"“{word}”", "").replace(f"„{word}“", "") if typed else page
            said = re.sub(rf'(value="|q=|<b dir="auto">){word}', "", said) if typed else said
            assert word not in said, f"{kind} is shown at {path}"


async def test_every_link_of_the_help_centre_leads_somewhere(reader: Reader):
    seen = await crawl(reader, ["/help", "/help/sitemap.xml"])
    for path in seen:
        if path.startswith("/help") and "/rating" not in path:
            assert (await reader.get(path)).status in {200, 302}, path
