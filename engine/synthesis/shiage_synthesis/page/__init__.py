"""The drawing kit: curves, parts, the canvas, pens and paints, shading, motion."""
