"""Files: shots and pictures in, results out. Only rooms that read or write files use it."""
