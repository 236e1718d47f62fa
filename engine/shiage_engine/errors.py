"""The one kind of error that is meant for the painter's eyes."""


class InputError(ValueError):
    """Bad input, in one sentence that says what to do about it."""
