"""A fast detector response: from generated particles to what ATLAS would have measured, in pure functions of arrays."""
