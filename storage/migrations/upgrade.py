"""Alembic, set up in code: it works on a connection that is already in a transaction."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def alembic_config() -> Config:
    """Alembic's configuration for the migrations of this folder."""
    config = Config()
    # "%" would begin an interpolation.
    folder = str(Path(__file__).parent).replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "os")
    return config


def is_known(version: str) -> bool:
    """Whether this program has the migration that led to this version."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return any(script.revision == version for script in scripts.walk_revisions())


def upgrade(connection: Connection) -> None:
    """Run all missing migrations within the caller's transaction."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
