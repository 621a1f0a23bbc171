"""Scripts that are built from packages of the npm registry and kept in the repository.

A build of the site needs neither Node nor a network for them; ``nox -s bundle`` makes them again.
The folder of each has its sources; the room that uses it says what it is (``Bundle``).
"""
