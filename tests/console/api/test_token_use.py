"""A token tells when it was last used, and opens nothing once it is taken back."""

from datetime import timedelta

from crm_store.staff import finish_api_token, list_api_tokens
from domain.staff import ApiToken, Role
from tests.console.api.bench import API, Bench, read_problem


async def test_the_use_of_a_token_is_noted_to_the_minute(either_bench: Bench) -> None:
    bench = either_bench
    first = bench.clock.now()
    assert (await find_token(bench)).last_used_at is None

    await ask(bench, 200)
    assert (await find_token(bench)).last_used_at == first
    bench.clock.advance(timedelta(seconds=59))
    await ask(bench, 200)
    assert (await find_token(bench)).last_used_at == first
    later = bench.clock.advance(timedelta(seconds=1))
    await ask(bench, 200)
    assert (await find_token(bench)).last_used_at == later


async def test_a_token_that_is_taken_back_opens_nothing_any_more(bench: Bench) -> None:
    await ask(bench, 200)
    await bench.services.store.run(finish_api_token, (await find_token(bench)).id)
    await ask(bench, 401)


async def ask(bench: Bench, status: int) -> None:
    headers = {"Authorization": f"Bearer {bench.tokens[Role.AGENT]}"}
    response = await bench.client.get(f"{API}/conversations", headers=headers)
    assert response.status == status
    if status == 401:
        await read_problem(response, 401)


async def find_token(bench: Bench) -> ApiToken:
    tokens = await bench.services.store.read(list_api_tokens)
    return next(each for each in tokens if each.role is Role.AGENT)
