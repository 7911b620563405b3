"""A question -> a verified answer."""
