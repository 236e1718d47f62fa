"""A plugin for a single run: builds the example animation in Krita, and colors it with Shiage's action."""

try:
    import krita
except ImportError:  # outside Krita, where tests read this
    pass
else:
    from .run import Example

    krita.Krita.instance().addExtension(Example(krita.Krita.instance()))
