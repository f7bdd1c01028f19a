"""Whether values that somebody gives in an answer can be: the form's own checks, once more."""

from collections.abc import Mapping
from dataclasses import replace

from parsers.forms import all_forms
from parsers.reading import Problem, Value
from storage.records import Revision


def broken_by(
    revision: Revision, given: Mapping[str, Value]
) -> list[tuple[Problem, tuple[str, ...]]]:
    """The checks that the report fails with these values, each with the given fields at fault.

    What stood on the sheet and was said to be right is nobody's slip.
    """
    known = {
        r.field: replace(r, value=given[r.field]) if r.field in given else r
        for r in revision.readings
    }
    found = []
    for check in all_forms()[revision.form].checks:
        problem = check.problem(known)
        at_fault = tuple(k for k in (check.lesser, check.greater) if k in given)
        if problem is not None and at_fault:
            found.append((problem, at_fault))
    return found
