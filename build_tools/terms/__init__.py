"""The words of the field in every language: what they mean, and what is written in their place.

They stand in ``content/catalogue/terms.yaml``. Pure: neither Sphinx nor docutils.
"""
