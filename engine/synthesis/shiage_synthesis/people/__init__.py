"""People: a body, a head with face and hair, clothes, and something in the hand."""
