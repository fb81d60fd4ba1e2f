"""Every verb that writes of fund money."""
