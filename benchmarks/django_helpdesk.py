"""How fast django-helpdesk's `get_email` takes mails in; runs in an environment of its own.

    python django_helpdesk.py --database URL --media FOLDER
        (--imap PORT --user NAME --password WORD | --folder FOLDER)
        [--smtp PORT] [--write-ahead]

It is set up as its documentation says (`docs/install.rst`, `docs/configuration.rst`): the tables
made by `migrate`, with `--smtp` the e-mail templates loaded by `loaddata emailtemplate.json` and a
mail server named, so that it acknowledges each mail, and Django's own defaults for the database.
`--write-ahead` has SQLite keep a write-ahead log, which none of that says.

The database must be empty. Prints JSON with the seconds that `get_email` took, the start of Django
left out, and the tickets there are afterwards.
"""

import argparse
import json
import time
from typing import Any
from urllib.parse import urlsplit

APPS = (
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.admin",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "helpdesk",
)


def name_database(url: str, *, write_ahead: bool) -> dict[str, Any]:
    """Turn an address into Django's way of naming a database, every commit on disk."""
    if url.startswith("sqlite:///"):
        log = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"}
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///"),
            "OPTIONS": log if write_ahead else {},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username,
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname,
        "PORT": parts.port,
    }


def name_mail_server(port: int | None) -> dict[str, Any]:
    """Name the server that takes the acknowledgements; without one, no mail is sent."""
    if port is None:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}


def configure(options: argparse.Namespace) -> None:
    """Set Django up as its documentation says for a helpdesk, without debugging."""
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    settings.configure(
        DEBUG=False,
        SECRET_KEY="a benchmark's",
        INSTALLED_APPS=APPS,
        DATABASES={"default": name_database(options.database, write_ahead=options.write_ahead)},
        **name_mail_server(options.smtp),
        MEDIA_ROOT=options.media,
        USE_TZ=True,
        SITE_ID=1,
        LANGUAGE_CODE="en",
        ROOT_URLCONF="__main__",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {},
            }
        ],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        LOGGING_CONFIG=None,
        # Without teams, as its documentation says for projects that have none.
        HELPDESK_TEAMS_MODEL="auth.User",
        HELPDESK_TEAMS_MIGRATION_DEPENDENCIES=[],
        HELPDESK_KBITEM_TEAM_GETTER=lambda _: None,
    )


def name_mailbox(options: argparse.Namespace) -> dict[str, Any]:
    """Name where a queue's mails are to be found."""
    if options.folder is not None:
        return {"email_box_type": "local", "email_box_local_dir": options.folder}
    return {
        "email_box_type": "imap",
        "email_box_host": "127.0.0.1",
        "email_box_port": options.imap,
        "email_box_ssl": False,
        "email_box_user": options.user,
        "email_box_pass": options.password,
        "email_box_imap_folder": "INBOX",
    }


def prepare(options: argparse.Namespace) -> None:
    """Make the tables, the templates of mails where any are to be sent, and a queue."""
    import django  # noqa: PLC0415 - once Django is set up
    from django.core.management import call_command  # noqa: PLC0415 - once Django is set up

    django.setup()
    from django.urls import include, path  # noqa: PLC0415 - once Django is set up

    globals()["urlpatterns"] = [path("", include("helpdesk.urls", namespace="helpdesk"))]
    call_command("migrate", verbosity=0)
    if options.smtp is not None:
        call_command("loaddata", "emailtemplate.json", verbosity=0)
    from helpdesk.models import Queue  # noqa: PLC0415 - once Django is set up

    Queue.objects.create(
        title="Support",
        slug="support",
        email_address="support@example.com",
        allow_email_submission=True,
        email_box_interval=0,
        **name_mailbox(options),
    )


def take_in() -> dict[str, Any]:
    """Time `get_email`."""
    from django.core.management import call_command  # noqa: PLC0415 - once Django is set up
    from helpdesk.models import FollowUp, Ticket  # noqa: PLC0415 - once Django is set up

    began = time.perf_counter()
    call_command("get_email", quiet=True)
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "tickets": Ticket.objects.count(),
        "follow_ups": FollowUp.objects.count(),
    }


def parse_options() -> argparse.Namespace:
    """Read what to do from the command line."""
    parser = argparse.ArgumentParser(description="Time django-helpdesk's get_email.")
    parser.add_argument("--database", required=True, help="an empty database, as an address")
    parser.add_argument("--media", required=True, help="where attachments go")
    parser.add_argument("--folder", help="a folder with a mail a file")
    parser.add_argument("--imap", type=int, help="the port of a mailbox with the mails")
    parser.add_argument("--user", help="whose mailbox it is")
    parser.add_argument("--password", help="of the mailbox")
    parser.add_argument("--smtp", type=int, help="the port of who takes acknowledgements")
    parser.add_argument("--write-ahead", action="store_true", help="on SQLite")
    return parser.parse_args()


def main() -> None:
    """Measure once."""
    options = parse_options()
    configure(options)
    prepare(options)
    print(json.dumps(take_in()))


if __name__ == "__main__":
    main()
