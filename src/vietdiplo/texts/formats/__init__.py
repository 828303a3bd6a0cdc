"""Files of each format into text, and what was changed on the way."""
