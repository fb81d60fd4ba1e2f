"""An office's commissioners are of known kinds, and a code or alias stands for one of them only."""

import re
from collections.abc import Iterator

from fundflow.definitions.committee import Office
from fundflow.definitions.library import Library
from fundflow.definitions.shape import Problem
from fundflow.definitions.wording import unknown


def problems(library: Library) -> Iterator[Problem]:
    """Every office, with codes and aliases taken over all of them."""
    taken: dict[str, str] = {}
    codes = {body.code for office in library.offices.values() for body in office.commissioners}
    for name, office in library.offices.items():
        yield from _types(library, name, office)
        for nth, body in enumerate(office.commissioners):
            if body.parent is not None and body.parent not in codes:
                said = unknown("commissioner", body.parent, codes)
                yield library.problem("office", name, "commissioners", nth, "parent", message=said)
            for word, route in ((body.code, ("code",)), *((w, ("aliases", at)) for at, w in enumerate(body.aliases))):
                owner = taken.setdefault(word, body.code)
                if owner != body.code or (route == ("code",) and _again(office, nth)):
                    said = f"'{word}' already stands for {owner}: each name stands for one commissioner"
                    yield library.problem("office", name, "commissioners", nth, *route, message=said)


def _again(office: Office, nth: int) -> bool:
    return office.commissioners[nth].code in {body.code for body in office.commissioners[:nth]}


def _types(library: Library, name: str, office: Office) -> Iterator[Problem]:
    kinds = [kind.key for kind in office.commissioner_types]
    for nth, kind in enumerate(office.commissioner_types):
        if kind.key in kinds[:nth]:
            said = f"the type '{kind.key}' stands twice: give one another key"
            yield library.problem("office", name, "commissioner_types", nth, "key", message=said)
        try:
            re.compile(kind.code_pattern)
        except re.error as error:
            said = f"this pattern of codes cannot be read ({error}): mend it, or write '.*' for any code"
            yield library.problem("office", name, "commissioner_types", nth, "code_pattern", message=said)
    for nth, body in enumerate(office.commissioners):
        if body.type not in kinds and not library.partial("office", name):
            said = unknown("commissioner type", body.type, kinds)
            yield library.problem("office", name, "commissioners", nth, "type", message=said)
