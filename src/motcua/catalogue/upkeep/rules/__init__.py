"""Upkeep of the catalogue: proposals on their way, and what differs."""
