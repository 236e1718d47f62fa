"""The methods, a folder each: how well does each color of the palette fit each region?

The `__init__.py` of a method's folder states its facts (see `method.Method`); the folder holds all that is its own:
colorizer, network, lessons, training, kept weights. What several methods share lies in
`shared`. `shiage_engine.registry` lists them.
"""
