"""Keeping the catalogue: what the pages of a legal officer show and read."""
