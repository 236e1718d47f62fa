"""Learning: the training loop, and weights on disk."""
