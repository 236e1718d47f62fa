"""The command line: parses and calls. Only these modules print."""
