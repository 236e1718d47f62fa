"""The head of a person, its face and its ears."""
