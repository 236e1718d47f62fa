"""What networks that answer with a picture share.

`training_shots`: shots as small label maps. `examples`: frames of one, deformed, in code colors. `hints`: what the
painter shows of the answer. `tensors`: pictures to tensors and back. `snapping`: a picture becomes scores.
"""
