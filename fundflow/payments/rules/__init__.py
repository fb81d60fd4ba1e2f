"""The rules of paying: pure functions over frozen facts."""
