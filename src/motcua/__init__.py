"""motcua: one door to a city's administrative procedures."""

__version__ = "0.1.0"
