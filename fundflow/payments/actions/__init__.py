"""The verbs of paying; each writes its own tables only and hands back what the ledger is to post."""
