"""Fixtures: databases, SQLite and PostgreSQL alike, each new and of one test alone.

A test that takes one runs twice, once on each, but for most tests of the service. Migrating takes
longer than most tests, so it is done once a run, and each test gets a copy.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database, open_database
from tests.servers.postgres import Postgres, installed, running_postgres

BACKENDS = ("sqlite", "postgresql")
_SERVICE = "tests.service."
_ON_BOTH = frozenset(
    ("test_main_job", "test_last_word", "test_rollup", "test_restore", "test_spam",
     "test_retention", "test_stories", "test_delivered_again", "test_reprocess", "test_poison",
     "test_what_an_answer_covers")
)  # fmt: skip
"""The modules of the service that run on PostgreSQL, too.

With the tests of `storage` they reach its lines there; what the others are about is the same on
both, and would take as long again.
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what takes a migrated database on one of them, or on each."""
    if "database_url" in metafunc.fixturenames:
        module = metafunc.module.__name__
        once = module.startswith(_SERVICE) and module.removeprefix(_SERVICE) not in _ON_BOTH
        metafunc.parametrize("database_url", BACKENDS[: 1 if once else 2], indirect=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL cluster for the whole run."""
    programs = installed()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with running_postgres(programs) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database, closed."""
    folder = tmp_path_factory.mktemp("migrated")
    file = folder / "mailproc.db"
    open_database(f"sqlite:///{file}", folder / "lock").close()
    return file


@pytest.fixture(scope="session")
def migrated_template(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated PostgreSQL database that nobody is connected to."""
    name = postgres.create()
    open_database(postgres.url(name), tmp_path_factory.mktemp("template") / "lock").close()
    return name


@pytest.fixture(params=BACKENDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'mailproc.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database without any records."""
    if request.param == "sqlite":
        file = tmp_path / "data" / "mailproc.db"
        file.parent.mkdir(mode=0o700, exist_ok=True)
        shutil.copy(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite:///{file}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create(request.getfixturevalue("migrated_template"))
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """An open, migrated database without any records."""
    with closing(open_database(database_url, tmp_path / "data" / "migrate.lock")) as database:
        yield database
