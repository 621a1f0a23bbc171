"""The reference names every key of the files that it describes."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from build_tools.opendata.index import Held, Skim
from build_tools.samples.manifest import Part, Sample

PAGE = Path(__file__).parents[2] / "docs/reference/samples.md"


@pytest.mark.parametrize("model", [Sample, Part, Held, Skim])
def test_every_key_is_described(model: type[BaseModel]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    missing = [name for name in model.model_fields if f"`{name}`" not in text]
    assert missing == [], f"describe them in {PAGE.name}"
