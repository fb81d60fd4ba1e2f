"""The copy guidelines for what the product says when a rule says no: rules over one refusal, each with what is wrong."""

import re
from collections.abc import Iterator

FIRST_WORDS = ("unfortunately", "error", "invalid", "please note", "sorry", "refused", "failed", "validation")
CODE = re.compile(r"(?<![\w/.@-])[a-z]+(?:_[a-z0-9]+)+(?![\w=])")
"""A word of the source: `snake_case`; the name of a value that is to be given (`cover_sheet=...`) may stand in brackets."""

FIGURE_OR_NAME = re.compile(r"\d|'[^']+'|\([A-Z]{3,}\)|(?<=[a-z,:;] )[A-Z][\w.-]+|^[A-Z][a-z]+ [A-Z]")
COMMAND = re.compile(r"\bfundflow (?!only\b)[a-z]+[ .)'`]|(?<![\w-])--[a-z]")
"""What is typed at a terminal: no page says it."""
LONGEST_SENTENCE, MOST_WORDS_BEFORE = 35, 45
LONGER = {"quorum": 60, "group_quorate": 60}
"""Guards that may take more words before the way out, because every absent member is named with why."""

TYPED = {"reasons_coded", "value_given", "plan_adds_up", "template_sound"}
"""Guards that name values, choices or faults as they are typed, at the terminal or in a template."""

_DO = """
accept accrue add agree allow answer apply approve ask attach begin bid book bring call cancel change check choose claim
close complete confirm correct count date decide declare discard end enter fill finish first fix free give go hand
have import invite join keep leave let load look lower make mark mend move name open pay pick post publish put raise rank
read receive record refer release remind reopen replace return ring roll run save say seat see send set settle show
sign start strike table take talk tell tick try turn type use verify vote wait withdraw write
""".split()  # noqa: SIM905 - a list of words reads better as words
WAY_OUT = re.compile(
    r"\b(?:(?:you|others|chair|it|this|committee) (?:can|may|could)|can still|can sign in|must sit|tell us|ring us)\b|"
    rf"(?:^|[.;:] |, or |, then )(?:{'|'.join(_DO)})\b|^(?:it|that) (?:goes|begins|opens|can)\b",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The sentences of what was said; a colon does not end one."""
    guarded = re.sub(r"\b(Dr|Mr|Mrs|Ms|St|No)\. ", r"\1 ", text)
    return [one for one in re.split(r"(?<=[.?!])\s+(?=[A-Z'£(\d])", guarded) if one]


def faults(text: str, *, guard: str = "") -> Iterator[str]:
    """What is wrong with the words of a refusal, by the guidelines."""
    said = " ".join(text.split())
    if said.lower().startswith(FIRST_WORDS):
        yield f"it begins with '{said.split()[0]}'"
    if not FIGURE_OR_NAME.search(said):
        yield "no figure and no name"
    if guard not in TYPED and (found := CODE.search(said)):
        yield f"the code word '{found.group()}'"
    if re.search(r"\bCCGs?\b", re.sub(r"NHS [\w &]+ CCGs?", "", said)):
        yield "a kind of commissioner is hard-coded"
    way = WAY_OUT.search(said)
    if way is None:
        yield "no way out"
    elif (many := len(said[: way.start()].split())) > LONGER.get(guard, MOST_WORDS_BEFORE):
        yield f"{many} words before the way out"
    for one in (part for whole in sentences(said) for part in whole.split(";")):
        if (many := len(one.split())) > LONGEST_SENTENCE:
            yield f"a sentence of {many} words"
