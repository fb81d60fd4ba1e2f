"""Guides by role that come with the product: read as they are in the repository, and under Help on the pages."""
