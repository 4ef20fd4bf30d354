"""Signatures that receivers can check, with both kinds of key."""

import base64

import aiohttp
import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from channels.email.sending.dkim_signing import DkimSigner
from channels.email.settings import DkimSettings
from domain.errors import InvalidInputError
from tests.channels.email.sending.accounts import (
    ANSWERING,
    compose_bytes,
    email,
    make_message,
)
from tests.channels.email.sending.conftest import MakeSender
from tests.mail_server import ScriptedSmtpServer

FORMATS = serialization.PrivateFormat


def to_pem(
    key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey,
    form: serialization.PrivateFormat = FORMATS.PKCS8,
) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, form, serialization.NoEncryption()
    ).decode()


RSA = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # small, to be quick
ED25519 = ed25519.Ed25519PrivateKey.generate()
KEYS = {
    "RSA": to_pem(RSA),
    "RSA as OpenSSL of old wrote it": to_pem(RSA, FORMATS.TraditionalOpenSSL),
    "Ed25519": to_pem(ED25519),
}


def make_signer(key: str, domain: str | None = None) -> DkimSigner:
    settings = DkimSettings.model_validate(
        {"selector": "desk", "private_key": key, "domain": domain}
    )
    return DkimSigner(settings, "aurora.example")


def is_valid(mail: bytes, signer: DkimSigner) -> bool:
    """Check a signature as a receiver does, with the record that we say must be in DNS."""

    def look_up(name: bytes, timeout: int = 5) -> bytes | None:
        known = name.decode().rstrip(".") == signer.record_name
        return signer.record.encode() if known else None

    return bool(dkim.verify(mail, dnsfunc=look_up))


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_a_receiver_finds_the_signature_good(key: str):
    signer = make_signer(key)
    assert is_valid(
        signer.sign(compose_bytes(text="Größe 件名\n\n-- \n.", thread=ANSWERING)), signer
    )


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
@pytest.mark.parametrize(
    "change",
    [
        (b"Your bag", b"My bag"),
        (b"Subject: Lost", b"Subject: Found"),
        (b"Auto-Submitted: auto-generated", b"Auto-Submitted: no"),
        (b"From: Aurora", b"From: Other"),
        (b"Subject:", b"From: eve@example.com\r\nSubject:"),
    ],
)
def test_what_was_changed_on_the_way_is_found_out(key: str, change: tuple[bytes, bytes]):
    signer = make_signer(key)
    signed = signer.sign(compose_bytes(automatic=True))
    assert change[0] in signed
    assert not is_valid(signed.replace(*change, 1), signer)


def test_fields_that_relays_add_do_no_harm():
    signer = make_signer(KEYS["RSA"])
    signed = signer.sign(compose_bytes())
    assert is_valid(b"Received: from a\r\n\tby b\r\nX-Spam: no\r\n" + signed, signer)


def test_another_domain_can_sign():
    signer = make_signer(KEYS["Ed25519"], domain="mail.bücher.example")
    assert signer.record_name == "desk._domainkey.mail.xn--bcher-kva.example"
    assert is_valid(signer.sign(compose_bytes()), signer)


def test_the_record_for_dns_is_the_one_that_openssl_gives():
    public = RSA.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = make_signer(KEYS["RSA"]).record
    assert record == f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


@pytest.mark.parametrize(
    "key",
    ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"],
)
def test_a_key_that_cannot_sign_is_refused_at_once(key: str):
    with pytest.raises(InvalidInputError, match="no RSA or Ed25519 key in PEM"):
        make_signer(key)


async def test_what_is_sent_is_signed_and_the_check_names_the_record(
    server: ScriptedSmtpServer, make_sender: MakeSender, session: aiohttp.ClientSession
):
    dkim_settings = {"selector": "desk", "private_key": KEYS["RSA"]}
    sender = make_sender(server, settings={"dkim": dkim_settings})
    await sender.send(make_message(cc=(email("bob@example.com", "Jörg"),)))
    assert is_valid(server.received[0].content, make_signer(KEYS["RSA"]))
    said = await sender.check()
    assert "TXT record desk._domainkey.aurora.example must say" in said
    assert "v=DKIM1; k=rsa; p=" in said
