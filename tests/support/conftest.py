"""What tests of support stand on: the packaged plays."""

from tests.plays import plays

__all__ = ["plays"]
