"""A mailbox's mails in threads, as mail programs hang them together."""

import re
from collections.abc import Sequence
from typing import Any, Final, Protocol

from demo.mail_reading import Person, ReadMail

_LONGEST_SNIPPET: Final = 120
# "On …, somebody wrote:" and what is quoted below it, or a divider of the same meaning.
_QUOTED: Final = re.compile(
    r"\n+(?:(?:On|Am) [^\n]{5,200}(?:wrote|schrieb)[^\n]{0,200}:\n>|-{2,} ?(?:Original|Urspr)|>)"
)


class Shown(Protocol):
    """A mail in a mailbox, as far as a page is told of it."""

    id: str
    mine: bool
    state: str
    mail: ReadMail


def describe_threads(mails: Sequence[Shown]) -> list[dict[str, Any]]:
    """Describe mails, oldest first, in threads; the thread that changed last is the first."""
    threads: dict[str, list[Shown]] = {}
    thread_of: dict[str, str] = {}
    for each in mails:
        followed = (thread_of.get(one) for one in reversed(each.mail.references))
        key = next((one for one in followed if one is not None), each.id)
        # Whoever answers first hangs the thread under an id that nobody here has seen.
        for message_id in (each.mail.message_id, *each.mail.references):
            thread_of.setdefault(message_id, key)
        threads.setdefault(key, []).append(each)
    latest_first = sorted(threads.items(), key=lambda one: one[1][-1].mail.at, reverse=True)
    return [_describe_thread(key, some) for key, some in latest_first]


def _describe_thread(key: str, mails: Sequence[Shown]) -> dict[str, Any]:
    return {
        "id": key,
        "subject": mails[0].mail.subject or "(no subject)",
        "mails": [_describe_mail(each) for each in mails],
    }


def _describe_mail(shown: Shown) -> dict[str, Any]:
    mail = shown.mail
    new, quoted = split_quoted(mail.text)
    return {
        "id": shown.id,
        "mine": shown.mine,
        "state": shown.state,
        "from": _describe_person(mail.sender),
        "to": [_describe_person(each) for each in mail.to],
        "cc": [_describe_person(each) for each in mail.cc],
        "subject": mail.subject,
        "at": mail.at.isoformat(),
        "snippet": " ".join(new.split())[:_LONGEST_SNIPPET],
        "text": new,
        "quoted": quoted,
        "html": mail.html is not None,
        "files": [{"name": file.name, "size": len(file.content)} for file in mail.files],
    }


def _describe_person(person: Person) -> dict[str, str]:
    return {"name": person.name or person.address, "address": person.address}


def split_quoted(text: str) -> tuple[str, str]:
    """Split a text where what it quotes begins; the second part is empty where it quotes nothing.

    Roughly, for the page alone: what counts for the record is what Frontdesk finds by itself.
    """
    text = text.strip().replace("\r\n", "\n")
    found = _QUOTED.search(text)
    if found is None:
        return text, ""
    return text[: found.start()].rstrip(), text[found.start() :].strip()
