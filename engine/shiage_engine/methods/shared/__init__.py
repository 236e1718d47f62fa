"""What methods share.

`relaxation`: scores refined by neighbors in space. `settling`: by neighbors in space and in time. `tracks`: the same
part of the drawing, from frame to frame.
"""
