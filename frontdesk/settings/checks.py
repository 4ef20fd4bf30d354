"""What a single value must be; each refusal says what would be right."""

import binascii
import ipaddress
import re
from zoneinfo import ZoneInfo, available_timezones

from pydantic import SecretStr
from rapidfuzz import fuzz, process
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from frontdesk.webhooks.signing import PREFIX, read_secret

LEAST_SECRET_CHARACTERS = 32

_WEB_URL = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
_WEBHOOK_URL = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?(\?[^\s#]*)?")
_DATABASE_URL = re.compile(r"sqlite:///[^\s?#]+|postgres(ql)?://\S+")


def check_web_url(value: str) -> str:
    """Accept `https://host` and maybe a path; drop slashes at its end."""
    if not _WEB_URL.fullmatch(value):
        raise ValueError("must be an address such as https://desk.example.com")
    return value.rstrip("/")


def check_webhook_url(value: str) -> str:
    """Accept `https://host`, maybe with a path and a query, as it stands."""
    if not _WEBHOOK_URL.fullmatch(value):
        raise ValueError("must be an address such as https://pager.example.com/hooks/frontdesk")
    return value


def check_webhook_secret(value: SecretStr) -> SecretStr:
    """Refuse a key that could be tried out, and one in the notation `whsec_…` that cannot be."""
    try:
        read_secret(check_secret(value).get_secret_value())
    except binascii.Error as error:
        raise ValueError(
            f"what follows {PREFIX} must be base64; make one with: "
            f'echo "{PREFIX}$(openssl rand -base64 32)"'
        ) from error
    return value


def check_database_url(value: str) -> str:
    """Accept the two engines that Frontdesk knows."""
    if not _DATABASE_URL.fullmatch(value) or not _has_port_or_none(value):
        raise ValueError("must be sqlite:///data/frontdesk.db or postgresql://user@host/name")
    return value


def _has_port_or_none(url: str) -> bool:
    try:
        make_url(url)
    except (ValueError, ArgumentError):
        return False
    return True


def check_network(value: str) -> str:
    """Accept an IP address or a network such as `10.0.0.0/8`."""
    try:
        ipaddress.ip_network(value)
    except ValueError as error:
        raise ValueError("must be an IP address or a network such as 10.0.0.0/8") from error
    return value


def check_time_zone(value: str) -> str:
    """Accept an IANA time zone such as `Europe/Berlin`."""
    if value == "UTC":
        return value
    try:
        ZoneInfo(value)
    except (ValueError, KeyError, OSError) as error:
        zones = sorted(available_timezones())
        if not zones:
            raise ValueError("needs the machine's time zones: install tzdata") from error
        nearest = process.extractOne(value, zones, scorer=fuzz.WRatio)[0]
        raise ValueError(f"{value!r} is no IANA time zone; did you mean {nearest}?") from error
    return value


def check_secret(value: SecretStr) -> SecretStr:
    """Refuse a key that could be tried out."""
    if len(value.get_secret_value()) < LEAST_SECRET_CHARACTERS:
        raise ValueError(
            f"must have at least {LEAST_SECRET_CHARACTERS} characters; make one with: "
            "openssl rand -base64 48"
        )
    return value
