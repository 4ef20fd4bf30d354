"""Which accounts the demo brings, and which it leaves to the settings."""

import pytest

from channels.sms.settings import SmsSettings
from channels.web_chat.settings import WebChatSettings
from channels.web_form.settings import WebFormSettings
from demo.stand_ins import stand_in_channels

pytestmark = pytest.mark.unit
BASE = "http://127.0.0.1:8080"


def test_the_sms_account_is_the_one_the_contract_names() -> None:
    account = SmsSettings.model_validate(stand_in_channels((), BASE)["sms"][0])
    assert account.account == "main"
    assert account.account_sid == "AC00000000000000000000000000000000"
    assert account.auth_token.get_secret_value() == "demo-auth-token"
    assert account.from_number == "+15550100"
    assert account.api_base_url.startswith(f"{BASE}/")


def test_chat_and_form_are_ready_to_be_used_from_the_servers_own_pages() -> None:
    stand_ins = stand_in_channels((), f"{BASE}/")
    chat = WebChatSettings.model_validate(stand_ins["web_chat"][0])
    assert chat.account == "site"
    assert BASE in chat.allowed_origins
    assert WebFormSettings.model_validate(stand_ins["web_form"][0]).account == "contact"


def test_channels_that_the_settings_name_are_left_alone() -> None:
    assert set(stand_in_channels({"sms", "email"}, BASE)) == {"web_chat", "web_form"}
