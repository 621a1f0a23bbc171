"""``weigh``: how heavy each page is for a reader, and whether that is within the budget."""

from __future__ import annotations

from build_tools.building.project import Project
from build_tools.publishing.weight import FIRST, NEXT, gzipped, table, weigh_site


def weigh() -> int:
    """Print the table; exit status 1 when a page is over budget."""
    site = Project.here().site
    if not (site / "index.html").is_file():
        raise FileNotFoundError(f"there is no site in {site.name}/: run `nox -s site` first")
    weights = weigh_site(site)
    for line in table(weights, weigh_site(site, gzipped)):
        print(line)
    over = [weight for weight in weights if weight.over]
    print(
        f"{len(weights)} pages, {len(over)} over budget: brotli, first visit at most"
        f" {FIRST // 1000} kB, next page at most {NEXT // 1000} kB more;"
        " images that load on scrolling do not count"
    )
    return 1 if over else 0
