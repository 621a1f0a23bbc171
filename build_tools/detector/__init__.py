"""A fast detector response: what ATLAS would measure of generated particles, in pure functions."""
