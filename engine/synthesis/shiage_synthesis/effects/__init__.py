"""Effects: smoke, splashes, flames, lines, sparkles."""
