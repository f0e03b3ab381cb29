"""Which tool each part of a message is for."""
