"""Cuts in one document of Krita, read and written without Krita: a zip with XML, and tiles of pixels."""
