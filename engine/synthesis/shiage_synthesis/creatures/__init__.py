"""Animals, slimes and worms."""
