"""What a national database says of a procedure: pure functions of its text."""
