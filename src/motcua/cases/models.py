"""Tables. Data and database constraints only: no rules."""
