"""A listener shows its certificate, and says in time what is wrong with it."""

import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from domain.errors import FrontdeskError
from tests.channels.email.receiving.conftest import make_mail
from tests.channels.email.receiving.listening import listening, make_listener
from tests.channels.email.receiving.mail_gateway import MailGateway
from tests.fakes import FakeClock

MAIL = make_mail("hello")
OURS = "support@example.com"


def issue(folder: Path, authority: trustme.CA, **details: Any) -> dict[str, Any]:
    """Write a certificate and its key; return the settings that name them."""
    issued = authority.issue_cert("mx.example.com", **details)
    folder.mkdir(exist_ok=True)
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    issued.cert_chain_pems[0].write_to_path(str(folder / "certificate.pem"))
    return {"certificate": str(folder / "certificate.pem"), "key": str(folder / "key.pem")}


def break_off(name: str) -> None:
    Path(name).write_text("half")


def remove(name: str) -> None:
    Path(name).unlink()


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.mark.parametrize(("protocol", "greeting"), [("lmtp", "LHLO me"), ("smtp", "EHLO me")])
async def test_a_mail_is_handed_over_in_secret(
    gateway: MailGateway, mail_authority: trustme.CA, tmp_path: Path, protocol: str, greeting: str
):
    pair = issue(tmp_path, mail_authority)
    async with listening(gateway, protocol=protocol, require_tls=True, **pair) as place:
        client = await place.connect()
        await client.hear()
        assert "STARTTLS" in await client.offers(greeting)
        assert (await client.say("MAIL FROM:<ann@example.com>")).startswith("530 5.7.0")
        await client.say("STARTTLS")
        await client.secure(trusting(mail_authority), "mx.example.com")
        offered = await client.offers(greeting)
        assert not [word for word in offered if word.startswith(("STARTTLS", "AUTH"))]
        assert (await client.send(MAIL, OURS)).startswith("250 ")
        assert (await client.say("QUIT")).startswith("221 ")
    assert gateway.bodies == [MAIL]


async def test_what_was_said_in_the_clear_is_not_taken_for_secret(
    gateway: MailGateway, mail_authority: trustme.CA, tmp_path: Path
):
    async with listening(gateway, **issue(tmp_path, mail_authority)) as place:
        client = await place.client()
        client.writer.write(b"STARTTLS\r\nMAIL FROM:<injected@example.com>\r\n")
        assert (await client.hear()).startswith("220 ")
        await client.secure(trusting(mail_authority), "mx.example.com")
        await client.offers("LHLO me")
        assert (await client.send(MAIL, OURS)).startswith("250 ")
    (kept,) = gateway.received
    assert kept.headers["mail_from"] == "ann@example.com"


async def test_who_fails_at_tls_hurts_nobody_else(
    gateway: MailGateway, mail_authority: trustme.CA, tmp_path: Path
):
    async with listening(gateway, **issue(tmp_path, mail_authority)) as place:
        client = await place.client()
        await client.say("STARTTLS")
        client.write("this is no handshake")
        assert not (await client.reader.read()).startswith(b"250")
        other = await place.client()
        assert (await other.send(MAIL, OURS)).startswith("250 ")


async def test_a_renewed_certificate_is_shown_without_a_restart(
    gateway: MailGateway, mail_authority: trustme.CA, tmp_path: Path
):
    pair = issue(tmp_path, mail_authority)
    successor = trustme.CA()
    async with listening(gateway, **pair) as place:
        issue(tmp_path, successor)
        client = await place.client()
        await client.say("STARTTLS")
        await client.secure(trusting(successor), "mx.example.com")
        # Half a renewal does no harm.
        break_off(pair["key"])
        other = await place.client()
        await other.say("STARTTLS")
        await other.secure(trusting(successor), "mx.example.com")


async def test_a_check_tells_until_when_the_certificate_is_valid(
    mail_authority: trustme.CA, tmp_path: Path
):
    until = datetime(2037, 5, 4, 3, 2, 1, tzinfo=UTC)
    pair = issue(tmp_path, mail_authority, not_after=until)
    said = await make_listener([], FakeClock(), **pair).check()
    assert "certificate valid until May  4 03:02:01 2037 GMT" in said


async def test_a_certificate_that_is_over_is_named(mail_authority: trustme.CA, tmp_path: Path):
    over = datetime(2025, 1, 1, tzinfo=UTC)
    pair = issue(
        tmp_path, mail_authority, not_before=datetime(2024, 1, 1, tzinfo=UTC), not_after=over
    )
    with pytest.raises(FrontdeskError, match=r"is not valid \(certificate has expired\); renew it"):
        await make_listener([], FakeClock(), **pair).check()


@pytest.mark.parametrize("missing", ["certificate", "key"])
async def test_a_certificate_that_is_not_there_is_named(
    mail_authority: trustme.CA, tmp_path: Path, missing: str
):
    pair = issue(tmp_path, mail_authority)
    remove(pair[missing])
    with pytest.raises(FrontdeskError, match=f"{missing}.pem cannot be read"):
        await make_listener([], FakeClock(), **pair).check()


async def test_a_key_of_another_certificate_is_named(mail_authority: trustme.CA, tmp_path: Path):
    pair = issue(tmp_path / "one", mail_authority)
    other = issue(tmp_path / "two", mail_authority)
    with pytest.raises(FrontdeskError, match="are no certificate and its private key"):
        await make_listener([], FakeClock(), **{**pair, "key": other["key"]}).check()
