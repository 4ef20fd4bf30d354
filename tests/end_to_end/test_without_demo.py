"""A site of one's own: the documents' commands, as they stand there, lead to one that works."""

import asyncio
import re
import shlex
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.end_to_end.conftest import ANSWER, ARTICLES, QUESTION
from tests.end_to_end.processes import COMMAND, Site
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
WAIT_SECONDS = 60.0
UNKNOWN = "Is your captain married?"
REPLY = "That is the captain's own matter, we are afraid."
# What is done to a machine beforehand, and what no script can do.
BY_HAND = ("make install", "$EDITOR frontdesk.toml")
PROGRAM = ".venv/bin/frontdesk "


@pytest.fixture(
    params=["README.md", pytest.param("docs/operators.md", marks=pytest.mark.slow)],
)
def page(request: pytest.FixtureRequest) -> str:
    """A page that tells how to set up a site of one's own."""
    text: str = (ROOT / request.param).read_text("utf-8")
    return text


def read_commands(page: str) -> list[str]:
    """The commands of the block that sets the site up, without what is said about them."""
    (block,) = (
        each for each in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if "frontdesk run" in each
    )
    lines = [shlex.join(shlex.split(line, comments=True)) for line in block.splitlines()]
    by_hand = [shlex.join(shlex.split(line)) for line in BY_HAND]
    assert lines[: len(by_hand)] == by_hand
    commands = lines[len(by_hand) :]
    assert all(line.startswith(PROGRAM) for line in commands)
    return [line.removeprefix(PROGRAM) for line in commands]


def read_settings(page: str) -> str:
    blocks: list[str] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (settings,) = (each for each in blocks if "[company]" in each)
    return settings


def write_articles(folder: Path) -> None:
    folder.mkdir()
    for name, title, variant, answer in ARTICLES:
        head = f"id: {name}\ntitle: {title}\ntags: [baggage]\nvariants:\n  - {variant}\n"
        (folder / f"{name}.md").write_text(f"---\n{head}---\n{answer}\n")


@pytest.fixture
async def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    """An empty folder with nothing in it but what the operator brings."""
    port = free_port()
    monkeypatch.setenv("FRONTDESK_SERVER__PORT", str(port))
    write_articles(tmp_path / "articles")
    (tmp_path / "password").write_text("correct horse battery staple\n")
    site = Site(tmp_path, "", "", port=port)
    yield site
    await site.stop()


async def run(site: Site, command: str) -> str:
    """Run a command in the site's folder; what it printed."""
    if command.startswith("staff create"):
        # There is no terminal to type the password on.
        command += " --password-file password"
    process = await asyncio.create_subprocess_exec(
        COMMAND,
        *shlex.split(command),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=site.folder,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, f"{command}: {output.decode()}"
    return output.decode()


class Script:
    """A program with a token, as it uses the API."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = f"{url}/api/v1"

    async def get(self, path: str) -> Any:
        async with self.session.get(f"{self.url}{path}") as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, path: str, **body: str) -> Any:
        async with self.session.post(f"{self.url}{path}", json=body) as response:
            assert response.status in {200, 201, 202}, await response.text()
            return await response.json()

    async def hand_in(self, customer: str, text: str) -> str:
        """Hand a customer's message in; its conversation's path."""
        body = {"from": customer, "text": text, "external_id": f"{customer}-1"}
        accepted = await self.post("/messages", channel="api", **body)
        return f"/conversations/{accepted['reference']}"

    async def wait_for_words(self, path: str, author: str) -> tuple[str, dict[str, Any]]:
        """Wait until `author` has said something to the customer; it, and the conversation."""
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                conversation = await self.find(path)
                for said in reversed(conversation.get("interactions", ())):
                    if (said["direction"], said["author"]) == ("out", author):
                        return said["text"], conversation
                await asyncio.sleep(0.05)

    async def find(self, path: str) -> dict[str, Any]:
        """A conversation, empty as long as its first message is not worked on."""
        async with self.session.get(f"{self.url}{path}") as response:
            return await response.json() if response.status == 200 else {}


async def test_a_site_that_is_set_up_as_the_page_says_answers_and_hands_over(
    empty: Site, page: str
):
    empty.config.write_text(read_settings(page))
    *before, last = read_commands(page)
    told = {command: await run(empty, command) for command in before}
    assert last == "run"
    assert set(told) >= {"migrate", "kb import articles/", "doctor"}
    assert any(command.startswith("queue create") for command in told)
    assert all(line.startswith("ok ") for line in told["doctor"].splitlines()), told["doctor"]

    await empty.start_server()
    token = (await run(empty, "token create --role agent --name orders")).strip()
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        script = Script(session, empty.url)
        known, _ = await script.wait_for_words(await script.hand_in("crm-1", QUESTION), "bot")
        assert known == ANSWER

        handed = await script.hand_in("crm-2", UNKNOWN)
        words, conversation = await script.wait_for_words(handed, "bot")
        assert handed.rpartition("/")[2] in words
        queue = (await script.get(f"/conversations?queue={conversation['queue']}"))["items"]
        assert [each["reference"] for each in queue] == [conversation["reference"]]

        (someone,) = re.findall(r"--email (\S+)", " ".join(before))
        taken = await script.post(f"{handed}/assign", agent=someone)
        assert taken["assignee"] is not None
        await script.post(f"{handed}/replies", text=REPLY)
        assert (await script.wait_for_words(handed, "agent"))[0] == REPLY
