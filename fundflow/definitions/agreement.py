"""What a fund's letters promise and who puts a name to them: terms by head, and signatures by letter."""

from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from fundflow.definitions.shape import Definition, Name, Text

REQUIRED_HEADS: Final = {
    "clawback": "that money not properly spent is to be returned, after a chance to reply",
    "assets": "what holds for things that the money bought",
    "publicity": "what public material says about who paid",
}
"""The heads that every fund's own terms must have, and what each says (domain, 2(e), L04)."""


class Term(Definition):
    """One term of the agreement under its head; the head is for us, the text is what the letter says."""

    head: Name
    text: Text


def _read(written: object) -> object:
    return {"head": "other", "text": written} if isinstance(written, str) else written


_SHAPE = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": {"head": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}, "text": {"type": "string"}},
            "required": ["head", "text"],
            "additionalProperties": False,
        },
    ]
}

TermLine = Annotated[Term, BeforeValidator(_read), WithJsonSchema(_SHAPE)]
"""A term as YAML writes it: a plain sentence, or `{head: clawback, text: ...}`."""


class Signatures(Definition):
    """How a letter of several commissioners is signed (domain, section 8, "Signature").

    `printed`: their names stand under it and somebody signs the paper. `held`: one letter, kept back until each has
    signed here. `counterparts`: a copy for each, held until that one has signed. `by` are the seats on a commissioner's
    committee whose holder may sign for it.
    """

    way: Literal["printed", "held", "counterparts"] = "printed"
    letters: tuple[str, ...] = ("L04",)
    by: tuple[Name, ...] = Field(default=("accountable_officer", "chief_finance_officer"), min_length=1)
