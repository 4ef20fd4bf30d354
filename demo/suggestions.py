"""Sentences worth trying, one for each turn that the bot can take."""

from collections.abc import Mapping
from typing import Final

# By the language of the telephone's owner: (what to write, what it shows).
SUGGESTIONS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "en": (
        ("checkin", "checked in by text, if the flight leaves within a day"),
        ("Is AU218 on time?", "asked of the airline's own system"),
        ("Where is my order AS-2055?", "asked of the airline's own system"),
        ("How much hand luggage may I take?", "answered from the knowledge base"),
        ("can i chnage my fligth", "typing errors are forgiven"),
        ("Kann ich mein Gepäck nachverfolgen?", "answered in the customer's language"),
        ("bag fee", "too vague: asks which one is meant"),
        ("Do you sponsor theatre festivals?", "unknown: a person takes over, nothing is made up"),
        ("I want to talk to a person", "straight to a person, no questions asked"),
    ),
    "de": (
        ("einchecken", "checked in by text, if the flight leaves within a day"),
        ("Ist AU218 pünktlich?", "asked of the airline's own system"),
        ("Wie viel Handgepäck darf ich mitnehmen?", "answered from the knowledge base"),
        ("Kann ich mein Gepäck nachverfolgen?", "answered in the customer's language"),
        ("Wieviel Handgepäk darf ich mitnemen", "typing errors are forgiven"),
        ("Wie lange vor Abflug muss ich da sein?", "answered from the knowledge base"),
        ("Ich möchte mit einem Menschen sprechen", "straight to a person, no questions asked"),
    ),
}
CHAT_SUGGESTIONS: Final = ("Can I bring my guitar on board?", "Is there wifi on board?")
