"""The generator of Open Data Lessons, a package per capability: docs/explanation/structure.md."""
