"""What a meeting may be called where its name stands in an address."""

import re

from fundflow.errors import BadInput

_FITS = re.compile(r"(?!new$)[\w.-]+")
"""`new` is the address of the form that calls a meeting."""


def check(ref: str) -> None:
    """Let only a name go on that an address can bear.

    Raises:
        BadInput: it is empty, has blanks or strokes in it, or is taken by a page.
    """
    if not _FITS.fullmatch(ref):
        raise BadInput(
            f"'{ref}' is no reference for a meeting: use letters, figures, dots and hyphens, such as PCCC-2017-06",
            place="ref",
        )
