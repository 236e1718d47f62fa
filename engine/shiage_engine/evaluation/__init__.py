"""How well a method colors shots whose truth is known."""
