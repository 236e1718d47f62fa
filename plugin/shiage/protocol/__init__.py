"""The wire between the plugin and the engine: standard library only, Python 3.8 or newer.

Written once: Krita loads it as `shiage.protocol`, the engine as `shiage_engine.protocol`. It opens no socket
and starts no thread: sockets are given to it.
"""

VERSION = "0.1.0"  # of Shiage: the plugin and the engine are released together
