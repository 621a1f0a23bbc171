"""Running the cells of the source pages, once for all languages."""
