"""What the settings say about an email account."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

from channels.contract import ChannelSettings, shaped

Host = Annotated[
    str, shaped(r"[^\s/@]{1,255}", "is no host; write its name or address, as mail.example.com")
]
Port = Annotated[int, Field(ge=1, le=65535)]
MailboxAddress = Annotated[
    str,
    StringConstraints(to_lower=True),
    shaped(
        r"[^\s@<>,;:\"]{1,64}@[^\s@<>,;:\"]{1,253}",
        "is no email address; write it as support@example.com",
    ),
]


class MailSection(BaseModel):
    """One table of an email account; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class OAuthSettings(MailSection):
    """How to get access tokens for XOAUTH2 from a refresh token or as an application.

    Attributes:
        token_url: the provider's token endpoint (RFC 6749, 3.2), over https unless it is on this
            machine.
        refresh_token: None for the client credentials grant (RFC 6749, 4.4).
    """

    token_url: Annotated[
        str,
        shaped(
            r"(?:https://|http://(?:127\.0\.0\.1|localhost|\[::1\])[:/])\S+",
            "is no address that a secret may be sent to; it begins with https://",
        ),
    ]
    client_id: str
    client_secret: SecretStr = SecretStr("")
    refresh_token: SecretStr | None = None
    scope: str = ""


class ServerLogin(MailSection):
    """Where a mail server is and how to log in there.

    Attributes:
        security: `tls` from the first byte, `starttls` after a greeting in the clear, or `none`.
        ca_file: certificates to trust beside the system's, for a server with one of its own.
        timeout: seconds that one step with the server may take.
    """

    host: Host
    security: Literal["none", "starttls", "tls"] = "tls"
    username: str = ""
    password: SecretStr = SecretStr("")
    oauth: OAuthSettings | None = None
    ca_file: str | None = None
    timeout: Annotated[float, Field(gt=0, le=600)] = 30

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.oauth is not None and self.password.get_secret_value():
            raise ValueError("gives both password and oauth; leave one of them out")
        if self.oauth is not None and not self.username:
            raise ValueError("oauth needs username, the mailbox it logs in to")
        return self


class SmtpSettings(ServerLogin):
    """The server that mail goes out by.

    Attributes:
        connections: how many to keep open at most.
        null_sender: whether automatic mail goes out with an empty return path, as RFC 3834, 3.3
            asks; some providers refuse it, and then the account's address is used.
    """

    port: Port = 587
    security: Literal["none", "starttls", "tls"] = "starttls"
    connections: Annotated[int, Field(ge=1, le=50)] = 4
    null_sender: bool = True


class ImapSettings(ServerLogin):
    """A folder of a mailbox that mail is fetched from.

    Attributes:
        poll_seconds: how often to look where the server cannot tell by itself (IDLE).
        first_days: of what is there at the first connection, how many days back to take.
        after: what becomes of a message that was taken: `seen` marks it, `keep` leaves it,
            `delete` removes it.
    """

    port: Port = 993
    folder: Annotated[str, StringConstraints(min_length=1, max_length=255)] = "INBOX"
    poll_seconds: Annotated[float, Field(ge=1, le=3600)] = 60
    first_days: Annotated[float, Field(ge=0, le=36500)] = 3
    after: Literal["seen", "keep", "delete"] = "seen"

    @model_validator(mode="after")
    def _has_username(self) -> Self:
        if not self.username:
            raise ValueError("has no username; give the one of the mailbox")
        return self


class ListenSettings(MailSection):
    """A socket on which other mail servers hand mail over.

    Attributes:
        certificate: a PEM file, and `key` its private key, to offer STARTTLS with.
        allow: networks that may connect; everybody where none is named.
        messages_per_minute: taken from one address of the network at most.
    """

    protocol: Literal["lmtp", "smtp"] = "lmtp"
    host: Host = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)]
    certificate: str | None = None
    key: str | None = None
    require_tls: bool = False
    allow: tuple[str, ...] = ()
    messages_per_minute: Annotated[int, Field(ge=1)] = 6000

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("certificate and key go together; give both or neither")
        if self.require_tls and self.certificate is None:
            raise ValueError("require_tls needs a certificate and its key")
        return self


class DkimSettings(MailSection):
    """How outgoing mail is signed (RFC 6376).

    Attributes:
        domain: the domain that signs; that of the account's address where it is not given.
        private_key: a PEM key, RSA or Ed25519; `file:PATH` reads it from a file.
    """

    selector: Annotated[
        str,
        shaped(r"[A-Za-z0-9._-]{1,63}", "is no selector; write one of letters and digits, as desk"),
    ]
    private_key: SecretStr
    domain: Host | None = None


class LookSettings(MailSection):
    """How HTML mail looks.

    Attributes:
        colour: of the line above the text and of links, as `#rrggbb`.
        logo_url: an https address of a picture, shown with the company's name as its text.
        footer: a line under every mail, such as the company's postal address.
    """

    colour: Annotated[str, shaped(r"#[0-9a-fA-F]{6}", "is no colour; write it as #1f4f8f")] = (
        "#1f4f8f"
    )
    logo_url: (
        Annotated[
            str,
            shaped(
                r"https://[^\s\"'<>]+", "is no picture for a mail; give an https:// address of one"
            ),
        ]
        | None
    ) = None
    footer: Annotated[str, StringConstraints(max_length=500)] = ""


class EmailSettings(ChannelSettings):
    """One address that customers write to.

    Attributes:
        address: what customers write to and replies come from.
        name: beside the address in From; the company's name where it is not given.
        aliases: further addresses whose mail arrives here.
        plus_addressing: whether mail to `local+anything@host` arrives too.
        reference_in_subject: whether our mails name the conversation in their subject. It is what a
            reply is found by where all else is lost; but Gmail shows an answer whose subject has
            changed as a thread of its own.
        trusted_authserv: the names under which the receiving servers that you trust stamp
            Authentication-Results (RFC 8601), such as `mx.google.com`. Without one, no address
            counts as verified.
        max_megabytes: the largest message that is taken in whole.
    """

    address: MailboxAddress
    name: Annotated[str, StringConstraints(max_length=100)] = ""
    aliases: tuple[MailboxAddress, ...] = ()
    plus_addressing: bool = True
    reference_in_subject: bool = True
    trusted_authserv: tuple[Host, ...] = ()
    smtp: SmtpSettings | None = None
    imap: ImapSettings | None = None
    listen: ListenSettings | None = None
    dkim: DkimSettings | None = None
    look: LookSettings = LookSettings()
    max_megabytes: Annotated[int, Field(ge=1, le=200)] = 50

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.imap is None and self.listen is None:
            raise ValueError(
                "has neither imap nor listen, so that no mail could come in; give one of them"
            )
        if self.smtp is None:
            raise ValueError("has no smtp, so that no mail could go out; give its host and port")
        return self
