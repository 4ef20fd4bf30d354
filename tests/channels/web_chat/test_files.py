"""Files go up with a visitor's token and come back over signed links alone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from channels.web_chat import SocketLimits
from domain.messages import Attachment
from tests.channels.web_chat.conftest import BASE, SITE, Chat, Page, StartChat

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
AUTHORISATION = "Authorization"


async def upload_ok(chat: Chat, page: Any, name: str = "bag.png", body: bytes = PNG) -> Any:
    response = await chat.upload(page, name, body)
    assert response.status == 201, await response.text()
    return await response.json()


def path_of(url: str) -> str:
    return url.removeprefix("http://desk.example")


async def test_a_file_goes_up_with_a_message_and_comes_back_on_a_link(chat: Chat) -> None:
    page = await chat.enter_idle()
    file = await upload_ok(chat, page)
    assert (file["filename"], file["media_type"], file["size"]) == ("bag.png", "image/png", 108)
    await page.say(type="message", id="m-1", text="my bag", files=[file["id"]])
    await page.hear_until("accepted")
    message = chat.channel.parse(chat.gateway.received[0])
    assert message.attachments == (
        Attachment(filename="bag.png", media_type="image/png", size=108, file_id=file["id"]),
    )
    response = await chat.client.get(path_of(file["url"]))
    assert await response.read() == PNG
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


async def test_what_is_no_picture_is_downloaded_and_never_shown(chat: Chat) -> None:
    page = await chat.enter_idle()
    file = await upload_ok(chat, page, "Gepäck%20Übersicht.pdf", b"%PDF-1.7 and so on")
    response = await chat.client.get(path_of(file["url"]))
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert response.content_disposition is not None
    assert response.content_disposition.filename == "Gepäck Übersicht.pdf"


async def test_entries_carry_links_to_their_files(chat: Chat) -> None:
    page = await chat.enter_idle()
    file = await upload_ok(chat, page)
    attachment = Attachment(filename="bag.png", media_type="image/png", file_id=file["id"], size=1)
    chat.gateway.append(page.key, "see", attachments=(attachment,))
    entry = await page.hear_until("entry")
    [received] = entry["attachments"]
    assert (await chat.client.get(path_of(received["url"]))).status == 200


async def test_a_form_may_carry_the_file_too(chat: Chat) -> None:
    page = await chat.enter_idle()
    form = aiohttp.FormData()
    form.add_field("file", b"dates,places", filename="trip.csv", content_type="text/csv")
    response = await chat.client.post(
        f"{BASE}/files", data=form, headers={AUTHORISATION: f"Bearer {page.token}", "Origin": SITE}
    )
    assert response.status == 201
    assert (await response.json())["media_type"] == "text/csv"


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("page.html", b"<script>alert(1)</script>", 415),
        ("drawing.svg", b"<svg/>", 415),
        ("run.exe", b"MZ", 415),
        ("bag.png", b"<script>alert(1)</script>", 415),
        ("notes.txt", b"\xff\xfe\x00binary", 415),
        ("no extension", b"text", 415),
        ("empty.png", b"", 400),
        ("", PNG, 400),
        ("large.png", PNG + bytes(10 * 1024 * 1024), 413),
    ],
)
async def test_other_files_are_refused_with_a_reason(
    chat: Chat, name: str, content: bytes, status: int
) -> None:
    page = await chat.enter_idle()
    response = await chat.upload(page, name, content)
    assert response.status == status
    assert response.content_type == "application/problem+json"
    assert (await response.json())["detail"]
    assert response.headers["Access-Control-Allow-Origin"] == SITE


@pytest.mark.parametrize(
    "body", [b"no boundary at all", b"--x\r\n\r\n--x--", b"--x\r\nA: b\r\n\r\n"]
)
async def test_a_form_that_cannot_be_read_is_refused(chat: Chat, body: bytes) -> None:
    page = await chat.enter_idle()
    headers = {
        AUTHORISATION: f"Bearer {page.token}",
        "Origin": SITE,
        "Content-Type": "multipart/form-data; boundary=x",
    }
    response = await chat.client.post(f"{BASE}/files", data=body, headers=headers)
    assert response.status == 400


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer forged.token", "Basic dXNlcg=="])
async def test_nobody_uploads_without_a_visitors_token(chat: Chat, authorization: str) -> None:
    response = await chat.client.post(
        f"{BASE}/files",
        data=PNG,
        headers={AUTHORISATION: authorization, "X-Filename": "bag.png", "Origin": SITE},
    )
    assert response.status == 401
    assert "Bearer" in response.headers["WWW-Authenticate"]


async def test_another_site_can_neither_ask_nor_upload(chat: Chat) -> None:
    page = await chat.enter_idle()
    evil = "https://evil.example"
    asked = await chat.client.options(f"{BASE}/files", headers={"Origin": evil})
    assert "Access-Control-Allow-Origin" not in asked.headers
    assert (await chat.upload(page, "bag.png", PNG, origin=evil)).status == 403
    welcome = await chat.client.options(f"{BASE}/files", headers={"Origin": SITE})
    assert welcome.headers["Access-Control-Allow-Origin"] == SITE
    assert "X-Filename" in welcome.headers["Access-Control-Allow-Headers"]


async def test_another_visitors_file_can_be_neither_sent_nor_fetched(chat: Chat) -> None:
    owner, thief = await chat.enter_idle(), await chat.enter_idle()
    theirs, mine = await upload_ok(chat, owner), await upload_ok(chat, thief)
    await thief.say(type="message", id="m-1", text="mine now", files=[theirs["id"]])
    refused = await thief.hear()
    assert (refused["id"], refused["code"]) == ("m-1", "unknown_file")
    assert not chat.gateway.received
    my_link = path_of(mine["url"])
    swapped = my_link.replace(mine["id"] + "?", theirs["id"] + "?")
    assert (await chat.client.get(swapped)).status == 403


@pytest.mark.parametrize("token", ["", "forged", "a.b.c"])
async def test_a_link_must_be_signed(chat: Chat, token: str) -> None:
    page = await chat.enter_idle()
    file = await upload_ok(chat, page)
    response = await chat.client.get(f"{BASE}/files/{file['id']}", params={"token": token})
    assert response.status == 403


async def test_a_visitors_token_is_no_link(chat: Chat) -> None:
    page = await chat.enter_idle()
    file = await upload_ok(chat, page)
    response = await chat.client.get(f"{BASE}/files/{file['id']}", params={"token": page.token})
    assert response.status == 403


async def test_a_link_expires(chat: Chat) -> None:
    page = await chat.enter_idle()
    file = await upload_ok(chat, page)
    chat.clock.advance(timedelta(hours=7))
    assert (await chat.client.get(path_of(file["url"]))).status == 403


async def test_uploads_are_limited_and_the_answer_says_for_how_long(chat: Chat) -> None:
    page = await chat.enter_idle()
    for _ in range(20):
        await upload_ok(chat, page)
    refused = await chat.upload(page, "bag.png", PNG)
    assert refused.status == 429
    chat.clock.advance(timedelta(seconds=int(refused.headers["Retry-After"])))
    await upload_ok(chat, page)


FORM = {"Content-Type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"--x\r\nno colon here\r\n\r\ny\r\n--x--\r\n", 400),
        (b"--x\r\nA: " + b"b" * 9_000 + b"\r\n\r\ny\r\n--x--\r\n", 400),
        (b"--x\r\n" + b"A: b\r\n" * 500 + b"\r\ny\r\n--x--\r\n", 400),
        (b"--x\r\nContent-Disposition: form-data; filename=\r\n\r\ny\r\n--x--\r\n", 400),
        (b"--x\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z--\r\n--x--\r\n", 400),
        (b"--x\r\n\r\n" + b"y" * 11 * 1024 * 1024 + b"\r\n--x--\r\n", 413),
    ],
    ids=["no colon", "a long header", "many headers", "no name", "a form within", "no file"],
)
@pytest.mark.filterwarnings("ignore::aiohttp.BadContentDispositionHeader")
@pytest.mark.parametrize("chunked", [False, True])
async def test_whatever_a_form_is_made_of_it_gets_an_answer(
    chat: Chat, body: bytes, status: int, *, chunked: bool
) -> None:
    page = await chat.enter_idle()
    headers = {AUTHORISATION: f"Bearer {page.token}", "Origin": SITE, **FORM}
    data = in_pieces(body) if chunked else BytesIO(body)
    response = await chat.client.post(f"{BASE}/files", data=data, headers=headers)
    assert response.status == status
    assert response.content_type == "application/problem+json"


async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 65_536):
        yield body[start : start + 65_536]


async def test_a_file_that_is_not_compressed_as_it_says_is_refused(chat: Chat) -> None:
    page = await chat.enter_idle()
    headers = {
        AUTHORISATION: f"Bearer {page.token}",
        "X-Filename": "bag.png",
        "Content-Encoding": "gzip",
        "Origin": SITE,
    }
    response = await chat.client.post(f"{BASE}/files", data=PNG, headers=headers)
    assert response.status == 400


class SlowUpload:
    """A file that never arrives in full; `begun` once the server has its headers."""

    def __init__(self, chat: Chat, page: Page, remote: str = "127.0.0.1") -> None:
        self._chat = chat
        self._page = page
        self._remote = remote

    async def __aenter__(self) -> asyncio.StreamReader:
        port = self._chat.client.port
        assert port is not None
        reader, self._writer = await asyncio.open_connection(
            "127.0.0.1", port, local_addr=(self._remote, 0)
        )
        self._writer.write(
            f"POST {BASE}/files HTTP/1.1\r\nHost: desk.example\r\nOrigin: {SITE}\r\n"
            f"Authorization: Bearer {self._page.token}\r\nX-Filename: bag.png\r\n"
            "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n".encode()
        )
        assert b"100 Continue" in await reader.readuntil(b"\r\n\r\n"), "the request has arrived"
        return reader

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()


async def test_a_file_that_takes_too_long_gives_its_place_away(start_chat: StartChat) -> None:
    limits = SocketLimits(upload_seconds=0.1, uploads_at_once=1, upload_wait_seconds=5)
    chat = await start_chat(limits=limits)
    page = await chat.enter_idle()
    async with SlowUpload(chat, page) as slow:
        await upload_ok(chat, page)
        assert b" 408 " in await slow.readline()


async def test_slow_files_of_one_network_stop_nobody_elses(start_chat: StartChat) -> None:
    chat = await start_chat(limits=SocketLimits(upload_wait_seconds=0.1))
    page = await chat.enter_idle()
    remote = "127.0.0.2"
    async with SlowUpload(chat, page, remote), SlowUpload(chat, page, remote):
        async with SlowUpload(chat, page, remote) as third:
            assert b" 503 " in await third.readline()
            assert b"Retry-After: 5" in await third.readuntil(b"\r\n\r\n")
        await upload_ok(chat, page)


async def test_a_network_uploads_so_many_bytes_however_many_visitors_it_makes(
    start_chat: StartChat,
) -> None:
    chat = await start_chat(upload_megabytes_per_network=10)
    large = PNG + bytes(4 * 1024 * 1024)
    for _ in range(2):
        await upload_ok(chat, await chat.enter_idle(), body=large)
    refused = await chat.upload(await chat.enter_idle(), "bag.png", large)
    assert refused.status == 429
    chat.clock.advance(timedelta(seconds=int(refused.headers["Retry-After"])))
    await upload_ok(chat, await chat.enter_idle(), body=large)
