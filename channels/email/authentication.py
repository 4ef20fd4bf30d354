"""Whether the receiving server found that a mail comes from whom it says (RFC 8601).

A mail may carry any number of forged Authentication-Results. Those count that a server named in the
settings stamped, and of them only the topmost: each server puts its own above what was there, and
removes or leaves below what pretends to be its own (RFC 8601, 5 and 7.1).
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from channels.email.mail import Headers, MailAddress

# Stands in the settings for the stamps of Microsoft 365, which bear no name.
NAMELESS: Final = "microsoft365"

_MAX_FIELDS: Final = 2000
_MAX_STAMPS: Final = 50
_MAX_VALUE: Final = 8000
_MAX_RESULTS: Final = 40

_METHOD = re.compile(r"([a-z][a-z0-9-]{0,30})(?:/\d{1,3})?=([a-z]{1,20})$")
_PROPERTY = re.compile(r"([a-z]{1,20}\.[a-z0-9_-]{1,40})=(\S{1,500})")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,250}[a-z0-9])?")

# Second levels under which strangers register names, at the domains of countries that have them
# (from the commoner entries of the public suffix list). Two names under one of these are strangers.
_PUBLIC_SECOND_LEVELS: Final = frozenset(
    {
        "ac", "co", "com", "edu", "gob", "gouv", "gov", "gv", "go", "id", "info", "ltd", "me",
        "mil", "ne", "net", "nic", "nom", "or", "org", "plc", "sch", "school", "web", "name", "ind",
        "asn", "firm", "gen", "adv", "blog", "art", "ad", "gr", "lg", "ed", "in", "mi", "mod",
        "police", "nhs", "nsw", "vic", "qld", "tas", "act", "wa", "sa", "nt", "asso", "biz",
    }
)  # fmt: skip
_SHARED_HOSTS: Final = frozenset(
    {
        "github.io", "gitlab.io", "herokuapp.com", "appspot.com", "blogspot.com",
        "azurewebsites.net", "cloudapp.net", "cloudfront.net", "amazonaws.com", "onmicrosoft.com",
        "myshopify.com",
        "netlify.app", "vercel.app", "pages.dev", "workers.dev", "web.app", "firebaseapp.com",
        "wordpress.com", "wixsite.com", "weebly.com", "dyndns.org", "duckdns.org", "no-ip.org",
        "uk.com", "us.com", "eu.com", "de.com", "gb.net", "eu.org", "co.com", "br.com", "cn.com",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationVerdict:
    """What the stamps of trusted servers prove.

    Attributes:
        verified: whether the mail comes from the domain of its From address.
        why: what proves it or what is missing, as a phrase for people.
        refuted: whether a trusted server found the From address to be forged, which is more than
            that nothing proves it.
    """

    verified: bool
    why: str
    refuted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    method: str
    result: str
    properties: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        return next((value for key, value in self.properties if key == name), "")


def read_authentication(
    headers: Headers, *, trusted: tuple[str, ...], sender: MailAddress | None
) -> AuthenticationVerdict:
    """Say whether a trusted server found the From address to be genuine, or to be forged.

    It did where DMARC passed for the domain of From, or where a DKIM signature or the SPF check of
    the return path passed for that domain or for one above or below it (relaxed alignment, RFC
    7489, 3.1). It is forged where DMARC failed, whatever else passed.

    Args:
        headers: of the whole message, the topmost first.
        trusted: the names (authserv-id) under which the servers that are trusted stamp. Microsoft
            365 stamps without a name, against RFC 8601; `microsoft365` stands for that, and must be
            given only where mail comes out of a Microsoft 365 mailbox, since anybody can write a
            stamp without a name and only that service takes foreign ones away.
        sender: the From address.
    """
    if not trusted:
        return _unverified("no receiving server is trusted to check senders (trusted_authserv)")
    results = _read_trusted(headers, frozenset(name.strip().lower() for name in trusted))
    domain = _domain_of(sender)
    if any(one.method == "dmarc" and one.result == "fail" for one in results or ()):
        return _refuted(domain)
    if domain is None or not _has_one_author(headers, sender):
        return _unverified("it has no single From address")
    if results is None:
        return _unverified("no trusted server stamped Authentication-Results")
    return _judge(results, domain)


def _refuted(domain: str | None) -> AuthenticationVerdict:
    why = f"DMARC failed for {domain or 'its From address'}"
    return AuthenticationVerdict(verified=False, why=why, refuted=True)


def _unverified(why: str) -> AuthenticationVerdict:
    return AuthenticationVerdict(verified=False, why=why)


def _domain_of(sender: MailAddress | None) -> str | None:
    if sender is None:
        return None
    domain = sender.address[-300:].rpartition("@")[2].strip().rstrip(".").lower()
    return _normalise_domain(domain) if "." in domain else None


def _has_one_author(headers: Headers, sender: MailAddress | None) -> bool:
    """Two From fields, or two addresses in one, leave open whose domain was checked."""
    written = [value for name, value in headers.fields[:_MAX_FIELDS] if name == "from"]
    line = _read_plain(written[0][:_MAX_VALUE]) if len(written) == 1 else None
    if line is None or sender is None or sender.address.lower() not in line.lower():
        return False
    before, _, address = line.rpartition("<")
    alone = "<" not in before and not ("@" in before and "," in before)
    return alone and address.count("@") == 1 and ";" not in line


def _read_trusted(headers: Headers, trusted: frozenset[str]) -> tuple[_Result, ...] | None:
    """Read the topmost stamp of a trusted server, and with it what the same server found of ARC."""
    stamps = [
        value for name, value in headers.fields[:_MAX_FIELDS] if name == "authentication-results"
    ]
    for stamp in stamps[:_MAX_STAMPS]:
        name, results = _read_stamp(stamp[:_MAX_VALUE])
        if (name or NAMELESS) in trusted and name != NAMELESS:
            return results + _read_arc(headers, results, trusted)
    return None


def _read_arc(
    headers: Headers, results: tuple[_Result, ...], trusted: frozenset[str]
) -> tuple[_Result, ...]:
    """Read what a trusted server found before a mailing list or a forwarder changed the mail.

    Only where the chain is whole (RFC 8617, 5.2), as the topmost trusted stamp says itself, and
    the server's own domain sealed what is read. A whole chain proves who sealed, not that they tell
    the truth: anybody may seal, with their own key, a finding that bears another server's name.
    """
    if not any(one.method == "arc" and one.result == "pass" for one in results):
        return ()
    sealers = _list_sealers(headers)
    for name, value in headers.fields[:_MAX_FIELDS]:
        if name != "arc-authentication-results":
            continue
        instance, _, rest = value[:_MAX_VALUE].partition(";")
        server, found = _read_stamp(rest)
        sealer = sealers.get("".join(instance.lower().split()), "")
        if server in trusted and are_aligned(sealer, server):
            return found
    return ()


def _list_sealers(headers: Headers) -> dict[str, str]:
    """List by instance, as `i=1`, the domains whose keys sealed (RFC 8617, 4.1.3)."""
    seals = (value for name, value in headers.fields[:_MAX_FIELDS] if name == "arc-seal")
    sealers: dict[str, str] = {}
    for seal in islice(seals, _MAX_STAMPS):
        words = ("".join(word.lower().split()) for word in seal[:_MAX_VALUE].split(";"))
        tags = dict(word.split("=", 1) for word in words if "=" in word)
        sealers.setdefault(f"i={tags.get('i', '')}", tags.get("d", ""))
    return sealers


def _read_stamp(value: str) -> tuple[str, tuple[_Result, ...]]:
    """Read one stamp into the name of its server, empty where it gives none, and its results."""
    plain = _read_plain(value)
    if plain is None:
        return _read_name(value), ()
    first, *rest = plain.lower().split(";")[: _MAX_RESULTS + 1]
    name = _read_name(first)
    if not name:
        rest = [first, *rest]
    return name, tuple(found for part in rest if (found := _read_result(part)) is not None)


def _read_name(value: str) -> str:
    word = value.lower().partition(";")[0].split()[:1]
    return "" if not word or "=" in word[0] else word[0]


def _read_plain(value: str) -> str | None:
    """Return a stamp without comments, a quoted text as one word (RFC 5322, 3.2.2 and 3.2.4).

    Servers put what a stranger sent into comments. None where one seems to break out of there: a
    bracket or quotation mark is left open, or a comment holds half a quotation or a backslash.
    """
    plain: list[str] = []
    depth = marks = 0
    quoted = False
    for sign in value:
        if depth:
            depth += {"(": 1, ")": -1}.get(sign, 0)
            marks += sign == '"'
            if sign == "\\" or (depth == 0 and marks % 2):
                return None
        elif sign == '"':
            quoted = not quoted
        elif quoted:
            plain.append("_" if sign in " ;=()\\" else sign)
        elif sign in "()\\":
            if sign != "(":
                return None
            depth, marks = 1, 0
            plain.append(" ")
        else:
            plain.append(sign)
    return None if depth or quoted else "".join(plain)


def _read_result(part: str) -> _Result | None:
    words = " ".join(part.split()).replace(" =", "=").replace("= ", "=").split()
    method = _METHOD.match(words[0]) if words else None
    if method is None:
        return None
    properties = (found.groups() for word in words[1:] if (found := _PROPERTY.fullmatch(word)))
    return _Result(
        method=method[1],
        result=method[2],
        properties=tuple((name, value) for name, value in properties),
    )


def _judge(results: tuple[_Result, ...], domain: str) -> AuthenticationVerdict:
    for one in results:
        if one.result == "pass" and (found := _find_proof(one, domain)) is not None:
            return AuthenticationVerdict(verified=True, why=found)
    return _unverified(f"no trusted server could prove that it comes from {domain}")


def _find_proof(one: _Result, domain: str) -> str | None:
    """Say what a result that passed proves of the domain of From; None where nothing."""
    if one.method == "dmarc" and _normalise_domain(one.get("header.from")) == domain:
        return f"DMARC passed for {domain}"
    if one.method == "dkim":
        signed = one.get("header.d") or one.get("header.i").rpartition("@")[2]
        if are_aligned(signed, domain):
            return f"a DKIM signature of {_normalise_domain(signed)} is valid"
    if one.method == "spf":
        sent = one.get("smtp.mailfrom").rpartition("@")[2]
        if are_aligned(sent, domain):
            return f"SPF passed for {_normalise_domain(sent)}"
    return None


def are_aligned(domain: str, other: str) -> bool:
    """Whether two domains are one, or one lies within the other, below where names are registered.

    Stricter than RFC 7489, 3.2: two domains side by side do not count, since without the public
    suffix list nobody can tell a company's two hosts from two companies.
    """
    first, second = _normalise_domain(domain), _normalise_domain(other)
    if first == second:
        return "." in first
    if not first or not second:
        return False
    upper, lower = sorted((first, second), key=len)
    return lower.endswith(f".{upper}") and not _is_public(upper)


def _is_public(domain: str) -> bool:
    """Whether anybody can register a name right below a domain."""
    labels = domain.split(".")
    if len(labels) == 1 or domain in _SHARED_HOSTS:
        return True
    return len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _PUBLIC_SECOND_LEVELS


def _normalise_domain(domain: str) -> str:
    """Bring a domain into lower-case ASCII (RFC 5890); empty where it is none."""
    domain = domain[:300].strip("<>[]'\". ").lower()
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return domain if _HOST.fullmatch(domain) else ""
