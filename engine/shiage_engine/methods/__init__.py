"""The methods, a folder each: how well does each color of the palette fit each region?

A method's folder says in its `__init__.py` what the method needs, takes and is called (see `method.Method`), and
holds all that is its own: colorizer, network, lessons, training, kept weights. What several methods share lies in
`shared`. `shiage_engine.registry` lists them.
"""
