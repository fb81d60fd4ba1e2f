"""A scoring scheme adds up: weights to 100, anchors and minima on the scale, bands from nought without a gap."""

from collections.abc import Iterator

from fundflow.definitions.criteria import Criteria
from fundflow.definitions.library import Library
from fundflow.definitions.shape import Problem
from fundflow.definitions.wording import unknown


def problems(library: Library) -> Iterator[Problem]:
    """Every scheme."""
    for name, scheme in library.criteria.items():
        for said, route, key in _scheme(scheme, whole=not library.partial("criteria", name)):
            yield library.problem("criteria", name, *route, message=said, key=key)


_Said = tuple[str, tuple[str | int, ...], bool]


def _scheme(scheme: Criteria, *, whole: bool) -> Iterator[_Said]:
    if whole:
        yield from _weights(scheme)
    yield from _scale(scheme)
    yield from _items(scheme)
    yield from _bands(scheme, whole=whole)
    for nth, key in enumerate(scheme.tie_breaks):
        keys = [item.key for item in scheme.items]
        if key not in keys and whole:
            yield unknown("criterion", key, keys), ("tie_breaks", nth), False
        elif key in scheme.tie_breaks[:nth]:
            yield f"'{key}' breaks ties twice: keep one", ("tie_breaks", nth), False


def _weights(scheme: Criteria) -> Iterator[_Said]:
    if not scheme.items:
        yield "a scheme needs at least one criterion: add one", ("items",), False
        return
    total = sum(item.weight for item in scheme.items)
    if total != 100:
        parts = " + ".join(str(item.weight) for item in scheme.items)
        yield f"the weights add up to {total}, not 100 ({parts}): change them until they do", ("items",), True


def _scale(scheme: Criteria) -> Iterator[_Said]:
    if not scheme.scale or sorted(scheme.scale) != list(range(max(scheme.scale) + 1)) or scheme.top == 0:
        yield "a scale runs from 0 upwards without a gap: write 0, 1, 2 and so on", ("scale",), True


def _items(scheme: Criteria) -> Iterator[_Said]:
    keys: list[str] = []
    top = max(scheme.scale, default=0)
    for nth, item in enumerate(scheme.items):
        if item.key in keys:
            yield f"the criterion '{item.key}' stands twice: give one another key", ("items", nth, "key"), False
        keys.append(item.key)
        for score in item.anchors:
            if score not in scheme.scale:
                said = f"the anchor {score} of '{item.key}' is not on the scale, which ends at {top}"
                yield f"{said}: move it", ("items", nth, "anchors", score), True
        if not item.anchors:
            yield f"'{item.key}' has no anchor: say what at least one score means", ("items", nth, "anchors"), False
        if item.minimum > top:
            said = f"the minimum {item.minimum} of '{item.key}' is above the scale, which ends at {top}: lower it"
            yield said, ("items", nth, "minimum"), False


def _bands(scheme: Criteria, *, whole: bool) -> Iterator[_Said]:
    if not scheme.bands:
        yield "a scheme needs at least one band: add one that begins at 0", ("bands",), False
        return
    if scheme.bands[0].least_tenths != 0 and whole:
        yield "the first band must begin at 0, so that no total is without a band", ("bands", 0, "least_tenths"), False
    for nth, band in enumerate(scheme.bands):
        before = scheme.bands[:nth]
        if before and band.least_tenths <= before[-1].least_tenths:
            said = f"'{band.key}' must begin above {before[-1].least_tenths}, where '{before[-1].key}' begins"
            yield f"{said}: put the bands in rising order", ("bands", nth, "least_tenths"), False
        if any(band.key == known.key for known in before):
            yield f"the band '{band.key}' stands twice: give one another key", ("bands", nth, "key"), False
    edges = [band.least_tenths for band in scheme.bands]
    if scheme.fundable_tenths not in edges and whole:
        said = f"no band begins at {scheme.fundable_tenths}, from which bids are fundable: the bands begin at {edges}"
        yield said, ("fundable_tenths",), False
