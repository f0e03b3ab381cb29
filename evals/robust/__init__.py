"""Proofs that the reading is robust: what is taken away shows, what means nothing does not."""
