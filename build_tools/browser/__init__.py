"""A browser that nobody looks at: found or installed, run, and told what to draw or print."""
