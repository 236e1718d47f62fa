"""What methods share: scores refined by neighbors in space (relaxation) and in space and time (settling)."""
