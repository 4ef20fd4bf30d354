"""What the rest of Frontdesk and the owners of pages see of the channel."""

import pytest
from pydantic import ValidationError

from channels.web_chat import WebChatSettings
from channels.web_chat.origins import OriginPolicy, normalise_origin
from domain.messages import Address, DeliveryState, OutboundMessage
from tests.channels.web_chat.conftest import BASE, Chat, StartChat


async def test_nothing_is_pushed_since_the_page_collects_it(chat: Chat) -> None:
    assert chat.channel.capabilities.collected
    message = OutboundMessage(
        id="out-1",
        interaction_id="i-1",
        conversation_id="c-1",
        reference="FD-7K3M9QXD",
        channel="web_chat",
        account="site",
        to=Address(kind="visitor", value="id-1"),
        text="hello",
    )
    receipt = await chat.channel.send(message)
    assert (receipt.external_id, receipt.state) == (None, DeliveryState.SENT)


async def test_the_doctor_says_where_the_widget_is_and_who_may_embed_it(chat: Chat) -> None:
    line = await chat.channel.check()
    assert f"http://desk.example{BASE}/widget.js" in line
    assert "https://www.example.com" in line


async def test_any_page_may_load_the_script_and_keep_it_for_a_while(chat: Chat) -> None:
    response = await chat.client.get(f"{BASE}/widget.js")
    assert response.content_type == "text/javascript"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age=300" in response.headers["Cache-Control"]
    assert "Aurora Airways" in await response.text()
    again = await chat.client.get(
        f"{BASE}/widget.js", headers={"If-None-Match": response.headers["ETag"]}
    )
    assert again.status == 304
    assert not await again.read()


async def test_two_accounts_have_scripts_of_their_own(start_chat: StartChat) -> None:
    chat = await start_chat(account="24-7", colour="#aa3300")
    text = await (await chat.client.get("/channels/web-chat/24-7/widget.js")).text()
    assert '"account": "24-7"' in text
    assert "#aa3300" in text


@pytest.mark.unit
@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://www.Example.com", "https://www.example.com"),
        ("https://www.example.com/", "https://www.example.com"),
        ("https://www.example.com:443", "https://www.example.com"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_origins_are_written_as_browsers_write_them(written: str, kept: str) -> None:
    assert normalise_origin(written) == kept


@pytest.mark.unit
@pytest.mark.parametrize(
    "settings",
    [
        {"allowed_origins": ["www.example.com"]},
        {"allowed_origins": ["https://www.example.com/shop"]},
        {"allowed_origins": ["null"]},
        {"allowed_origins": ["https://www.example.com:port"]},
        {"colour": "red"},
        {"visitor_days": 0},
        {"account": "Site"},
        {"unknown": 1},
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WebChatSettings.model_validate({"account": "site", **settings})


@pytest.mark.unit
def test_a_page_of_this_server_is_welcome_under_whatever_name_it_is_reached() -> None:
    policy = OriginPolicy((), "https://desk.example")
    assert policy.allows("http://localhost:8080", "localhost:8080")
    assert not policy.allows("null", "localhost:8080")
    assert not policy.allows("https://desk.example.evil.example", "desk.example")
    assert not OriginPolicy((), "https://desk.example").allows("", "")


@pytest.mark.unit
def test_a_star_lets_every_page_embed_the_chat() -> None:
    policy = OriginPolicy(("*",), "https://desk.example")
    assert policy.allows("https://anywhere.example", "desk.example")
    assert policy.allows(None, "desk.example")
