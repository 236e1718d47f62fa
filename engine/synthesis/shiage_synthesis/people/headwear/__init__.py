"""What people wear on their heads."""
