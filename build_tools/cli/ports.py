"""Whether a port of this machine is free, told before anything is served there."""

from __future__ import annotations


class PortTakenError(Exception):
    """Another program listens where the site would be served."""

    def __init__(self, port: int, verb: str) -> None:
        super().__init__(
            f"port {port} is taken by another program; name a free one:"
            f" `nox -s {verb} -- --port {port + 1}`"
        )


def require_free(port: int, verb: str) -> None:
    """Raise PortTakenError unless the port can be listened on."""
    import socket  # noqa: PLC0415  every verb knows the error, and few serve

    with socket.socket() as probe:
        # as servers do, so that a server that just ended does not count
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTakenError(port, verb) from error
