"""The words of the airline's pages, in both languages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "boarding_pass": "Boarding pass",
        "passenger": "Passenger",
        "flight": "Flight",
        "date": "Date",
        "gate": "Gate",
        "later": "on the screens",
        "seat": "Seat",
        "boarding": "Boarding",
        "departs": "Departs",
        "arrives": "Arrives",
        "planned": "planned",
        "reference": "Booking",
        "number": "Number",
        "scan": "Show this code at security and at the gate.",
        "closes": "The gate closes 15 minutes before departure.",
        "cancelled": "This flight is cancelled.",
        "late": "This flight is late.",
        "gone": "There is no such page.",
        "gone_hint": "Perhaps a typing error, or it is from before the demo started anew.",
        "label": "Return label",
        "label_hint": "Print it or write the number on the parcel, and take it to a post office.",
        "order": "Order",
        "return_to": "To",
        "contents": "Contents",
    },
    "de": {
        "boarding_pass": "Bordkarte",
        "passenger": "Fluggast",
        "flight": "Flug",
        "date": "Datum",
        "gate": "Gate",
        "later": "auf den Anzeigen",
        "seat": "Sitz",
        "boarding": "Einstieg",
        "departs": "Abflug",
        "arrives": "Ankunft",
        "planned": "geplant",
        "reference": "Buchung",
        "number": "Nummer",
        "scan": "Zeigen Sie diesen Code an der Sicherheitskontrolle und am Gate.",
        "closes": "Das Gate schließt 15 Minuten vor dem Abflug.",
        "cancelled": "Dieser Flug ist gestrichen.",
        "late": "Dieser Flug verspätet sich.",
        "gone": "Diese Seite gibt es nicht.",
        "gone_hint": "Vielleicht ein Tippfehler, oder sie ist von vor dem letzten Start der Demo.",
        "label": "Rücksendeetikett",
        "label_hint": "Ausdrucken oder die Nummer aufs Paket schreiben und bei der Post abgeben.",
        "order": "Bestellung",
        "return_to": "An",
        "contents": "Inhalt",
    },
}

_MONTHS: Final = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "de": [
        "Jan.",
        "Feb.",
        "März",
        "Apr.",
        "Mai",
        "Juni",
        "Juli",
        "Aug.",
        "Sept.",
        "Okt.",
        "Nov.",
        "Dez.",
    ],
}


def choose_language(accepted: str) -> str:
    """Choose by what a browser says it reads; its first word of ours counts."""
    tags = [each.partition(";")[0].strip()[:2].lower() for each in accepted.split(",")]
    return next((tag for tag in tags if tag in WORDS), "en")


def write_day(at: datetime, language: str) -> str:
    """Write a day as it is said."""
    month = _MONTHS[language][at.month - 1]
    return f"{at.day}. {month}" if language == "de" else f"{at.day} {month}"
