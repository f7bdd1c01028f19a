"""The fixtures that all tests share, by the modules that hold them."""

pytest_plugins = ["tests.fixtures_database", "tests.fixtures_servers"]
