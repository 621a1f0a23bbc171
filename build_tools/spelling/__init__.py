"""Spelling of everything that people read: pages, questions, terms, messages, documentation.

Hunspell does it, with its dictionaries of British English and of French; the words of the field
come from the terms, a few more from ``content/catalogue/spelling.yaml``, each with a reason.
"""
