"""The verbs of monitoring; each writes its own tables only."""
