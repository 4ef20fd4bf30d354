"""Only what a trusted server stamped proves a sender, however much a mail says of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.authentication import are_aligned, read_authentication
from channels.email.mail import Headers, MailAddress
from channels.email.parsing import parse_mail

pytestmark = pytest.mark.unit

PASS = "dmarc=pass header.from=customer.example"
ANNA = MailAddress(address="anna@customer.example")


def judge(
    *stamps: str,
    trusted: tuple[str, ...] = ("mx.desk.example",),
    sender: MailAddress | None = ANNA,
    written: str | None = None,
    name: str = "authentication-results",
):
    line = written if written is not None else f"Anna <{sender.address}>" if sender else ""
    fields = (*((name, stamp) for stamp in stamps), ("from", line))
    return read_authentication(Headers(fields=fields), trusted=trusted, sender=sender)


GENUINE = {
    "gmail": (
        "mx.google.com",
        (
            "mx.google.com; dkim=pass header.i=@customer.example header.s=s1 header.b=aBc+/12=; "
            "spf=pass (google.com: domain of anna@customer.example designates 192.0.2.7 "
            "as permitted sender) smtp.mailfrom=anna@customer.example; "
            "dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=customer.example"
        ),
    ),
    "microsoft 365, which gives no name": (
        "microsoft365",
        (
            "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=customer.example; dkim=pass "
            "(signature was verified) header.d=customer.example;dmarc=pass action=none "
            "header.from=customer.example;compauth=pass reason=100"
        ),
    ),
    "fastmail": (
        "mx6.messagingengine.com",
        (
            "mx6.messagingengine.com; arc=none (no signatures found); bimi=skipped (DMARC Policy "
            "is not at enforcement); dkim=pass (2048-bit rsa key sha256) header.d=customer.example "
            "header.i=@customer.example header.b=XyZ header.a=rsa-sha256 header.s=s1 x-bits=2048; "
            "dmarc=pass policy.published-domain-policy=none (p=none,d=none,d.eval=none) "
            "policy.applied-disposition=none header.from=customer.example; spf=pass "
            "smtp.mailfrom=anna@customer.example smtp.helo=mail.customer.example; x-me-sender=none"
        ),
    ),
    "opendmarc": (
        "mx.desk.example",
        "mx.desk.example; dmarc=pass (p=none dis=none) header.from=customer.example",
    ),
    "opendkim": (
        "mx.desk.example",
        (
            "mx.desk.example; dkim=pass (2048-bit key; unprotected) header.d=customer.example "
            'header.i=@customer.example header.b="Qm2/xY"'
        ),
    ),
    "rspamd": (
        "mx.desk.example",
        (
            "mx.desk.example; dkim=pass header.d=mail.customer.example header.s=k1 header.b=AbC; "
            "dmarc=none; spf=softfail (mx.desk.example: 192.0.2.9 is neither permitted nor denied "
            "by domain of b@bulk.example) smtp.mailfrom=b@bulk.example"
        ),
    ),
    "a version, upper case and blanks around the equals sign": (
        "mx.desk.example",
        "MX.Desk.Example 1; DMARC = Pass header.from = Customer.Example",
    ),
    "spf alone": (
        "mx.desk.example",
        "mx.desk.example; spf=pass smtp.mailfrom=bounces@news.customer.example",
    ),
}


@pytest.mark.parametrize("case", GENUINE, ids=str)
def test_what_a_trusted_server_found_to_pass_verifies_the_sender(case: str):
    server, stamp = GENUINE[case]
    verdict = judge(stamp, trusted=("other.example", server))
    assert verdict.verified, verdict.why


FORGED = {
    "a server that is not trusted": f"mx.evil.example; {PASS}",
    "no server at all": "dmarc=pass header.from=customer.example",
    "the name that stands for none": f"microsoft365; {PASS}",
    "another domain": "mx.desk.example; dmarc=pass header.from=evil.example",
    "a name that only ends like it": "mx.desk.example; dkim=pass header.d=notcustomer.example",
    "a signature by the top level": "mx.desk.example; dkim=pass header.d=example",
    "a failure": "mx.desk.example; dkim=fail header.d=customer.example; spf=none",
    "a policy that failed beside a signature": (
        "mx.desk.example; dkim=pass header.d=customer.example; "
        "dmarc=fail header.from=customer.example"
    ),
    "a pass without a domain": "mx.desk.example; dkim=pass; spf=pass; dmarc=pass",
    "none": "mx.desk.example; none",
    "a result within a comment": f"mx.desk.example; spf=fail ({PASS})",
    "a result within a quotation": (
        f'mx.desk.example; spf=pass smtp.mailfrom="a; {PASS}; x="@evil.example'
    ),
    "a comment that a stranger's address breaks out of": (
        f'mx.desk.example; spf=pass (domain of "a); {PASS}; x=("'
        "@evil.example designates 192.0.2.1) smtp.mailfrom=evil.example"
    ),
    "a comment left open": f"mx.desk.example; {PASS} (",
    "an escaped bracket": rf"mx.desk.example; spf=none (\); {PASS}",
    "a helo": "mx.desk.example; spf=pass smtp.helo=customer.example",
    "an almost pass": "mx.desk.example; dmarc=bestguesspass header.from=customer.example",
}  # fmt: skip


@pytest.mark.parametrize("case", FORGED, ids=str)
def test_nothing_else_does(case: str):
    assert not judge(FORGED[case]).verified


def test_only_the_topmost_stamp_of_a_trusted_server_counts():
    found = "mx.desk.example; dmarc=fail header.from=customer.example"
    forged = "mx.desk.example; dmarc=pass header.from=customer.example"
    assert not judge(found, forged).verified
    assert judge(forged.replace("mx.desk", "mx.evil"), forged, found).verified


@pytest.mark.parametrize("written", [None, "Eve <eve@evil.example>, anna@customer.example"])
def test_a_mail_is_refuted_where_a_trusted_server_says_that_dmarc_failed(written: str | None):
    stamp = (
        "mx.desk.example; spf=pass smtp.mailfrom=customer.example; "
        "dmarc=fail (p=none) header.from=customer.example"
    )
    verdict = judge(stamp, written=written)
    assert (verdict.refuted, verdict.verified) == (True, False)
    assert "DMARC failed for customer.example" in verdict.why


@pytest.mark.parametrize(
    "stamp",
    [
        "mx.evil.example; dmarc=fail header.from=customer.example",
        "mx.desk.example; dkim=fail header.d=customer.example; spf=fail",
        "mx.desk.example; dmarc=none",
        "mx.desk.example; dmarc=temperror header.from=customer.example",
        "mx.desk.example; spf=fail (dmarc=fail)",
    ],
)
def test_what_is_only_unproven_is_not_refuted(stamp: str):
    assert not judge(stamp).refuted


def test_no_stamp_counts_where_no_server_is_trusted():
    verdict = judge("mx.desk.example; dmarc=pass header.from=customer.example", trusted=())
    assert not verdict.verified
    assert "trusted_authserv" in verdict.why


@pytest.mark.parametrize(
    "written",
    [
        "Anna <anna@customer.example>, Eve <eve@evil.example>",
        "eve@evil.example, Anna <anna@customer.example>",
        "anna@customer.example, eve@evil.example",
        "Eve <eve@evil.example>",
        "",
    ],
)
def test_a_mail_without_one_single_author_is_not_verified(written: str):
    stamp = "mx.desk.example; dmarc=pass header.from=customer.example"
    assert not judge(stamp, written=written).verified


def test_a_mail_with_two_from_fields_is_not_verified():
    stamp = "mx.desk.example; dmarc=pass header.from=customer.example"
    line = ("from", "Anna <anna@customer.example>")
    headers = Headers(fields=(("authentication-results", stamp), line, line))
    verdict = read_authentication(headers, trusted=("mx.desk.example",), sender=ANNA)
    assert not verdict.verified


def test_a_mail_that_names_nobody_is_not_verified():
    assert not judge("mx.desk.example; dmarc=pass header.from=x.example", sender=None).verified


@pytest.mark.parametrize(
    "written",
    [
        '"Anna, of Customers" <anna@customer.example>',
        "anna@customer.example (Anna)",
        "anna@customer.example",
    ],
)
def test_a_name_beside_the_address_does_no_harm(written: str):
    stamp = "mx.desk.example; dmarc=pass header.from=customer.example"
    assert judge(stamp, written=written).verified


def test_an_encoded_word_in_a_stamp_is_not_decoded_into_a_result():
    """A return path may look like one (RFC 2047, 5), and servers write it into their stamp."""
    raw = (
        b"Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom="
        b"=?utf-8?q?x=3B_dmarc=3Dpass_header.from=3Dcustomer.example=3B?=@evil.example\r\n"
        b"From: Anna <anna@customer.example>\r\n\r\nHello\r\n"
    )
    mail = parse_mail(raw)
    trusted = ("mx.desk.example",)
    assert not read_authentication(mail.headers, trusted=trusted, sender=mail.sender).verified


def make_arc(arc: str, *, server: str = "mx.desk.example", sealer: str = "desk.example") -> Headers:
    return Headers(
        fields=(
            ("arc-authentication-results", f"i=2; {server}; dkim=pass header.d=customer.example"),
            ("arc-seal", "i=1; a=rsa-sha256; cv=none; d=list.example; s=k; b=AA=="),
            ("arc-seal", f"i=2; a=rsa-sha256; cv=pass;\n d={sealer}; s=k; b=AA=="),
            ("authentication-results", f"mx.desk.example; arc={arc}; dkim=fail header.d=x.example"),
            ("from", "anna@customer.example"),
        )
    )


def test_the_chain_of_a_forwarder_counts_where_the_trusted_server_found_it_whole():
    trusted = ("mx.desk.example",)
    assert read_authentication(make_arc("pass"), trusted=trusted, sender=ANNA).verified
    assert not read_authentication(make_arc("fail"), trusted=trusted, sender=ANNA).verified
    stranger = make_arc("pass", server="mx.evil.example")
    assert not read_authentication(stranger, trusted=trusted, sender=ANNA).verified


def test_nobody_proves_a_sender_by_sealing_findings_under_the_name_of_a_trusted_server():
    forged = make_arc("pass", sealer="evil.example")
    assert not read_authentication(forged, trusted=("mx.desk.example",), sender=ANNA).verified


@pytest.mark.parametrize(
    ("one", "other", "aligned"),
    [
        ("customer.example", "customer.example", True),
        ("mail.customer.example", "customer.example", True),
        ("customer.example", "mail.customer.example", True),
        ("a.customer.example", "b.customer.example", False),
        ("co.uk", "customer.co.uk", False),
        ("uk", "customer.co.uk", False),
        ("com.au", "shop.com.au", False),
        ("customer.co.uk", "mail.customer.co.uk", True),
        ("github.io", "eve.github.io", False),
        ("bücher.example", "xn--bcher-kva.example", True),
        ("", "", False),
        ("localhost", "localhost", False),
    ],
)
def test_domains_are_aligned_only_below_where_names_are_sold(one: str, other: str, aligned: bool):
    assert are_aligned(one, other) is aligned
    assert are_aligned(other, one) is aligned


@given(st.lists(st.text(max_size=300), max_size=4), st.text(max_size=80), st.text(max_size=60))
def test_no_text_in_a_header_raises(stamps: list[str], written: str, address: str):
    judge(*stamps, sender=MailAddress(address=address), written=written)


SIGNS = st.text(alphabet='mx.desk;=()"\\ pasdmrcfi@<>', max_size=200)


@given(SIGNS)
def test_no_stamp_raises_that_looks_nearly_right(tail: str):
    judge("mx.desk.example; " + tail)
    judge(tail)


@pytest.mark.parametrize("sign", ["(", ")", '"', "=", ";", " ", "\\", "a=", "dkim=pass "])
def test_endless_stamps_are_left_alone(sign: str):
    verdict = judge(*["mx.other.example; " + sign * 200_000] * 500)
    assert not verdict.verified
