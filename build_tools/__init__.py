"""The generator of Open Data Lessons: one package per capability, described in docs/explanation/structure.md."""
