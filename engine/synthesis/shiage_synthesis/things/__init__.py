"""Things: props to hold, bows, robots and cars."""
