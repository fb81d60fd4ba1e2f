"""Rounds and cases: what applicants ask for, who agrees, and where each case stands."""
