"""What stands behind and before the figures."""
