"""The way to the engine: `engine_client` for Qt, above `connection`, `launcher` and `protocol`, which know no Qt.

This file imports nothing, so that another host can use those three.
"""
