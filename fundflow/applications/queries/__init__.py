"""Every SELECT about rounds and cases."""
