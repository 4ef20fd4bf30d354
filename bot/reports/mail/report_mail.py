"""What a report by mail says, before it is text or HTML."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTable:
    """A table: the first column names the rows, the others are short and stand to the right.

    Attributes:
        empty: what is said where there are no rows.
        link: an address in the console with all of it, or empty; `link_words` say what it is.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "Nothing."
    note: str = ""
    link: str = ""
    link_words: str = "All of it"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMail:
    """A mail.

    Attributes:
        lead: a sentence or two with what matters most.
        foot: why somebody gets it, and how to get it no more.
    """

    subject: str
    title: str
    lead: str
    tables: tuple[MailTable, ...]
    foot: str
    foot_link: str = ""
