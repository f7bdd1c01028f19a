"""The schema: made by migrations alone, the same on both databases, quick to open."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.op import create_index
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from storage.columns import Table
from storage.database import Database, DatabaseUnavailable, open_database
from storage.migrations import HEAD
from storage.migrations.upgrade import alembic_config
from tests.storage.given import given_message, given_units


def test_models_and_migrations_agree(database_url: str) -> None:
    with create_engine(database_url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_models_and_migrations_have_the_same_checks_and_foreign_keys(
    database_url: str, tmp_path: Path
) -> None:
    """compare_metadata does not look at check constraints."""
    migrated = create_engine(database_url)
    made = created_from_models(database_url, tmp_path)
    assert constraints(migrated) == constraints(made)


def created_from_models(database_url: str, tmp_path: Path) -> Engine:
    if database_url.startswith("sqlite"):
        engine = create_engine(f"sqlite:///{tmp_path / 'models.db'}")
    else:
        engine = create_engine(database_url, connect_args={"options": "-c search_path=models"})
        with engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA models"))
    Table.metadata.create_all(engine)
    return engine


def constraints(engine: Engine) -> dict[str, list[tuple[str, str]]]:
    inspector = inspect(engine)
    return {
        table: sorted(
            [
                *((str(c["name"]), c["sqltext"]) for c in inspector.get_check_constraints(table)),
                *(
                    (str(f["name"]), f"{f['constrained_columns']} {f['referred_table']}")
                    for f in inspector.get_foreign_keys(table)
                ),
                *((str(i["name"]), str(i["column_names"])) for i in inspector.get_indexes(table)),
            ]
        )
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_head_is_alembics_head() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [HEAD]


def test_opening_makes_a_new_database_ready(empty_database_url: str, tmp_path: Path) -> None:
    database = open_database(empty_database_url, tmp_path / "data" / "lock")
    with database.transaction() as tx:
        given_units(tx)
    database.close()


def test_opening_again_keeps_what_is_stored(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    with database.transaction() as tx:
        given_units(tx)
    again = open_database(database_url, tmp_path / "lock")
    with again.transaction() as tx:
        assert tx.connection().scalar(text("SELECT count(*) FROM unit")) == 3
    again.close()


def test_an_up_to_date_database_opens_without_loading_alembic(
    database_url: str, tmp_path: Path
) -> None:
    program = (
        "import sys; from pathlib import Path; from storage.database import open_database\n"
        f"open_database({database_url!r}, Path({str(tmp_path / 'lock')!r}))\n"
        "print('alembic' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("False\n", "")


def test_programs_that_start_at_once_migrate_once(empty_database_url: str, tmp_path: Path) -> None:
    def start(_number: int) -> None:
        open_database(empty_database_url, tmp_path / "data" / "lock").close()

    with ThreadPoolExecutor(4) as programs:
        list(programs.map(start, range(4)))


def test_a_migration_that_stops_half_way_leaves_nothing_and_is_done_next_time(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        pass

    def cut(name: str, *args: Any, **options: Any) -> None:
        if name == "ix_notice_changed_at":
            raise PowerCut
        create_index(name, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.create_index", cut)
        with pytest.raises(PowerCut):
            open_database(empty_database_url, tmp_path / "data" / "lock")
    assert inspect(create_engine(empty_database_url)).get_table_names() == []
    open_database(empty_database_url, tmp_path / "data" / "lock").close()


def test_a_database_of_a_newer_program_is_refused_and_left_alone(
    database_url: str, tmp_path: Path
) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnavailable, match=r"newer version.*9999.*install"):
        open_database(database_url, tmp_path / "lock")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


@pytest.mark.parametrize("column", ["state", "via", "kind"])
def test_the_database_refuses_words_that_do_not_exist(database: Database, column: str) -> None:
    with database.transaction() as tx:
        given_message(tx)
    with pytest.raises(IntegrityError), database.transaction() as tx:
        tx.connection().execute(text(f"UPDATE message SET {column} = 'elsewhere'"))
