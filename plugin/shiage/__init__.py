"""Shiage: auto-colorization of animation line art. Krita imports this package to load the plugin."""

try:
    import krita
except ImportError:  # outside Krita, where single modules of the package are used
    pass
else:
    from .extension import register

    register(krita.Krita.instance())
