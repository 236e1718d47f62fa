"""The skeleton of a person, and how it moves."""
