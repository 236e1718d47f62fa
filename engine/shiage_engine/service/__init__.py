"""The engine as a process: a supervisor that serves the plugin, and a worker that does the jobs.

Only `colorize`, which the worker loads, imports numpy and OpenCV: the supervisor is up at once, and small.
"""
