"""Syllables into words: the model of underthesea on arrays of numbers."""
