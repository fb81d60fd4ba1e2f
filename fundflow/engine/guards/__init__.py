"""What must hold before a step is taken, by theme."""
