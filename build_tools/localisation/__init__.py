"""Outputs of one run in every language, without running translated code."""
