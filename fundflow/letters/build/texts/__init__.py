"""The words of every letter, by family."""

from fundflow.letters.build.blocks import Text
from fundflow.letters.build.texts import (
    accepting,
    agreeing,
    assessing,
    changing,
    deciding,
    ending,
    leaving,
    offering,
    paying,
    reconsidering,
    recovering,
    running,
    supporting,
)

_FAMILIES = (
    assessing,
    changing,
    deciding,
    reconsidering,
    offering,
    accepting,
    paying,
    recovering,
    running,
    leaving,
    ending,
    supporting,
    agreeing,
)
TEXTS: tuple[Text, ...] = tuple(text for family in _FAMILIES for text in family.TEXTS)

__all__ = ["TEXTS"]
