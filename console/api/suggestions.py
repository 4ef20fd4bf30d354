"""Articles that may answer a conversation, as scripts read them."""

from typing import Annotated

from pydantic import Field

from bot.suggest_articles import MOST_SUGGESTED, Suggestion, suggest_articles
from bot.write_suggestion import make_address, write_answer
from console.api.interaction_models import Answer
from console.api.operation import Call, Query
from domain.conversations import Conversation


class SuggestionItem(Answer):
    """A published article that may answer."""

    article_id: str
    locale: Annotated[str, Field(description="The customer's language where there is such one.")]
    title: str
    confidence: Annotated[float, Field(ge=0, le=1)]
    needed: Annotated[
        float | None,
        Field(description="The confidence from which on the bot sends it unasked; null: fixed."),
    ]
    sensitive: Annotated[bool, Field(description="To be read by a person before it is sent.")]
    interaction_id: Annotated[str, Field(description="The customer's message that it answers.")]
    text: Annotated[str, Field(description="Its answer as text that fits the channel.")]
    link: Annotated[
        str | None,
        Field(description="Where everybody can read it; null while the help centre is closed."),
    ]


class SuggestionList(Answer):
    """What may answer a conversation."""

    language: Annotated[str, Field(description="The customer's.")]
    asked: Annotated[
        tuple[str, ...],
        Field(description="What they wrote since they were answered last: ids, oldest first."),
    ]
    items: Annotated[
        tuple[SuggestionItem, ...], Field(description=f"At most {MOST_SUGGESTED}, best first.")
    ]


async def list_suggestions(call: Call[Query, None]) -> SuggestionList:
    """Answer the articles that may answer what the customer asked last."""
    found = await suggest_articles(call.services.tools, call.path["reference"])
    return SuggestionList(
        language=found.language,
        asked=tuple(each.interaction_id for each in found.asked),
        items=tuple(_to_item(call, found.conversation, each) for each in found.best),
    )


def _to_item(
    call: Call[Query, None], conversation: Conversation, suggestion: Suggestion
) -> SuggestionItem:
    services, article, match = call.services, suggestion.article, suggestion.match
    return SuggestionItem(
        article_id=article.id,
        locale=article.locale,
        title=article.title,
        confidence=match.confidence,
        needed=match.needed,
        sensitive=article.sensitive,
        interaction_id=suggestion.interaction_id,
        text=write_answer(services.tools, conversation, article),
        link=make_address(services.public_url, article) if services.help_centre else None,
    )
