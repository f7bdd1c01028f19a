"""Whether values that somebody gives in an answer can be: the form's own checks, once more."""

from collections.abc import Mapping
from dataclasses import replace

from parsers.forms import all_forms
from parsers.reading import Problem, Reading, Value
from storage.records import Revision


def broken_by(
    revision: Revision, given: Mapping[str, Value]
) -> list[tuple[Problem, tuple[str, ...]]]:
    """The checks that the report fails with these values, each with the given fields at fault.

    What stood on the sheet and was said to be right is nobody's slip.
    """
    known = _with(revision, given)
    found = []
    for check in all_forms()[revision.form].checks:
        problem = check.problem(known)
        at_fault = tuple(k for k in (check.lesser, check.greater) if k in given)
        if problem is not None and at_fault:
            found.append((problem, at_fault))
    return found


def holds(revision: Revision, given: Mapping[str, Value]) -> bool:
    """Whether the form's checks hold with these values."""
    known = _with(revision, given)
    return all(c.problem(known) is None for c in all_forms()[revision.form].checks)


def _with(revision: Revision, given: Mapping[str, Value]) -> dict[str, Reading]:
    return {
        r.field: replace(r, value=given[r.field]) if r.field in given else r
        for r in revision.readings
    }


def other_total(
    revision: Revision, given: Mapping[str, Value], organizations: int
) -> list[Problem]:
    """A total that is given and is not what the unit is known to have (0: not known)."""
    key = all_forms()[revision.form].total_field
    if not organizations or given.get(key, organizations) == organizations:
        return []
    return [Problem("total_differs", key, str(organizations))]
