"""Every report, each a read across domains."""
