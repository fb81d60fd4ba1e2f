"""How a fund helps a few in difficulty, as data: reasons, matrix, menu, what an agreement must say."""

from typing import Annotated, Literal

from pydantic import Field

from fundflow.definitions.shape import Definition, Name, PenceText, Text


class Reason(Definition):
    """Why somebody may be put forward."""

    key: Name
    title: Text


class Band(Definition):
    """What follows from a product of scope and impact that is at least so much."""

    key: Name
    least: int = Field(ge=0, le=9)
    means: Text


class Matrix(Definition):
    """Scope for support by impact of support, each from 1 to 3 in words, and the bands of their product."""

    scope: dict[int, Text]
    impact: dict[int, Text]
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]


class MenuItem(Definition):
    """One kind of support, and who usually gives it."""

    key: Name
    title: Text
    tier: Literal["primary_care_team", "commissioner", "external"]


class Terms(Definition):
    """What every agreement says in this fund's own words."""

    information: Text
    confidentiality: Text
    exit: Text
    hand_back: Text


class Support(Definition):
    """Targeted support: no competition, need decides. `most_diagnosis` is what a diagnosis may cost.

    `decided_by` names, in words, who decides where nobody else is named; `plan_months` is how long a plan runs at most.
    """

    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]
    matrix: Matrix
    menu: Annotated[tuple[MenuItem, ...], Field(min_length=1)]
    most_diagnosis: PenceText
    match_type: Literal["none", "cash", "in_kind_days"] = "none"
    decided_by: Text
    plan_months: int = Field(ge=1, le=24)
    review_months: int = Field(ge=1, le=24)
    terms: Terms

    @property
    def costs(self) -> dict[str, str]:
        """What may be claimed, by key: a diagnosis, and each kind of support."""
        return {"diagnosis": "Diagnosis", **{item.key: item.title for item in self.menu}}
