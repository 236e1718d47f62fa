"""Cuts with a timesheet: an XDTS file, and the drawings of its cels in folders beside it."""
