"""`settings show` says what holds and why, and is a settings file again."""

import tomllib
from pathlib import Path

import pytest

from frontdesk.settings import load_settings
from frontdesk.settings.rendering import render_settings
from frontdesk.settings.secrets import redact_url, redact_webhook_url

pytestmark = pytest.mark.unit

GIVEN = """
[company]
name = "Größe \\"XL\\" # 1"
[database]
url = "postgresql://desk:sesame@db/x?sslmode=require&password=sesame"
[security]
secret = "sesame sesame sesame sesame sesame"
[[channels.web_chat]]
account = "site"
allowed_origins = ["https://www.example.com"]
[[channels.sms]]
account = "main"
account_sid = "AC00000000000000000000000000000000"
auth_token = "sesame"
from_number = "+15550100"
[[webhooks]]
name = "paging"
url = "https://pager.example.com/hooks?key=sesame&team=2"
secret = "sesame sesame sesame sesame sesame"
"""


@pytest.fixture
def shown(tmp_path: Path) -> str:
    file = tmp_path / "given.toml"
    file.write_text(GIVEN, "utf-8")
    environ = {"FRONTDESK_COMPANY__LANGUAGES__0": "de"}
    return render_settings(load_settings(file, ("server.port=9000",), environ))


def test_secrets_are_hidden(shown: str) -> None:
    assert "sesame" not in shown
    assert 'auth_token = "********"' in shown
    assert "postgresql://desk:********@db/x?sslmode=require&password=********" in shown


def test_each_value_tells_where_it_came_from(shown: str) -> None:
    origins = {
        line.split(" = ")[0]: line.rpartition("  # ")[2]
        for line in shown.splitlines()
        if "=" in line
    }

    assert origins["port"] == "--set server.port"
    assert origins["host"] == "default"
    assert origins["languages"] == "FRONTDESK_COMPANY__LANGUAGES__0"
    assert origins["from_number"].endswith("given.toml, line 15")


def test_what_is_shown_is_a_settings_file_again(shown: str) -> None:
    values = tomllib.loads(shown)

    assert values["company"]["name"] == 'Größe "XL" # 1'
    assert values["server"]["port"] == 9000
    assert values["channels"]["web_chat"][0]["allowed_origins"] == ["https://www.example.com"]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u@h/x", "postgresql://u@h/x"),
        ("postgresql://u:p%40@h:5432/x", "postgresql://u:********@h:5432/x"),
        ("postgresql://u:p@ss@h/x", "postgresql://u:********@h/x"),
        ("sqlite:///data/a.db", "sqlite:///data/a.db"),
    ],
)
def test_a_database_address_is_shown_without_its_password(url: str, shown: str) -> None:
    assert redact_url(url) == shown


def test_of_a_webhook_all_is_shown_but_what_may_be_a_key(shown: str) -> None:
    assert '[[webhooks]]\nname = "paging"' in shown
    assert 'url = "https://pager.example.com/hooks?key=********&team=********"' in shown


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://p.example/h", "https://p.example/h"),
        ("https://tok@p.example/h", "https://********@p.example/h"),
        ("https://me:tok@p.example/h?tok", "https://********@p.example/h?********"),
        ("https://p.example/h?a=b=c&d", "https://p.example/h?a=********&********"),
    ],
)
def test_a_key_in_an_address_is_hidden(url: str, told: str) -> None:
    assert redact_webhook_url(url) == told
