"""How each language is typeset: spaces, quotation marks, apostrophes, groups of digits.

``rules`` are what the build does by itself; ``lint`` says what only a person can put right. Pure:
neither Sphinx nor docutils.
"""
