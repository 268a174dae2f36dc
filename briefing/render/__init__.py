"""(to come)."""
