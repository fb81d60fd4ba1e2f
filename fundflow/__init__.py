"""Allocates primary-care transformation funds and walks each grant through its life."""
