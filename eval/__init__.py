"""Does it tell the truth? Cases, rules and gates. Nothing here is imported by the product."""
