"""How a lead ties its own bids together, set beside where the ranked list leaves them: told to people, never scored."""

from collections.abc import Mapping, Sequence

from fundflow.scoring.rules.walk import Outcome

_GIVEN = {"fits", "partial"}


def links_not_kept(
    outcomes: Sequence[Outcome], links: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, tuple[str, ...]]:
    """By bid, each link that the list as it stands would break, in words (journeys 2.4).

    `depends_on`: the bid would get money and the other would not. `either_or`: both would. The list is not changed by
    it: people choose, and a committee may ask the lead.
    """
    given = {one.ref for one in outcomes if one.status in _GIVEN}
    found: dict[str, tuple[str, ...]] = {}
    for ref in sorted(given):
        tied = links.get(ref, {})
        alone = [
            f"only with {other}, which gets nothing here" for other in tied.get("depends_on", ()) if other not in given
        ]
        both = [f"{other} instead, and both get money here" for other in tied.get("either_or", ()) if other in given]
        if alone or both:
            found[ref] = (*alone, *both)
    return found
