"""What people wear, with the arms and legs in it."""
