"""Specks, and slivers: cells that lines cut from a part; each takes the color of a larger region near it."""
