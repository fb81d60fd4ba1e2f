"""A scoring scheme as data: criteria with weights, anchors and minima, a scale, bands and moderation triggers."""

from pydantic import Field

from fundflow.definitions.shape import Definition, FileName, Name, Text


class Criterion(Definition):
    """A scored heading; `weight` is its exact share of 100 at full marks, `minimum` the least that passes (0: none)."""

    key: Name
    title: Text
    weight: int = Field(ge=0, le=100)
    evidence: Text
    anchors: dict[int, Text]
    minimum: int = Field(default=0, ge=0)
    feedback: bool = True


class Band(Definition):
    """A range of consolidated totals from `least` (tenths of a point, 600 is 60.0) up to the next band."""

    key: Name
    title: Text
    least_tenths: int = Field(ge=0, le=1000)


class Moderation(Definition):
    """When assessors must meet; each trigger can be switched off by leaving it out (domain, section 7.4)."""

    criterion_range: int | None = 2
    total_range_tenths: int | None = 150
    straddles_minimum: bool = True
    straddles_threshold: bool = True


class Assessors(Definition):
    """How many, and of what kind; above `large_ask` (pence) the larger number."""

    number: int = Field(default=2, ge=1)
    number_large: int = Field(default=3, ge=1)
    large_ask_pence: int = 10_000_000
    finance_aware: int = 1
    clinical_outside: int = 1


class Criteria(Definition):
    """A whole scheme; ties are broken by exact means of the criteria listed, then by cost per head if asked."""

    criteria: FileName
    title: Text
    version: int = Field(ge=1)
    scale: dict[int, Text]
    fundable_tenths: int = Field(ge=0, le=1000)
    bands: tuple[Band, ...]
    items: tuple[Criterion, ...]
    tie_breaks: tuple[Name, ...] = ()
    tie_break_cost_per_head: bool = True
    moderation: Moderation = Moderation()
    assessors: Assessors = Assessors()

    @property
    def top(self) -> int:
        """The highest score of the scale."""
        return max(self.scale)

    def item(self, key: str) -> Criterion:
        """One criterion by key."""
        return next(item for item in self.items if item.key == key)
