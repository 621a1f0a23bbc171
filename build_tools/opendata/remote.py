"""A file on a server, read in parts, as uproot reads a file on a disk."""

from __future__ import annotations

import io
import os
from collections import OrderedDict
from typing import TYPE_CHECKING

from build_tools.opendata.connection import TransferError

if TYPE_CHECKING:
    from build_tools.opendata.connection import Connection

BLOCK = 1 << 18  # bytes of one request; a basket of the release is often about as large
KEPT = 64  # blocks in memory: 16 MiB
LONGEST_READ = 1 << 28


class RemoteFile(io.RawIOBase):
    """Read-only, seekable, with a bounded memory of what came."""

    def __init__(self, connection: Connection, url: str) -> None:
        """Ask for the first block, which tells the size; raises TransferError."""
        super().__init__()
        self._connection = connection
        self.url = url
        self._position = 0
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        first, self.size = connection.piece(url, 0, BLOCK)
        self._blocks[0] = first
        self.received = len(first)

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next read starts."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Say where the next read starts."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        self._position = base + offset
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Bytes from here; raises TransferError."""
        end = self.size if size < 0 else min(self.size, self._position + size)
        if end - self._position > LONGEST_READ:
            raise TransferError(f"{self.url} asks for more memory than a basket needs.")
        if end <= self._position:
            return b""
        first, last = self._position // BLOCK, (end - 1) // BLOCK
        missing = [number for number in range(first, last + 1) if number not in self._blocks]
        here = dict(self._blocks)
        if missing:
            start, stop = missing[0] * BLOCK, min(self.size, (missing[-1] + 1) * BLOCK)
            body, _ = self._connection.piece(self.url, start, stop)
            self.received += len(body)
            for number in range(missing[0], missing[-1] + 1):
                offset = number * BLOCK - start
                here[number] = self._blocks[number] = body[offset : offset + BLOCK]
        for number in range(first, last + 1):
            if number in self._blocks:
                self._blocks.move_to_end(number)
        while len(self._blocks) > KEPT:
            self._blocks.popitem(last=False)
        whole = b"".join(here[number] for number in range(first, last + 1))
        offset = self._position - first * BLOCK
        self._position = end
        return whole[offset : offset + end - first * BLOCK - offset]
