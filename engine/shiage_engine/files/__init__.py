"""Files: shots and pictures are read, results are written."""
