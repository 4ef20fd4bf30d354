"""Pictures and files of articles: taken in, shown to the staff, removed."""

from typing import Any, Final

from aiohttp import hdrs, web

from bot.knowledge_desk.take_picture import take_file
from console.answers import answer_page
from console.article_addresses import address_article, write_file_markdown
from console.form_reading import read_files, read_form
from console.keys import get_services, get_signed_in
from console.mail_html import PICTURES
from console.pages.knowledge.desk import get_knowledge_desk, get_place
from console.pages.knowledge.notices import go_on
from console.pages.knowledge.saving import wants_json
from crm_store.article_files import (
    delete_article_file,
    find_article_file,
    read_article_file_content,
)
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError, NotFoundError
from domain.knowledge_desk import ArticleFile
from knowledge_base.article_links import find_file_ids

_NOTHING: Final = "choose a file first"


async def add_files(request: web.Request) -> web.Response:
    """Take in what was chosen, pasted or dropped; a script is told the Markdown that shows it."""
    article_id, locale = get_place(request)
    await get_knowledge_desk(request).open(article_id, locale)
    tools, by = get_services(request).tools, get_signed_in(request).member
    files = await read_files(request)
    if not files:
        raise InvalidInputError(_NOTHING, field="files")
    taken = [
        await take_file(tools, article_id, each.filename, each.content, by=by) for each in files
    ]
    if wants_json(request):
        return web.json_response({"files": [_describe(each) for each in taken]})
    return go_on(address_article(article_id, locale), "file")


async def show_files(request: web.Request) -> web.Response:
    """Show an article's files alone, for a page that has added one."""
    bench = await get_knowledge_desk(request).open(*get_place(request))
    used = find_file_ids(bench.content.answer)
    return answer_page(request, "knowledge/files.html", bench=bench, used_files=used)


async def remove_file(request: web.Request) -> web.Response:
    """Remove a file of an article."""
    article_id, locale = get_place(request)
    file_id = (await read_form(request)).get("file", "")
    await get_services(request).store.run(_remove, article_id, file_id)
    return go_on(address_article(article_id, locale), "file-removed")


async def show_file(request: web.Request) -> web.Response:
    """Give out a file to the staff, whether it is public or not; what is no picture is saved."""
    file, content = await get_services(request).store.read(_read, request.match_info["id"])
    shown = file.media_type in PICTURES
    headers = {
        hdrs.CONTENT_TYPE: file.media_type if shown else "application/octet-stream",
        hdrs.CONTENT_DISPOSITION: "inline" if shown else "attachment",
        hdrs.CACHE_CONTROL: "private, max-age=3600, immutable",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return web.Response(body=content, headers=headers)


def _describe(file: ArticleFile) -> dict[str, Any]:
    picture = file.media_type in PICTURES
    markdown = write_file_markdown(file.id, file.filename, picture=picture)
    return {"name": file.filename, "markdown": markdown}


def _read(tx: Transaction, file_id: str) -> tuple[ArticleFile, bytes]:
    file = find_article_file(tx, file_id)
    if file is None:
        raise NotFoundError("there is no such file; it may have been removed")
    return file, read_article_file_content(tx, file_id)


def _remove(tx: Transaction, article_id: str, file_id: str) -> None:
    file = find_article_file(tx, file_id)
    if file is None or file.article_id != article_id:
        raise NotFoundError("there is no such file of this article; it may have been removed")
    delete_article_file(tx, file_id)
