"""What a report is, and the figures that reports work out."""
