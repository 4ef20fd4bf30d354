"""Which sites may talk to the chat: whatever a request says of its origin, it gets an answer."""

import pytest

from tests.channels.web_chat.conftest import BASE, Chat


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "null", "::", "http://a]b", "\\"])
async def test_an_origin_that_is_none_is_refused(chat: Chat, origin: str) -> None:
    headers = {"Origin": origin}
    assert (await chat.client.get(f"{BASE}/ws", headers=headers)).status == 403
    assert (await chat.client.post(f"{BASE}/files", headers=headers)).status == 403
    asked = await chat.client.options(f"{BASE}/files", headers=headers)
    assert asked.status == 204
    assert "Access-Control-Allow-Origin" not in asked.headers
