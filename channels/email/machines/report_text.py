"""The addresses that a delivery report names in words, where no machine-readable part does.

First what is surely a failed address: one followed by the server's words, or named in the sentence
that tells of the failure. Only then the addresses below such a sentence.
"""

import re
from collections.abc import Iterator
from typing import Final

from channels.email.machines.failed_recipients import ADDRESS, find_address
from channels.email.machines.returned_text import find_report_words

_MAX_WORDS: Final = 12_000
_MAX_FOUND: Final = 50
_ADDR: Final = rf"[<\"'(\[]?(?:(?:mailto|smtp|rfc822)[:;]\s?)?({ADDRESS})[>\"')\]]?"

_TELLS: Final = (
    r"\b[45]\d\d\b|\b[45]\.\d{1,3}\.\d{1,3}\b|unknown|not|fail|error|full|reject|quota|unable"
    r"|invalid|no such|refused|disabled|host|mailbox|exceed"
)
_TELLING = re.compile(_TELLS)
# `<a@example.com>: host mx.example.com said: 550 ...` (Postfix, qmail, Yahoo; Sendmail's reason)
_WITH_REASON = re.compile(
    rf"^[ \t*•-]{{0,8}}(?:<({ADDRESS})>|({ADDRESS})):?(?:[ \t]*\n[ \t]+|[ \t]+|[ \t]*[:-][ \t]*)"
    rf"(?=[^\n]{{0,200}}(?:{_TELLS}))",
    re.IGNORECASE | re.MULTILINE,
)
_SENTENCES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Gmail, Exchange Online, Yahoo, iCloud, Zoho and the like: the address within the sentence.
        r"(?:message|mail|e-?mail)(?: sent)? (?:to|for) "
        + _ADDR
        + r"\s{1,3}(?:(?:has|was|were|is|could|can|did)"
        r"(?:n['\u2019]t| ?not)?\b|has been|is being) ?[^.\n]{0,60}"
        r"(?:deliver|block|reject|bounc|delay|sent|reach|accept|fail)",
        r"(?:delivered|delivery|deliver it|deliver(?:ing)?(?: your| the)? (?:message|mail|e-?mail))"
        r" to:? " + _ADDR,
        r"(?:delivery|message|mail) to:?\s{1,6}"
        + _ADDR
        + r"\s{1,3}(?:has )?(?:failed|was aborted|is delayed)",
        r"(?:wasn['\u2019]t|couldn['\u2019]t be|could not be|was not) delivered to:? " + _ADDR,
        r"(?:address|recipient|user|mailbox|account|rcpt|to)\W{0,4}" + _ADDR + r"\W{0,6}"
        r"(?:\([^)\n]{0,80}\)\s?)?(?:is |was |could |does |did |has )?"
        r"(?:n['\u2019]t|not|unknown|over quota|full|disabled|invalid|rejected|unavailable"
        r"|no longer|failed"
        r"|undeliverable)",
        r"(?:user|recipient|mailbox|address)(?: unknown| not found| does not exist)?\W{1,5}"
        + _ADDR,
        r"RCPT TO:\s{0,3}" + _ADDR,
        r"(?:final|original|failed|intended|undeliverable|invalid|rejected)[ -]"
        r"(?:recipient|address|user)s?(?:\(s\)|\(es\))?\s?[:=]\s{0,6}(?:rfc822;\s?)?" + _ADDR,
        r"no such (?:user|mailbox|recipient|person|address)\W{1,12}" + _ADDR,
        _ADDR + r"\s{0,3}(?:\(\w{1,20}\) ?)?(?:not listed in|is not a (?:known|valid)|is unknown|"
        r"user unknown|no such user|does not exist|mailbox (?:is )?full|wasn['\u2019]t found"
        r"|couldn['\u2019]t be found|konnte nicht|n['\u2019]a pas|ist unbekannt)",
    )
)
# After one of these, the addresses on the lines below are those that failed.
_LIST_BEGINS = re.compile(
    r"(?:(?:the )?following (?:(?:e-?mail )?address(?:es|\(es\))?|recipients?(?:\(s\))?|users?"
    r"|destinations?|persons?|mailbox(?:es)?)|(?:these|this|some|any|all|list of|one or more"
    r"|failed|undeliverable|intended) (?:of (?:the|its|your) )?"
    r"(?:failed )?(?:recipients?|address(?:es)?|people)"
    r"|(?:could not|couldn['\u2019]t|cannot|can['\u2019]t|unable to|not|failed to"
    r"|fails to) (?:be )?"
    r"(?:successfully )?(?:deliver(?:ed)?|reach(?:ed)?|sent|send)\b[^\n@]{0,80}(?:to|:)"
    r"|delivery (?:to|has failed|failed)|did not reach|folgende[nr]? (?:empfänger|adresse)"
    r"|destinataires? suivants?|(?:destinatarios?|direcci[oó]n(?:es)?) siguientes?"
    r"|siguientes? (?:destinatarios?|direcci)|seguent[ei] (?:destinatar|indirizz)"
    r"|seguintes? (?:destinat|endere)|volgende (?:ontvanger|geadresseerde|adres)"
    r"|następując\w+ (?:odbiorc|adres)|följande (?:mottagare|adress)|følgende (?:modtager"
    r"|mottaker|adresse)"
    r"|seuraav\w+ (?:vastaanottaj|osoit)|следующ\w+ (?:получател|адрес)"
    r"|次の(?:受信者|宛先|アドレス)|以下の(?:宛先|メール|受信者)|宛先|以下收件人|收件人|邮件地址)",
    re.IGNORECASE,
)
_ANY_ADDRESS = re.compile(rf"(?<![\w.@/-])({ADDRESS})")
_NEXT_RECIPIENT = re.compile(rf"^[ \t<*>-]{{0,8}}({ADDRESS})\W{{0,3}}", re.MULTILINE)
_RULES = re.compile(r"[-=_*~#]{4,}")
_LONGEST_REASON: Final = 900
_LINES_OF_A_LIST: Final = 25
_NOT_A_RECIPIENT = re.compile(
    r"^\s*(?:from|sender|reply-to|message-id|received|return-path|cc|envelope-from|reporting-mta"
    r"|subject|contact|by|x-[\w-]+)\b.{0,3}:|contact|postmaster|for (?:further )?(?:help"
    r"|assistance)"
    r"|mailto:|https?://|message[- ]id|support@|abuse@|help@",
    re.IGNORECASE,
)


