"""The samples that cells read: produced, described in a manifest, located and inspected."""
