"""A link for a customer by the API."""

from tests.console.api.bench import Bench


async def test_without_a_bot_there_is_no_link(bench: Bench):
    response = await bench.send("POST", "/customers/c-1/links", json={"channel": "telegram"})
    assert response.status == 404
    assert "no telegram account" in (await response.json())["detail"]
