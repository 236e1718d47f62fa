"""Many cuts overnight: each is colored by a task of its own, in parallel, and what is done stays done.

`listing` finds them; `task` colors one; `local` runs tasks on this machine; `night` puts these together.
"""
