"""Facts stated once for all languages, each with its source, and what is computed from them."""
