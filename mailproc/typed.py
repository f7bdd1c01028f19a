"""Values as a person types them on the command line: FIELD=VALUE."""

from mailproc.errors import NotUnderstood
from parsers.form import Field, Form
from parsers.reading import Channel, Value
from parsers.thai import ascii_digits

LONGEST_COUNT = 6


def typed_value(form: Form, key: str, text: str) -> Value:
    """The value of the form's field `key`.

    Raises NotUnderstood for an unknown field, or a text that is no value of it.
    """
    try:
        field = form.field(key)
    except KeyError:
        keys = ", ".join(f.key for f in form.fields)
        raise NotUnderstood(f"no field {key!r}; the fields are: {keys}") from None
    return _VALUES.get(field.kind, _text)(field, text.strip())


def _text(field: Field, text: str) -> Value:
    if field.kind in ("unit", "month"):
        raise NotUnderstood(f"{field.key} is not a value: reject the item and import the file anew")
    return text or None


def _count(field: Field, text: str) -> Value:
    digits = ascii_digits(text).replace(",", "")
    if not text:
        return None
    if not digits.isdecimal() or len(digits) > LONGEST_COUNT:
        raise NotUnderstood(f"{field.key}: expected a whole number or nothing, not {text!r}")
    return int(digits)


def _choice(field: Field, text: str) -> Value:
    words = {"yes": True, "true": True, "no": False, "false": False, "": None}
    if text.lower() not in words:
        raise NotUnderstood(f"{field.key}: expected yes or no, not {text!r}")
    return words[text.lower()]


def _channels(field: Field, text: str) -> Value:
    channels = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        name, _, times = part.rpartition(":")
        try:
            count = _count(field, times.strip())
        except NotUnderstood:
            count = None
        if not name or not isinstance(count, int):
            raise NotUnderstood(f"{field.key}: expected NAME:TIMES; NAME:TIMES, not {text!r}")
        channels.append(Channel(name.strip(), count))
    return tuple(channels)


_VALUES = {"count": _count, "choice": _choice, "channels": _channels}
