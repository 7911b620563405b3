"""Files of minutes -> a catalogue and vectors. Knows nothing of questions."""
