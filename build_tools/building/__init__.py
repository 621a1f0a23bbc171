"""The main job, a file a step: read → execute → localise → draw → render → publish."""
