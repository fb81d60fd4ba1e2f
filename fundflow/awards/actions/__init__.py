"""Every verb that writes offers and awards; none of them commits, none touches money."""