def find_failed_addresses(text: str, *, leave_out: frozenset[str]) -> tuple[str, ...]:
    """Find the addresses that the words of a report say were not reached.

    Args:
        leave_out: addresses that are part of every report: whom it is from, and whom it is to.
    """
    words = find_report_words(text)[:_MAX_WORDS]
    for finder in (_find_with_reason, _find_in_sentences, _find_listed):
        found = dict.fromkeys(a for a in finder(words) if _is_customer(a, leave_out))
        if found:
            return tuple(found)[:_MAX_FOUND]
    return ()


def find_only_address(text: str, *, leave_out: frozenset[str]) -> tuple[str, ...]:
    """Find the address that a report names, where it names but one, whatever it says of it."""
    lines = find_report_words(text)[:_MAX_WORDS].splitlines()
    told = (line[:1000] for line in lines if not _NOT_A_RECIPIENT.search(line[:500]))
    found = {a for line in told for m in _ANY_ADDRESS.finditer(line) if (a := find_address(m[1]))}
    customers = [address for address in found if _is_customer(address, leave_out)]
    return tuple(customers) if len(customers) == 1 else ()


def _is_customer(address: str, leave_out: frozenset[str]) -> bool:
    local = address.partition("@")[0]
    return address not in leave_out and local not in {"postmaster", "mailer-daemon", "abuse"}


def _find_with_reason(words: str) -> Iterator[str]:
    for found in _WITH_REASON.finditer(words):
        if address := find_address(found[1] or found[2]):
            yield address


def _find_in_sentences(words: str) -> Iterator[str]:
    flowing = " ".join(line.strip(" \t>") for line in words.splitlines())
    for pattern in _SENTENCES:
        for found in pattern.finditer(flowing):
            if address := find_address(found[1]):
                yield address


def _find_listed(words: str) -> Iterator[str]:
    left = 0
    for line in words.splitlines():
        if _LIST_BEGINS.search(line[:500]):
            left = _LINES_OF_A_LIST
        if left == 0:
            continue
        left -= 1
        if _NOT_A_RECIPIENT.search(line[:500]):
            continue
        yield from (a for m in _ANY_ADDRESS.finditer(line[:1000]) if (a := find_address(m[1])))


def find_reason(text: str, address: str) -> str:
    """Return what a report says about one address: its line, and what follows until the next."""
    words = find_report_words(text)[:_MAX_WORDS]
    at = words.lower().find(address)
    if at < 0:
        return ""
    line_end = words.find("\n", at)
    if line_end < 0:
        line_end = len(words)
    rest = words[line_end : line_end + _LONGEST_REASON]
    other = next((m for m in _NEXT_RECIPIENT.finditer(rest) if m[1].lower() != address), None)
    rest = rest[: other.start()] if other else rest
    line = words[words.rfind("\n", 0, at) + 1 : line_end].strip()
    paragraph = rest.partition("\n\n")[0]
    if _TELLING.search(f"{line}{paragraph}".lower().replace(address, "")):
        rest = paragraph
    return _RULES.sub(" ", f"{line}{rest}")
