"""Integrated luminosities (1/fb) of the data periods, of the release and of the bundled samples."""

PERIODS = {"A": 0.5, "B": 1.9, "C": 2.9, "D": 4.7}
COLLISION_ENERGY_TEV = 13  # of the release, and of the generator (`generator.py`)
TOTAL = 10.06  # that the release states; its periods are rounded, and scaled to this sum here
# What the bundled pseudo-data stand for: all of it where files of less than 2 MB and a few minutes
# of production allow it.
BUNDLED = {
    "1lep": 0.001,  # at full luminosity, W → ℓν alone would be 10⁸ events
    "2lep": 0.010,  # 10⁷ events
    "3lep": 2.5,
    "4lep": TOTAL,
    "GamGam": TOTAL,
    "1lep1tau": 0.03,
    "1largeRjet1lep": 0.15,
}


def share(period: str) -> float:
    """The part of the total that a period has."""
    return PERIODS[period] / sum(PERIODS.values())


def of_release(name: str) -> float | None:
    """Luminosity of the release's data file of a name such as `data_A.4lep.root`, if it is one."""
    start, _, rest = name.partition("_")
    period = rest.partition(".")[0]
    return TOTAL * share(period) if start == "data" and period in PERIODS else None
