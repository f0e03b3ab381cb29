"""Region profiles: the rules that differ from place to place, as data."""
