"""What methods share: scores are refined by the regions around in space (relaxation) and in time (settling)."""
