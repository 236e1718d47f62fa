"""Cuts: whatever lies at a path is opened, colored, and put where a result is to go."""
