"""The copy guidelines (journeys, section c) as rules over every letter's words."""

import re

import pytest

from tests.letters.cases import OWN
from tests.letters.reading import filled, paragraphs

CODES = sorted(OWN)
BANNED = (
    "unfortunately", "please note", "error", "invalid", "hereby", "forthwith", "deemed", "insufficient", "the system",
    "application", "proposal", "submission", "at scale", "high volume", "pursuant", "aforementioned", "reserved", "accrued",
    "committed", "utilise", "commence", "terminate",
)  # fmt: skip
ABBREVIATIONS = re.compile(r"\b(CCGs?|ICBs?|PCCCs?|STPs?|PCNs?|GPFV|NHSE|L0\d|E\d)\b")


def body(code: str) -> list[str]:
    """The letter's own paragraphs: not the address block, signatures and small print, which are the office's words."""
    lines = [line for line in paragraphs(filled(code)) if line]
    start = next(at for at, line in enumerate(lines) if line.startswith("Dear "))
    end = next(at for at, line in enumerate(lines) if line.startswith("If you are not satisfied"))
    return lines[start + 1 : end]


def sentences(lines: list[str]) -> list[str]:
    said = []
    for line in lines:
        plain = line.replace("at 5:00 pm", "").replace("No. ", "No ")
        said += [one for one in re.split(r"(?<=[.?!:])\s+(?=[A-Z“])", plain) if len(one.split()) > 3]
    return said


@pytest.mark.parametrize("code", CODES)
def test_no_word_that_the_guidelines_forbid(code: str) -> None:
    said = " ".join(body(code)).lower().replace("working at scale", "")
    assert not [word for word in BANNED if re.search(rf"\b{word}\b", said)]
    assert not ABBREVIATIONS.search(" ".join(body(code)).replace("TF-17-0031/L04", "").replace("TF-17-0031/L09", ""))


@pytest.mark.parametrize("code", CODES)
def test_it_speaks_as_we_to_you(code: str) -> None:
    said = " ".join(body(code))
    assert re.search(r"\b(We|we|us|our|Our)\b", said)
    assert re.search(r"\b(You|you|your|Your)\b", said)


@pytest.mark.parametrize("code", CODES)
def test_sentences_are_short(code: str) -> None:
    counts = {one: len(one.split()) for one in sentences(body(code))}
    long = {one: count for one, count in counts.items() if count > 33}
    assert not long, "a sentence is too long even for its figures"
    assert sum(counts.values()) / len(counts) < 16


@pytest.mark.parametrize("code", CODES)
def test_the_first_line_says_what_happened(code: str) -> None:
    first = body(code)[1]
    assert not first.startswith(("Unfortunately", "Error", "Invalid", "Please", "Thank", "Further", "I am"))
    assert re.search(r"\b(we|you|your|our|is|was)\b", first, re.IGNORECASE)
