"""How fast, and at what size."""
