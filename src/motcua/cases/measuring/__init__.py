"""What ``motcua bench cases`` measures, and with what."""
