"""Hint-guided: a network that answers with a picture, from line art, dabs of color and the answer before."""
