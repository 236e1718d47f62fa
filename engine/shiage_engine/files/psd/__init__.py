"""Cuts in one PSD, read and written by psd-tools, a library that painters do not need."""
