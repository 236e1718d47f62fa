"""Shiage: auto-colorization of animation line art. Krita imports this package to load the plugin."""

try:
    from krita import Krita
except ImportError:  # outside Krita, where single modules of the package are used
    pass
else:
    from .extension import register

    register(Krita.instance())
