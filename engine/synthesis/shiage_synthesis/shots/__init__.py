"""Whole shots: who is in them, their camera, and the files."""
