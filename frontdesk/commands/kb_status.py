"""`frontdesk kb status`: what the bot knows, by what it finds it, and what to mend."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.read_knowledge import read_knowledge
from domain.knowledge import Article, Knowledge, Matcher
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.commands.printable import show
from frontdesk.logging import configure_logging
from frontdesk.opened_store import opened_store
from frontdesk.secret_file import get_secret
from frontdesk.settings import Settings
from frontdesk.system import SystemClock, SystemIds
from frontdesk.training.trainer_of_site import make_trainer
from knowledge_base.settling import find_shared_wordings, list_wordings

FEW_VARIANTS = 5
MOST_NAMED = 10


def _run(call: Invocation) -> int:
    settings = call.settings
    configure_logging(settings.logging)
    knowledge, matcher = asyncio.run(_learn(settings))
    for line in describe_knowledge(knowledge, matcher, settings):
        say(show(line))
    return 0


async def _learn(settings: Settings) -> tuple[Knowledge, Matcher]:
    secret = get_secret(settings, SystemIds(SystemClock()))
    async with opened_store(settings) as store:
        knowledge = await read_knowledge(store)
        trainer = make_trainer(settings, store, secret=secret)
        return knowledge, await trainer.train(knowledge)


def describe_knowledge(knowledge: Knowledge, matcher: Matcher, settings: Settings) -> Iterator[str]:
    """Describe what is published, a line for each thing there is to say."""
    articles = knowledge.articles
    yield _line("articles", _count_by_locale(articles) or "none; run: frontdesk kb import")
    yield _line("variants", _describe_variants(articles))
    yield _line("judged", f"{len(knowledge.feedback)} answers, by agents, customers and handoffs")
    yield _line("knowledge", f"version {knowledge.version}")
    yield _line("encoder", matcher.encoder or "none; words and letters alone count")
    for what, precision in _list_precisions(settings):
        yield _line(
            "precision",
            f"{what}: {precision * 100:.4g} % wanted{_tell(matcher, articles, precision)}",
        )
    sensitive = [article.id for article in articles if article.sensitive]
    if sensitive:
        yield _line("sensitive", _name(sensitive))
    for wording, owners in find_shared_wordings(articles)[:MOST_NAMED]:
        yield _line("shared", f"{wording!r} is in {' and '.join(owners)}; tell them apart")


def _line(name: str, words: str) -> str:
    return f"{name:<10} {words}"


def _count_by_locale(articles: Sequence[Article]) -> str:
    counted = Counter(article.locale for article in articles)
    return ", ".join(f"{number} in {locale}" for locale, number in sorted(counted.items()))


def _describe_variants(articles: Sequence[Article]) -> str:
    few = [f"{each.id}/{each.locale}" for each in articles if len(each.variants) < FEW_VARIANTS]
    named = f"; fewer than {FEW_VARIANTS} in {_name(few)}" if few else ""
    return f"{sum(len(article.variants) for article in articles)}{named}"


def _name(ids: Sequence[str]) -> str:
    more = len(ids) - MOST_NAMED
    return ", ".join(ids[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _list_precisions(settings: Settings) -> list[tuple[str, float]]:
    policy = settings.bot.policy
    return [("all channels", policy.precision), *sorted(policy.precision_by_channel.items())]


def _tell(matcher: Matcher, articles: Sequence[Article], precision: float) -> str:
    """Tell how sure the bot must be for it, in each language."""
    told = []
    for locale in matcher.locales:
        plain = (each for each in articles if each.locale == locale and each.precision is None)
        article = next(plain, None)
        needed = article and _find_needed(matcher, article, precision)
        if needed is not None:
            told.append(f"{needed:.0%} sure in {locale}".replace("%", " %"))
    return f", so it answers from {', '.join(told)}" if told else ""


def _find_needed(matcher: Matcher, article: Article, precision: float) -> float | None:
    asked = list_wordings(article)[0]
    found = matcher.explain(asked, locale=article.locale, limit=1, precision=precision)
    return next((candidate.match.needed for candidate in found.candidates), None)


KB_STATUS = Command(
    name="kb status",
    summary="show what is published, how it is matched and what to mend",
    description="Show on one screen: articles by language, variants and the articles with few of "
    "them, the version of the knowledge, the encoder at work, the precision that is wanted and how "
    "sure the bot must be for it, sensitive articles, and wordings that two articles share.",
    run=_run,
)
