"""Chinese grammar of times, numbers and units: text to typed spans."""
