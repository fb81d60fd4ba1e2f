"""How a lead ties its own bids together, in words: people read it, no score asks for it."""

from collections.abc import Mapping, Sequence

_SAID = {"depends_on": "only with", "either_or": "or else"}


def link_words(links: Mapping[str, Sequence[str]]) -> str:
    """`only with TF-17-0002; or else TF-17-0003`: empty where nothing is linked (journeys 2.4)."""
    return "; ".join(f"{_SAID[kind]} {', '.join(refs)}" for kind, refs in sorted(links.items()) if refs)
