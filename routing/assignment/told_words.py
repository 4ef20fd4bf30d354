"""What customers can be told of who has their message, in their language.

A sentence names no agent, no score and no other customer, and is true whatever else happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from domain.routings import RoutingKind

FALLBACK: Final = "en"
PUSHED, PULLED, TAKEN = RoutingKind.PUSHED, RoutingKind.PULLED, RoutingKind.TAKEN
ASSIGNED = RoutingKind.ASSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldWords:
    """The sentences of one language.

    Attributes:
        plain: by kind; of `assigned` where a queue alone got it.
        spoken: by kind, where the agent speaks the customer's language and that was asked for.
        known: by kind, where the agent has helped the customer before.
        helping: by kind, where somebody of another team took it.
        to_person: of `assigned`, where a person got it.
        to_bot: of `released`, where the bot got it.
        late: put before a sentence where it took longer than was promised.
    """

    plain: Mapping[RoutingKind, str]
    spoken: Mapping[RoutingKind, str]
    known: Mapping[RoutingKind, str]
    helping: Mapping[RoutingKind, str]
    to_person: str
    to_bot: str
    late: str


_EN = ToldWords(
    plain={
        PUSHED: "Your message went straight to somebody who can help you with it and had time "
        "for you.",
        PULLED: "Your turn came: somebody who can help you with it has your message now.",
        TAKEN: "Somebody of our team has taken up your message.",
        ASSIGNED: "Your message was passed on to the team that looks after such questions.",
        RoutingKind.RELEASED: "Your message is back with the team, and somebody else will take it "
        "up; you need not write again.",
        RoutingKind.HANDED_ON: "The person who had your message is not here at the moment, so "
        "that somebody else will take it up; you need not write again.",
        RoutingKind.QUEUED: "Your message is with the team that looks after such questions, and "
        "somebody will take it up as soon as your turn comes.",
        RoutingKind.WIDENED: "So that you need not wait longer than necessary, we have asked "
        "another team to help with your message as well.",
        RoutingKind.UNSERVED: "Nobody who can help you with your message is free to take it up "
        "just now; the people in charge can see that you are waiting, and your message is not "
        "lost.",
    },
    spoken={
        PUSHED: "Your message went straight to somebody who speaks your language, can help you "
        "with it and had time for you.",
        PULLED: "Your turn came: somebody who speaks your language and can help you with it has "
        "your message now.",
    },
    known={
        PUSHED: "Your message went to somebody who has helped you before.",
        PULLED: "Your turn came, and somebody who has helped you before has your message now.",
        TAKEN: "Somebody who has helped you before has taken up your message.",
        ASSIGNED: "We have asked somebody who has helped you before to look after your message.",
    },
    helping={
        PUSHED: "So that you need not wait any longer, somebody of another team who can help you "
        "with it has your message now.",
        PULLED: "So that you need not wait any longer, somebody of another team who can help you "
        "with it has your message now.",
        TAKEN: "So that you need not wait any longer, somebody of another team has taken up your "
        "message.",
    },
    to_bot="Our automatic assistant goes on with your message; write that you want a person "
    "whenever you do.",
    to_person="We have asked somebody of our team to look after your message.",
    late="We are sorry that it took longer than we wanted.",
)
_DE = ToldWords(
    plain={
        PUSHED: "Ihre Nachricht ging gleich an jemanden, der Ihnen damit weiterhelfen kann und "
        "Zeit für Sie hatte.",
        PULLED: "Sie sind an der Reihe: Jemand, der Ihnen damit weiterhelfen kann, hat jetzt Ihre "
        "Nachricht.",
        TAKEN: "Jemand aus unserem Team hat sich Ihrer Nachricht angenommen.",
        ASSIGNED: "Ihre Nachricht wurde an das Team weitergegeben, das sich um solche Fragen "
        "kümmert.",
        RoutingKind.RELEASED: "Ihre Nachricht liegt wieder beim Team, und jemand anders nimmt sich "
        "ihrer an; Sie brauchen nicht noch einmal zu schreiben.",
        RoutingKind.HANDED_ON: "Wer Ihre Nachricht hatte, ist im Moment nicht da; deshalb nimmt "
        "sich jemand anders ihrer an. Sie brauchen nicht noch einmal zu schreiben.",
        RoutingKind.QUEUED: "Ihre Nachricht liegt beim Team, das sich um solche Fragen kümmert, "
        "und jemand nimmt sich ihrer an, sobald Sie an der Reihe sind.",
        RoutingKind.WIDENED: "Damit Sie nicht länger als nötig warten, haben wir ein weiteres Team "
        "gebeten, sich ebenfalls um Ihre Nachricht zu kümmern.",
        RoutingKind.UNSERVED: "Gerade ist niemand frei, der Ihnen mit Ihrer Nachricht weiterhelfen "
        "kann; die Verantwortlichen sehen, dass Sie warten, und Ihre Nachricht geht nicht "
        "verloren.",
    },
    spoken={
        PUSHED: "Ihre Nachricht ging gleich an jemanden, der Ihre Sprache spricht, Ihnen damit "
        "weiterhelfen kann und Zeit für Sie hatte.",
        PULLED: "Sie sind an der Reihe: Jemand, der Ihre Sprache spricht und Ihnen damit "
        "weiterhelfen kann, hat jetzt Ihre Nachricht.",
    },
    known={
        PUSHED: "Ihre Nachricht ging an jemanden, der Ihnen schon einmal geholfen hat.",
        PULLED: "Sie sind an der Reihe: Jemand, der Ihnen schon einmal geholfen hat, hat jetzt "
        "Ihre Nachricht.",
        TAKEN: "Jemand, der Ihnen schon einmal geholfen hat, hat sich Ihrer Nachricht angenommen.",
        ASSIGNED: "Wir haben jemanden, der Ihnen schon einmal geholfen hat, gebeten, sich um Ihre "
        "Nachricht zu kümmern.",
    },
    helping={
        PUSHED: "Damit Sie nicht länger warten müssen, hat jetzt jemand aus einem anderen Team, "
        "der Ihnen damit weiterhelfen kann, Ihre Nachricht.",
        PULLED: "Damit Sie nicht länger warten müssen, hat jetzt jemand aus einem anderen Team, "
        "der Ihnen damit weiterhelfen kann, Ihre Nachricht.",
        TAKEN: "Damit Sie nicht länger warten müssen, hat sich jemand aus einem anderen Team Ihrer "
        "Nachricht angenommen.",
    },
    to_bot="Unser automatischer Assistent macht mit Ihrer Nachricht weiter; schreiben Sie einfach, "
    "wenn Sie mit einem Menschen sprechen möchten.",
    to_person="Wir haben jemanden aus unserem Team gebeten, sich um Ihre Nachricht zu kümmern.",
    late="Es tut uns leid, dass es länger gedauert hat, als wir wollten.",
)
WORDS: Final[Mapping[str, ToldWords]] = MappingProxyType({"en": _EN, "de": _DE})


def find_words(language: str | None) -> ToldWords:
    """Find the sentences of a language (`de`, `de-AT`); English where there are none."""
    primary = (language or FALLBACK).lower().replace("_", "-").split("-")[0]
    return WORDS.get(primary, WORDS[FALLBACK])
