"""Hair of people."""
