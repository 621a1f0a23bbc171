"""Finding words on the pages of one language, in the reader's browser, without a server.

Publishing takes the words from the finished pages, so that captions, tables and questions are
found as they are shown. The reader's browser loads them when a search is opened, not before.
"""
