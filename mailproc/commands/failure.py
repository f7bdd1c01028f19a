"""Every error that reaches the command line as one line and an exit status."""

from mailproc.app import ForeignPackages
from mailproc.config import ConfigError
from mailproc.errors import NotUnderstood, ServerUnavailable
from mailproc.worker import AlreadyRunning, LoginGivenUp
from parsers.bounded import Crashed
from storage.database import DatabaseUnavailable
from storage.decisions import DecisionRefused


def explain(error: Exception) -> tuple[str, int]:
    """What to print and with what status to end."""
    if isinstance(error, ConfigError | NotUnderstood | DecisionRefused | ForeignPackages):
        return str(error), 2
    if isinstance(error, LoginGivenUp):
        # Not 1: what restarts the service must leave it alone until somebody has looked.
        return str(error), 2
    if isinstance(error, AlreadyRunning):
        return str(error), 0
    if isinstance(error, ServerUnavailable | DatabaseUnavailable):
        return str(error), 1
    if isinstance(error, Crashed):
        return f"the reader process died: {error}", 1
    if isinstance(error, OSError):
        told = error.filename is not None and error.strerror
        return f"{error.filename}: {error.strerror}" if told else str(error), 1
    name = type(error).__name__
    return f"internal error: {name}: {error}; run it again with --debug and report what it shows", 1
