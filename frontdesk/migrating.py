"""Bring a database to the version this program works with, whoever else tries at the same time."""

from dataclasses import dataclass

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from domain.errors import FrontdeskError
from frontdesk.migration_connections import change_database, find_sqlite_path, read_database


class SchemaVersionError(FrontdeskError):
    """The database is not at the version this program works with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """What a migration found and where it led; `before` is None for an empty database."""

    before: str | None
    after: str

    @property
    def changed(self) -> bool:
        """Whether there was anything to do."""
        return self.before != self.after


async def migrate(url: str) -> Migration:
    """Bring a database to this program's version; several processes may call it at once.

    Args:
        url: as `database.url` in the settings.

    Raises:
        SchemaVersionError: a newer Frontdesk wrote it, or something else did.
        FrontdeskError: it cannot be reached.
        InvalidInputError: the address names no engine Frontdesk knows.
    """
    return await change_database(url, _migrate_alone)


async def schema_version(url: str) -> str | None:
    """Read the version a database is at; None where it is empty or not there yet.

    Raises:
        FrontdeskError: it cannot be reached.
        InvalidInputError: the address names no engine Frontdesk knows.
    """
    path = find_sqlite_path(url)
    if path is not None and not path.exists():
        return None
    return await read_database(url, _read_version)


async def require_latest(url: str) -> str:
    """Refuse to work on a database of another version; return the version.

    Raises:
        SchemaVersionError: it is older (migrate it) or newer (upgrade Frontdesk).
        FrontdeskError: it cannot be reached.
    """
    found = await schema_version(url)
    _refuse_unknown(found)
    latest = latest_version()
    if found != latest:
        at = "still empty" if found is None else f"at version {found}"
        raise SchemaVersionError(
            f"the database is {at} and Frontdesk needs version {latest}; run: frontdesk migrate"
        )
    return latest


def latest_version() -> str:
    """The version this program works with."""
    head = _scripts().get_current_head()
    assert head is not None, "the package migrations has no versions"  # noqa: S101 - a broken build
    return head


def _migrate_alone(connection: Connection) -> Migration:
    before = _read_version(connection)
    _refuse_unknown(before)
    if before is None:
        _refuse_foreign(connection)
    if before != latest_version():
        config = _make_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return Migration(before=before, after=latest_version())


def _read_version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_unknown(version: str | None) -> None:
    known = {script.revision for script in _scripts().walk_revisions()}
    if version is not None and version not in known:
        raise SchemaVersionError(
            f"the database is at version {version}, newer than this Frontdesk knows "
            f"({latest_version()}); install the newer Frontdesk, or restore the backup made before "
            "the upgrade"
        )


def _refuse_foreign(connection: Connection) -> None:
    """Keep away from tables that somebody else made: they may be anything."""
    found = sorted(set(inspect(connection).get_table_names()) - {"alembic_version"})
    if found:
        raise SchemaVersionError(
            f"the database already holds tables that no migration made ({found[0]}"
            f"{', …' if len(found) > 1 else ''}); name an empty database in database.url"
        )


def _make_config() -> Config:
    config = Config()
    config.set_main_option("script_location", "migrations:")
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_make_config())
