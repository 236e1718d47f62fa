"""The engine as a process: a supervisor that talks to the plugin, and a worker that does what is asked.

Only `colorize`, which the worker loads, imports numpy and OpenCV: the supervisor is up at once, and small.
"""
