"""Fixtures for stories."""

from tests.stories.fixtures import counties, county, county_anywhere

__all__ = ["counties", "county", "county_anywhere"]
