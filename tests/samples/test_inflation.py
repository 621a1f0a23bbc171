"""Records that say the truth about their size, and others."""

from __future__ import annotations

import io
import lzma
import os
import struct
import zlib
from pathlib import Path

import cramjam
import pytest
import uproot

from build_tools.samples import inflation
from build_tools.samples.inflation import DishonestError, inflated_size

SAMPLES = Path(__file__).parents[2] / "content" / "samples"
ZEROS = bytes(3_000_000)
METHODS = {
    b"ZL": zlib.compress(ZEROS),
    b"XZ": lzma.compress(ZEROS),
    b"ZS": bytes(cramjam.zstd.compress(ZEROS)),
}


def record(*blocks: tuple[bytes, bytes, int], becomes: int | None = None) -> io.BytesIO:
    """A record whose blocks are a method, data, and the size that they claim."""
    body = b"".join(
        method + b"\x08" + len(data).to_bytes(3, "little") + claim.to_bytes(3, "little") + data
        for method, data, claim in blocks
    )
    total = sum(claim for _, _, claim in blocks) if becomes is None else becomes
    header = struct.calcsize(">ihiIh")
    return io.BytesIO(struct.pack(">ihiIh", header + len(body), 4, total, 0, header) + body)


@pytest.mark.parametrize("method", METHODS)
def test_an_honest_block(method: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflation, "HARMLESS", 0)
    block = (method, METHODS[method], len(ZEROS))
    assert inflated_size(record(block, block), 0, cap=10**9) == 2 * len(ZEROS)


@pytest.mark.parametrize("claim", [1_000, len(ZEROS) - 1, len(ZEROS) + 1])
@pytest.mark.parametrize("method", METHODS)
def test_a_block_that_becomes_something_else(
    method: bytes, claim: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inflation, "HARMLESS", 0)
    with pytest.raises(DishonestError, match="do not become the"):
        inflated_size(record((method, METHODS[method], claim)), 0, cap=10**9)


def test_a_block_that_can_do_no_harm_is_not_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflation, "_inflate", lambda *_: pytest.fail("inflated"))
    block = (b"ZL", METHODS[b"ZL"], len(ZEROS))
    assert inflated_size(record(block), 0, cap=10**9) == len(ZEROS)


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        (record((b"ZL", b"12345678901", 100), becomes=2_000_000_000), "their parts claim 100"),
        (record((b"ZL", b"", 100), becomes=200), "their parts claim 100"),
        (record((b"ZL", b"123456789012", 5), becomes=-1), "claims to hold -1"),
        (io.BytesIO(b"short"), "beyond the end"),
        (io.BytesIO(record((b"ZL", bytes(50), 9)).getvalue()[:20]), "cut short"),
    ],
)
def test_headers_that_do_not_agree(stream: io.BytesIO, said: str) -> None:
    with pytest.raises(DishonestError, match=said):
        inflated_size(stream, 0, cap=10**10)


def _files() -> list[Path]:
    recorded = os.environ.get("OPEN_DATA_DIR")
    return [
        *sorted(SAMPLES.rglob("data_A.*.root")),
        *(sorted(Path(recorded).rglob("data_?.4lep.root")) if recorded else []),
    ]


@pytest.mark.parametrize("file", _files(), ids=lambda file: f"{file.parent.name}-{file.name}")
def test_every_record_of_real_files_is_honest(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflation, "HARMLESS", 0)  # inflate all that can be
    checked = 0
    with uproot.open(file) as root, file.open("rb") as stream:
        key = root.key("mini")
        assert inflated_size(stream, key.fSeekKey, cap=10**9) == key.fObjlen
        for branch in root["mini"].branches:
            for seek in branch.member("fBasketSeek")[: branch.num_baskets]:
                if seek:
                    inflated_size(stream, int(seek), cap=10**9)
                    checked += 1
    assert checked > 80 or key.fObjlen > 100_000  # small files keep their events in the record
