"""A checkout and the folders of its build."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from build_tools.pages.repository import MAIL, REPOSITORY, mail_address, repository

#: The variable that names a folder of recorded data.
OPEN_DATA_DIR = "OPEN_DATA_DIR"

#: The variable that names the address at which the site will be published.
SITE_URL = "LESSONS_SITE_URL"


@dataclass(frozen=True)
class Project:
    """Where the parts of a project are."""

    root: Path
    open_data_dir: Path | None = None
    site_url: str = ""
    repository: str = ""
    mail: str = ""

    @classmethod
    def here(cls) -> Project:
        """The project of the current folder, with the settings of the environment.

        Raises FileNotFoundError when this folder is not a project, SettingError for a setting that
        is not what it has to be.
        """
        root = Path.cwd()
        if not (root / "conf.py").is_file() or not (root / "content").is_dir():
            message = f"{root}: no conf.py and content/ here; run this in the project's folder"
            raise FileNotFoundError(message)
        data = os.environ.get(OPEN_DATA_DIR)
        where = os.environ.get(REPOSITORY, "").strip()
        repository(where)
        return cls(
            root,
            Path(data).expanduser() if data else None,
            os.environ.get(SITE_URL, ""),
            where,
            mail_address(os.environ.get(MAIL, "")),
        )

    @property
    def build(self) -> Path:
        """Where every step leaves its files."""
        return self.root / "_build"

    @property
    def site(self) -> Path:
        """What is published."""
        return self.root / "site"

    @property
    def samples(self) -> Path:
        """The bundled samples."""
        return self.root / "content" / "samples"

    @property
    def drawings(self) -> Path:
        """Figures as SVG, by digest."""
        return self.build / "drawings"
