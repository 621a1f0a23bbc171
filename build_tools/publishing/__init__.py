"""From the rendered pages of each language to the site: assembled, checked, put in place, served.

Nothing here knows Sphinx: it reads HTML trees and page bundles.
"""
