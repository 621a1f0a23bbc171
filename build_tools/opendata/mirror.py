"""A folder of verified files that an institution can serve as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.opendata.index import NAME, SUMS
from build_tools.pages.writing import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.opendata.catalogue import Release
    from build_tools.opendata.index import Index


def write_readme(folder: Path, index: Index, release: Release) -> None:
    """Say what the files are, whose, how to cite and how to serve them."""
    lines = [
        "# A mirror of ATLAS Open Data",
        "",
        f"Files of the 13 TeV release for education of 2020 ({release.release}), as the ATLAS",
        "collaboration published them. Nothing in them was changed. This mirror is not made by",
        "ATLAS or CERN.",
        "",
        "| collection | files | MB | cite |",
        "|---|---|---|---|",
    ]
    for collection in release.collections:
        files = [held for held in index.files if held.path.startswith(f"{collection.name}/")]
        if files:
            size = sum(held.size for held in files) / 1e6
            doi = f"https://doi.org/{collection.doi}"
            lines.append(f"| {collection.name} | {len(files)} | {size:,.1f} | <{doi}> |")
    lines += [
        "",
        "Licence: [CC0 1.0](https://creativecommons.org/publicdomain/zero/1.0/).",
        f"Please cite the data sets by their DOI. How they were made: <{release.publication}>.",
        "",
        "## Check",
        "",
        f"`sha256sum --check {SUMS}` in this folder compares every file with the digest that was",
        f"recorded when it came. `{NAME}` holds the same digests, with sizes, numbers of events",
        "and addresses.",
        "",
        "## Serve",
        "",
        "Any web server can serve this folder as it is: static files, no program, no database.",
        "One that answers range requests (nginx, Apache and Caddy do) lets downloads go on after a",
        "cut, and lets files be read in parts.",
        "",
        "## Use",
        "",
        "In a checkout of Open Data Lessons, with the address of this folder:",
        "",
        "    nox -s data -- 4lep --from https://data.example.org/atlas/",
        "",
        "or, for every command, in the environment: `OPEN_DATA_URL=https://data.example.org/atlas/`.",
        "A copy of the folder on a disk needs no server: let `OPEN_DATA_DIR` name it.",
        "",
    ]
    write_whole(folder / "README.md", "\n".join(lines))
