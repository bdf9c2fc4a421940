"""Change units, posts and profiles; load them from a pack."""

from motcua.organisations.loading import Loaded, load_pack

__all__ = ["Loaded", "load_pack"]
