"""Commands: parse, call, print."""


def main() -> int:
    """Run the command line; returns the exit status."""
    return 0
