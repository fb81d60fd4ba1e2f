"""Offers, awards, their conditions and changes, until an award is closed or settled."""
