"""What each figure of performance counts and leaves out, in the words shown beside it.

docs/metrics.md has the same words, with where each comes from on record.
"""

from typing import Final

from console.pages.report.definitions import Definition

SERVICE_LEVEL: Final = Definition(
    unit="promises",
    part="Kept",
    counts="Of the promises to customers that were kept or broken in these days, those that were "
    "kept. A kept one belongs to the day on which it was kept, a broken one to the day on which "
    "its time was up. Beside each share stands between what it truly lies in 95 of 100 cases "
    "(Wilson).",
    leaves_out="Left out are promises that still run, and those that were called off. What is "
    "broken stays broken, also where an answer came later. Conversations the bot settled by itself "
    "have promises too, which it keeps within seconds.",
)
VOLUMES: Final = Definition(
    unit="conversations",
    counts="Conversations that began, that were handed to people for the first time, and that were "
    "resolved last, each on its own day.",
    leaves_out="A conversation that is opened again and resolved again counts on the last day. "
    "Those of one line are not those of another: what is resolved today may have begun last week.",
)
CAUSES: Final = Definition(
    unit="broken promises",
    counts="Each broken promise has one cause, found from the log as it was when its time was up: "
    "the first that holds of those below. The hour is that at which it fell due.",
    leaves_out="A cause says where the time went, not who is to blame.",
)
AREAS: Final = Definition(
    unit="points",
    counts="A queue's or topic's points are the sum of its shares, in percent, of all broken "
    "promises, all complaints and all low votes in these days (CSAT 1 or 2, CES 1 to 3).",
    leaves_out="Large queues have much of everything: look at their service level as well. Votes "
    "are not told apart by topic.",
)
SATISFACTION: Final = Definition(
    unit="votes",
    counts="The mean of votes after people resolved a matter, from 1 to 5 (satisfaction, CSAT) or "
    "from 1 to 7 (effort, CES), on the day they were asked for; the latest vote of each.",
    leaves_out="Who was asked and did not vote counts in “answered” alone. Most who are asked say "
    "nothing, and those who do are not all alike.",
)
CUSTOMERS: Final = Definition(
    unit="customers",
    counts="Customers to whom promises were broken in these days, those with the most of them "
    "first, with what they complained of and how they voted last.",
    leaves_out="A customer who wrote under two names counts as two until somebody joins them.",
)
COMPLAINTS: Final = Definition(
    unit="complaints",
    counts="Complaints on the day they were received, each by what is filed of it now.",
    leaves_out="What turned out to be no complaint, or was joined to another, is left out, except "
    "among the outcomes.",
)
STAGES: Final = Definition(
    unit="stages",
    part="In time",
    counts="Each time a complaint left a stage, on that day: how long it had been there, and "
    "whether it left before the stage's limit.",
    leaves_out="Stages that have no limit count as in time. Where a complaint still is, nothing is "
    "counted yet.",
)
TIMES: Final = Definition(
    unit="complaints",
    counts="From being received until a stage was reached for the first time, on that day; of "
    "closed, the last time. The median is told by steps: half of them took no longer.",
    leaves_out="Complaints that have not come so far. Nights and weekends count; limits of stages "
    "may not count them.",
)
RECOVERY: Final = Definition(
    unit="complaints",
    part="Recovered",
    counts="Of complaints received in these days of which it can be told: recovered where the "
    "customer said that it is right now, voted high since, or came back without another "
    "complaint; lost where they said that it is not and it was closed as disagreed, took it "
    "outside, voted low, or refuse our messages.",
    leaves_out="Of the others nothing is known yet, which need not be bad. What is said more than "
    "60 days after closing is not about it any more.",
)
REDRESS: Final = Definition(
    unit="gestures",
    counts="Given: what customers were told they get, on the day they were told. Redeemed: what "
    "was redeemed, paid or booked, on that day. What both of a period are of need not be the same "
    "gestures.",
    leaves_out="What was proposed, declined or revoked before the customer was told. Points and "
    "upgrades count with what the budget is charged. Currencies are never added up.",
)
LESSONS: Final = Definition(
    unit="lessons",
    counts="What was written down as lesson of complaints received in these days, the latest "
    "first.",
    leaves_out="Complaints without one.",
)
