"""Mails worth trying, by the language of the mailbox's owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSuggestion:
    """A mail to be sent as it is; `shows` says what to watch."""

    shows: str
    subject: str
    text: str


MAIL_SUGGESTIONS: Final[Mapping[str, tuple[MailSuggestion, ...]]] = {
    "en": (
        MailSuggestion(
            shows="greeting and signature do not get in the way of the answer",
            subject="Cabin baggage",
            text=(
                "Hello,\n\n"
                "how much cabin baggage may I take on board?\n\n"
                "Many thanks\n\n"
                "-- \n"
                "Harbour Street 12, 4021 Norhavn\n"
                "This message is confidential. If it has reached you by mistake, please delete it."
            ),
        ),
        MailSuggestion(
            shows="answered in German; the thread quoted below is not shown",
            subject="AW: Ihre Anfrage zum Sperrgepäck",
            text=(
                "Guten Tag,\n\n"
                "kann ich mein Gepäck nachverfolgen?\n\n"
                "Viele Grüße\n\n"
                "Von: Aurora Airways <support@aurora.example>\n"
                "Gesendet: Montag, 2. November 2026 09:14\n"
                "An: Reisestelle\n"
                "Betreff: Ihre Anfrage zum Sperrgepäck\n\n"
                "Guten Tag,\n\n"
                "Fahrräder nehmen wir gern mit, bitte melden Sie sie 48 Stunden vor Abflug an.\n"
                "Bei Fragen zur Sitzplatzwahl helfen wir Ihnen ebenfalls.\n\n"
                "Freundliche Grüße\n"
                "Aurora Airways"
            ),
        ),
        MailSuggestion(
            shows="what the bot does not know goes to a person",
            subject="Student theatre",
            text=(
                "Hello,\n\n"
                "do you sponsor theatre festivals? We are twelve students who play in Norhavn this "
                "summer, and we would put your name on the posters.\n\n"
                "Kind regards"
            ),
        ),
    ),
    "de": (
        MailSuggestion(
            shows="greeting and company signature do not get in the way",
            subject="Handgepäck",
            text=(
                "Sehr geehrte Damen und Herren,\n\n"
                "wie viel Handgepäck darf ich mitnehmen?\n\n"
                "Mit freundlichen Grüßen\n\n"
                "-- \n"
                "Weber Akustik GmbH, Hafenstraße 4, 20457 Hamburg\n"
                "Amtsgericht Hamburg, HRB 000000"
            ),
        ),
        MailSuggestion(
            shows="the thread quoted below is neither shown nor answered again",
            subject="AW: Ihre Anfrage zum Sperrgepäck",
            text=(
                "Guten Tag,\n\n"
                "wie lange vor Abflug muss ich da sein?\n\n"
                "Viele Grüße\n"
                "Jonas Weber\n\n"
                "Von: Aurora Airways <support@aurora.example>\n"
                "Gesendet: Montag, 2. November 2026 09:14\n"
                "An: Jonas Weber <jonas.weber@example.com>\n"
                "Betreff: Ihre Anfrage zum Sperrgepäck\n\n"
                "Guten Tag Herr Weber,\n\n"
                "Fahrräder nehmen wir gern mit, bitte melden Sie sie 48 Stunden vor Abflug an.\n"
                "Bei Fragen zur Sitzplatzwahl helfen wir Ihnen ebenfalls.\n\n"
                "Freundliche Grüße\n"
                "Aurora Airways"
            ),
        ),
        MailSuggestion(
            shows="straight to a person, no questions asked",
            subject="Bitte um Rückmeldung",
            text=(
                "Guten Tag,\n\n"
                "ich möchte mit einem Menschen sprechen, es geht um eine Rechnung für zwei "
                "Personen.\n\n"
                "Jonas Weber"
            ),
        ),
    ),
}
