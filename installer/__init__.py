"""Installs Shiage: engine and plugin. Standard library only."""
