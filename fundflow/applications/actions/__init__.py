"""Every verb that writes rounds and cases; none of them commits, none touches money."""
