"""Source and translation side by side, while the translation is written."""
