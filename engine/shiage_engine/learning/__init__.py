"""Learning: how a shot's own references are multiplied."""
