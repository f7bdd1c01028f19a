"""Values of readings as JSON text in the database, and back exactly."""

import json

from parsers.reading import Channel, Value


def to_json(value: Value) -> str:
    """JSON text; channels as a list of `{"channel", "times"}`, the way `read --json` shows them."""
    if isinstance(value, tuple):
        return _dump([{"channel": c.channel, "times": c.times} for c in value])
    return _dump(value)


def from_json(text: str) -> Value:
    """The value that `to_json` wrote; ValueError for any other text."""
    value = json.loads(text)
    if isinstance(value, list):
        return tuple(Channel(c["channel"], c["times"]) for c in value)
    if value is None or isinstance(value, bool | int | str):
        return value
    raise ValueError(f"not a value of a reading: {text}")


def strings_to_json(strings: tuple[str, ...]) -> str:
    """A list of strings as JSON text."""
    return _dump(list(strings))


def strings_from_json(text: str) -> tuple[str, ...]:
    """The strings that `strings_to_json` wrote."""
    return tuple(json.loads(text))


def _dump(value: object) -> str:
    # Thai stays readable for whoever looks into the database.
    return json.dumps(value, ensure_ascii=False)
