"""Wrong in the way people are wrong: random damage to the example, and who is told."""
