"""The painter's documents in Krita. This file imports nothing: the installer reads `template` without Krita."""
