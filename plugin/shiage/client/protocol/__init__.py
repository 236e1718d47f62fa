"""The protocol between the plugin and the engine: standard library only, Python 3.8 or newer.

Its one source is this folder: Krita loads it as `shiage.client.protocol`, the engine as `shiage_engine.protocol`.
It opens no socket and starts no thread: sockets are given to it.
"""

VERSION = "0.2.0"  # of Shiage, read by the build too: the plugin and the engine are released together
