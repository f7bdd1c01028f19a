"""How long to leave a mail server alone that refuses the password: many tries lock an account.

Nothing is kept in memory: the ticks say how the last logins ended.
"""

from datetime import datetime, timedelta

from storage import ticks
from storage.database import Tx

LOGGED_IN, REFUSED = "smtp_logins", "smtp_refused"
"""What a tick counts."""
MOST_AT_ONCE = 3
PAUSE = timedelta(hours=1)
# Three refusals with an hour between them, and a tick a minute.
_LOOKED_BACK = 250


def paused_since(tx: Tx, now: datetime) -> datetime | None:
    """When the login was refused last, if it was so often that the server is to be left alone."""
    refusals: list[datetime] = []
    for tick in ticks.recent(tx, _LOOKED_BACK):
        if tick.counts.get(LOGGED_IN):
            break
        if tick.counts.get(REFUSED):
            refusals.append(tick.started_at)
    if len(refusals) < MOST_AT_ONCE:
        return None
    # A refusal in the future is from before the clock was set back.
    return refusals[0] if timedelta() <= now - refusals[0] < PAUSE else None
