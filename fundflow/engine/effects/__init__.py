"""What a step causes, by theme."""
