"""Real servers for the tests: each is started by the test run and ended by it."""
