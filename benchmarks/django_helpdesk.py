"""How fast django-helpdesk's `get_email` takes mails in; runs in an environment of its own.

    python django_helpdesk.py DATABASE_URL FOLDER

FOLDER holds a mail a file; the database must be empty. Prints JSON with the seconds that
`get_email` took, the start of Django left out, and the tickets there are afterwards. The peer sends
no mail here, so that it has less to do than Frontdesk.
"""

import json
import sys
import time
from pathlib import Path
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


def name_database(url: str) -> dict[str, Any]:
    """Turn an address into Django's way of naming a database, every commit on disk."""
    if url.startswith("sqlite:///"):
        # As Frontdesk has it: one writer, a write-ahead log, all of it flushed.
        options = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"}
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///"),
            "OPTIONS": options,
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


def configure(url: str, media: Path) -> None:
    """Set Django up as its documentation says for a helpdesk, without debugging."""
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    settings.configure(
        DEBUG=False,
        SECRET_KEY="a benchmark's",
        INSTALLED_APPS=APPS,
        DATABASES={"default": name_database(url)},
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        MEDIA_ROOT=str(media),
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


def take_in(folder: Path) -> dict[str, Any]:
    """Make the tables and a queue that reads the folder, and time `get_email`."""
    import django  # noqa: PLC0415 - once Django is set up
    from django.core.management import call_command  # noqa: PLC0415 - once Django is set up

    django.setup()
    from django.urls import include, path  # noqa: PLC0415 - once Django is set up

    globals()["urlpatterns"] = [path("", include("helpdesk.urls", namespace="helpdesk"))]
    call_command("migrate", verbosity=0)
    from helpdesk.models import FollowUp, Queue, Ticket  # noqa: PLC0415 - once Django is set up

    Queue.objects.create(
        title="Support",
        slug="support",
        email_address="support@example.com",
        allow_email_submission=True,
        email_box_type="local",
        email_box_local_dir=str(folder),
        email_box_interval=0,
    )
    began = time.perf_counter()
    call_command("get_email", quiet=True)
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "tickets": Ticket.objects.count(),
        "follow_ups": FollowUp.objects.count(),
    }


def main() -> None:
    """Measure once."""
    url, folder = sys.argv[1], Path(sys.argv[2])
    configure(url, folder.parent / "media")
    print(json.dumps(take_in(folder)))


if __name__ == "__main__":
    main()
