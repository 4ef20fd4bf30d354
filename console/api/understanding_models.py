"""What was understood of a message, as scripts see it."""

from typing import Annotated, Literal

from pydantic import Field

from console.api.interaction_models import Answer


class MatchItem(Answer):
    """An article that may answer what was said."""

    article_id: str
    locale: str
    version: Annotated[int, Field(description="Of the article, as it stood then.")]
    title: str
    confidence: Annotated[float, Field(ge=0, le=1)]
    needed: Annotated[
        float | None,
        Field(
            description="The confidence from which on it is sent unasked; above 1 where nothing is "
            "sure enough, null where the fixed `bot.answer_threshold` held."
        ),
    ]
    sensitive: Annotated[bool, Field(description="Never sent before a person has read it.")]


class CandidateItem(Answer):
    """Why one article came up."""

    match: MatchItem
    parts: Annotated[
        dict[str, float],
        Field(
            description="What each part of the matcher said of it, by the part's name, such as "
            "`meaning`, `nearest` or `words`. Parts may be added, renamed and removed."
        ),
    ]
    variant: Annotated[
        str, Field(description="The article's wording nearest to the text, or an empty text.")
    ]
    exact: Annotated[bool, Field(description="The text is one of its variants word for word.")]


class RepairItem(Answer):
    """A word as it was typed and as it was read."""

    typed: str
    read: str


class ExplanationItem(Answer):
    """What was made of the words."""

    candidates: Annotated[tuple[CandidateItem, ...], Field(description="At most 5, best first.")]
    repairs: tuple[RepairItem, ...]
    known: Annotated[
        float, Field(ge=0, le=1, description="The share of its words that the articles have.")
    ]


class AskedQuestionItem(Answer):
    """One of several questions in a message."""

    text: str
    matches: tuple[MatchItem, ...]


class UnderstandingItem(Answer):
    """What a text was taken to mean."""

    language: str
    intent: str
    confidence: Annotated[float, Field(ge=0, le=1)]
    topic: str | None
    complaint: Annotated[
        float | None, Field(description="The probability that it complains, where it was judged.")
    ]
    sentiment: Annotated[
        Literal["negative", "neutral", "positive"] | None,
        Field(description="Null where it was not read."),
    ]
    urgency: Annotated[
        float | None,
        Field(description="How soon it wants somebody, 0 (whenever) to 1 (now); null as above."),
    ]
    complaint_reason: Annotated[
        str | None, Field(description="What went wrong, where that is sure enough to be named.")
    ]
    signs: Annotated[
        tuple[str, ...],
        Field(description="What told of the writer's feelings, the weightiest first."),
    ]
    matches: tuple[MatchItem, ...]
    questions: Annotated[
        tuple[AskedQuestionItem, ...],
        Field(description="Each question by itself where it asked several; else empty."),
    ]
    follows: Annotated[
        str | None, Field(description="The question before, where the text was read with it.")
    ]
    explanation: Annotated[
        ExplanationItem | None,
        Field(description="Why the articles came up; null where that was not kept yet."),
    ]
    encoder: Annotated[
        str | None,
        Field(description="The sentence encoder at work; null for words and letters alone."),
    ]
    index_version: Annotated[
        int, Field(description="The version of the knowledge that it was compared with.")
    ]
