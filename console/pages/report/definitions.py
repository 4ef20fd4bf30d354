"""What each figure counts, and what it does not, in the words shown beside it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a figure means.

    Attributes:
        unit: what it is a share of, or counts.
        part: the head of the column that holds how many of them it is.
        counts: what is counted, and how.
        leaves_out: what is not, and what the figure cannot tell.
    """

    unit: str
    part: str = ""
    counts: str
    leaves_out: str


CONTAINMENT: Final = Definition(
    unit="conversations that ended answered or solved",
    part="Contained",
    counts="Conversations that ended answered or solved, in the week they ended. Contained are "
    "those that were never with people: neither handed over to a queue nor replied to by anybody.",
    leaves_out="Left out are spam, duplicates and what needed no answer. Who gave up without a "
    "word counts as contained; nobody can tell.",
)
COVERAGE: Final = Definition(
    unit="questions",
    counts="Messages with a question that was the bot's to decide on. Covered are those it "
    "answered in full: at once, or with what the customer chose when it asked back.",
    leaves_out="Left out are small talk, calls for a person, files without words, and all that "
    "came while a person had the conversation. A question asked again counts again.",
)
PRECISION: Final = Definition(
    unit="judged answers were right",
    part="Right",
    counts="Answers of the bot that an agent or the customer judged, in the week of the verdict; "
    "each once, by whoever is believed most. A call for a person right after an answer counts "
    "against it.",
    leaves_out="Of most answers nothing is said, which proves nothing either way, and people speak "
    "up sooner where something is wrong.",
)
ASKED_BACK: Final = Definition(
    unit="questions asked back led to an article",
    part="Chosen",
    counts="Questions to which the bot answered “did you mean …?”, and how many customers chose "
    "one of the articles it offered.",
    leaves_out="Who put it in other words asks a new question. Who chose none of them reached a "
    "person, and who wrote no more is not known.",
)
READS: Final = Definition(
    unit="reads in the help centre",
    counts="Each time the page of an article was opened in the help centre, by day.",
    leaves_out="It is not claimed that a read saved a message: who read and did not write may have "
    "found the answer, or given up.",
)
SEARCHES: Final = Definition(
    unit="searches in the help centre",
    counts="Searches as they were sent off, and how many of them found no article.",
    leaves_out="A result need not be the one that was looked for. What was looked for in vain is "
    "among the gaps.",
)
HELPED: Final = Definition(
    unit="readers who said anything",
    part="Helpful",
    counts="Readers who answered “was this helpful?”, by their latest word on each article, in the "
    "week they said it.",
    leaves_out="Most readers say nothing. Whoever changes their mind counts once, with the last "
    "word.",
)
