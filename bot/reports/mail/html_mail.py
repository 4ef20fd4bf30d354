"""A report as HTML that mail programs take: headings, paragraphs and plain tables; pure.

The email channel gives every element its style and takes out what is not plain, and its frame
follows the reader's light or dark; so nothing here has a colour of its own.
"""

from collections.abc import Sequence

from markupsafe import Markup

from bot.reports.mail.report_mail import MailTable, ReportMail


def render_html(mail: ReportMail) -> str:
    """Render a mail as HTML."""
    parts = [
        Markup("<h1>{}</h1>").format(mail.title),
        Markup("<p>{}</p>").format(mail.lead),
        *(_render_table(table) for table in mail.tables),
        Markup("<hr><p>{}{}</p>").format(
            mail.foot, _link(mail.foot_link, "Change that") if mail.foot_link else ""
        ),
    ]
    return str(Markup("\n").join(parts))


def _render_table(table: MailTable) -> Markup:
    parts = [Markup("<h2>{}</h2>").format(table.title)]
    if table.rows:
        rows = Markup("\n").join(_render_row(row) for row in table.rows)
        head = _render_head(table.head)
        parts.append(
            Markup("<table><thead>{}</thead>\n<tbody>{}</tbody></table>").format(head, rows)
        )
    else:
        parts.append(Markup("<p>{}</p>").format(table.empty))
    said = [table.note] if table.note else []
    if table.link:
        said.append(_link(table.link, table.link_words))
    if said:
        parts.append(Markup("<p>{}</p>").format(Markup(" ").join(said)))
    return Markup("\n").join(parts)


def _render_head(row: Sequence[str]) -> Markup:
    others = Markup("").join(Markup('<th align="right">{}</th>').format(each) for each in row[1:])
    return Markup("<tr><th>{}</th>{}</tr>").format(row[0], others)


def _render_row(row: Sequence[str]) -> Markup:
    others = Markup("").join(Markup('<td align="right">{}</td>').format(each) for each in row[1:])
    return Markup("<tr><td>{}</td>{}</tr>").format(row[0], others)


def _link(address: str, words: str) -> Markup:
    return Markup(' <a href="{}">{}</a>').format(address, words)
