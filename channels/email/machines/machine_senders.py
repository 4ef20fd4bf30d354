"""Addresses that no person writes from."""

import re

from channels.email.mail import MailAddress

_DAEMON = re.compile(
    r"mailer[-_.]?daemon|mail[-_.]?daemon|postmaster|post[-_]?master|mail[-_.]?delivery\S*"
    r"|e?500_smtp_mail_service|mailadm(?:in)?|maildaemon|mdaemon|<>"
    # Exchange Online signs its reports with this name, Exchange on the premises with its host's.
    r"|microsoftexchange[0-9a-f]{32}",
)
_DAEMON_NAME = re.compile(
    r"mailer[-_ ]?daemon|postmaster$|mail(?:er)? delivery (?:sub)?system|mail delivery service"
    r"|microsoft outlook$|mail administrator|system administrator|mail system"
    r"|internet mail delivery|delivery (?:status )?notification"
)
# "Do not answer" in the languages in which it is made an address. What stands before or after it
# is set off: `shop-noreply`, `noreply+123`, but not `lenoreply`.
_NO_REPLY = re.compile(
    r"(?:^|[-_.+])(?:no[-_.]?reply|not[-_.]?reply|do[-_.]?not[-_.]?(?:reply|respond)"
    r"|dont[-_.]?reply|no[-_.]?response|noreplies|unattended|unmonitored"
    r"|(?:bitte[-_.]?)?(?:nicht[-_.]?antworten|keine?[-_.]?antwort(?:en)?)"
    r"|ne[-_.]?pas[-_.]?repondre|pas[-_.]?de[-_.]?reponse|no[-_.]?(?:responder|contestar|responda)"
    r"|nao[-_.]?respond(?:er|a)|non[-_.]?rispondere|niet[-_.]?(?:be)?antwoorden"
    r"|(?:svara|svar)[-_.]?(?:ej|inte|ikke)|ikke[-_.]?svar?|ei[-_.]?vasta(?:usta)?"
    r"|nie[-_.]?odpowiadac?)(?:$|[-_.+0-9])"
)
_PROGRAM = re.compile(
    r"(?:auto[-_.]?(?:reply|responder|response|mailer|confirm)|nobody|daemon|cron|www-data|apache"
    r"|bounces?|notify|notifications?|alerts?|mailman|majordomo|listserv|listmaster"
    r"|newsletters?|[a-z]{1,20}-notifications?)(?:[-_+.=].*)?"
)


def is_daemon(sender: MailAddress | None) -> bool:
    """Whether a mail server itself writes from an address (RFC 5321, 4.5.1; RFC 2142, 5)."""
    if sender is None:
        return False
    local = sender.address[:320].partition("@")[0].strip("\"'\\ ").lower()
    return bool(_DAEMON.fullmatch(local)) or bool(_DAEMON_NAME.match(sender.name[:200].lower()))


def is_mailer_daemon(sender: MailAddress | None) -> bool:
    """Whether an address is the one from which mail servers send nothing but reports."""
    return sender is not None and bool(re.match(r"mail(?:er)?[-_.]?daemon@", sender.address))


def is_no_reply(address: str) -> bool:
    """Whether an address says itself that nobody reads what is sent there."""
    return bool(_NO_REPLY.search(address[:320].partition("@")[0].lower()))


def is_program(address: str) -> bool:
    """Whether an address is one that programs, not people, write from."""
    return bool(_PROGRAM.fullmatch(address[:320].partition("@")[0].lower()))
