"""How a translated page stands towards its source: pairing, staleness, parity."""
