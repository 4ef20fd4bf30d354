"""What each figure of self-service counts, in the words shown beside it."""

from typing import Final

from console.pages.report.definitions import Definition

CONTAINMENT: Final = Definition(
    unit="conversations that ended answered or solved",
    counts="Conversations that ended answered or solved in these days. Contained are those that "
    "never were with people: not handed to a queue, and not given back to the bot by anybody.",
    leaves_out="Left out are spam, duplicates and what needed no answer. Who gave up without a "
    "word counts as contained; nobody can tell.",
)
BEGUN: Final = Definition(
    unit="times an action was begun",
    counts="Each time a customer began an action in these days, on the channel they began it on.",
    leaves_out="Who wrote about it and got an article instead began nothing.",
)
DONE: Final = Definition(
    unit="runs that are over",
    counts="Of the actions begun in these days and over by now, those that were carried out.",
    leaves_out="What is still going on counts nowhere yet. One that could not be done, since "
    "check-in was closed for instance, is over and not done, however well it was told.",
)
TO_PERSON: Final = Definition(
    unit="runs that are over",
    counts="Of the actions begun in these days and over by now, those that a person has, with "
    "all that was gathered.",
    leaves_out="One that was given back to the bot and then done counts as done.",
)
