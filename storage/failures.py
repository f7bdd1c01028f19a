"""What went wrong with a database, in words for the person who can put it right."""

from sqlite3 import Error as SqliteError

from psycopg import Error as PostgresError
from sqlalchemy import URL, make_url
from sqlalchemy.exc import DBAPIError

# By the beginning of the error's name: https://www.sqlite.org/rescode.html
_SQLITE = {
    "SQLITE_BUSY": "locked by another program; try again when that is done",
    "SQLITE_LOCKED": "locked by another program; try again when that is done",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_CANTOPEN": "cannot be opened; is the folder there, and may this user write in it?",
    "SQLITE_READONLY": "may not be written by this user",
    "SQLITE_PERM": "may not be opened by this user",
    "SQLITE_IOERR": "the disk cannot be read or written (full or failing)",
    "SQLITE_NOTADB": "is not a database, or damaged; restore a backup",
    "SQLITE_CORRUPT": "is damaged; restore a backup",
}
# By the beginning of the SQLSTATE: https://www.postgresql.org/docs/15/errcodes-appendix.html
_POSTGRES = {
    "28": "the server refuses the user name or the password",
    "3D000": "the server has no such database; create it first",
    "42501": "the user may not do this; it must own the database",
    "53100": "the server's disk is full",
    "53300": "the server has too many connections",
    "55P03": "locked by another program; try again when that is done",
    "40": "another program was in the way; try again",
    "57P": "the server is being shut down or started",
    "08": "the connection to the server was lost",
}


def place(url: URL) -> str:
    """Where the database is, without user, password and options."""
    if url.get_backend_name() == "sqlite":
        return f"database {url.database}"
    port = f":{url.port}" if url.port else ""
    return f"database {url.database} at {(url.host or 'this machine').rpartition('@')[2]}{port}"


def reason_of(error: DBAPIError) -> str | None:
    """One line for errors that a person can do something about; None for a programming error."""
    cause = error.orig
    if isinstance(cause, SqliteError):
        return sqlite_reason(cause)
    if isinstance(cause, PostgresError):
        if cause.sqlstate is not None:
            return _looked_up(_POSTGRES, cause.sqlstate)
        if error.connection_invalidated or _never_connected(cause):
            return _connection_reason(str(cause))
    return None


def sqlite_reason(error: SqliteError) -> str | None:
    """The same for an error of SQLite's own; those of its driver have no name."""
    return _looked_up(_SQLITE, getattr(error, "sqlite_errorname", None) or "")


def _looked_up(reasons: dict[str, str], code: str) -> str | None:
    return next((reason for start, reason in reasons.items() if code.startswith(start)), None)


def _never_connected(cause: PostgresError) -> bool:
    return type(cause).__name__ in {"OperationalError", "ConnectionTimeout"}


def _connection_reason(message: str) -> str:
    """While connecting, psycopg gives no SQLSTATE: only libpq's text tells refusals apart."""
    if "authentication failed" in message or "no password supplied" in message:
        return _POSTGRES["28"]
    if "does not exist" in message and "database" in message:
        return _POSTGRES["3D000"]
    return "the server cannot be reached; is it running, and are host and port right?"


def without_password(url: str) -> str:
    """The address of a database without what opens it, wherever that stands."""
    parsed = make_url(url)
    query = {
        k: v for k, v in parsed.query.items() if k not in ("password", "passfile", "sslpassword")
    }
    # Of a password with an unescaped @ a part is taken for the host.
    host = (parsed.host or "").rpartition("@")[2] or None
    return parsed.set(query=query, host=host).render_as_string(hide_password=True)
