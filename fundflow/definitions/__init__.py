"""Funds, workflows, criteria, committees and offices: YAML made typed, with every problem at its place."""
