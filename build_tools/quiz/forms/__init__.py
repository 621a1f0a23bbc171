"""The forms of a question outside the site: one module a form, each prints the same lessons.

``lessons`` collects the questions, ``markup`` turns their Markdown into HTML; ``moodle``, ``gift``,
``plain`` and ``paper`` only print.
"""
