"""The life of a case as pure functions: what may happen, and what then is."""
