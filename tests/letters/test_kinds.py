"""What letters are called in sentences: each of them by words, in the field's own."""

import pytest

from fundflow import letters
from fundflow.letters.kinds import KINDS


def test_every_letter_has_words_of_its_own():
    assert set(KINDS) == set(letters.MODELS)
    assert len(set(KINDS.values())) == len(KINDS)


@pytest.mark.parametrize(("code", "words"), [("L04", "offer letter"), ("L09", "recovery notice"), ("X1", "letter X1")])
def test_a_letter_is_called_by_its_words_and_an_unknown_one_by_its_code(code, words):
    assert letters.kind(code) == words
