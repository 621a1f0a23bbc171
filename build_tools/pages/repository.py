"""Where the site's sources live and who answers: links to files, issues and mails, prefilled.

Both are settings. Unset, the links that need them are left out, not guessed (D14).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The variable that names the address of the repository.
REPOSITORY: Final = "LESSONS_REPOSITORY"
#: The variable that names the address to which readers may write.
MAIL: Final = "LESSONS_MAIL"

#: Guides that pages may link to, by name; language → name of the same in that language.
GUIDES: Final[Mapping[str, Mapping[str, str]]] = {
    "translate": {"fr": "traduire"},
    "write-a-quiz": {},
}

_GITLAB: Final = "gitlab+"
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
#: Characters of a title in an address: browsers and servers stop reading long ones.
_LONGEST_TITLE: Final = 120


class SettingError(ValueError):
    """A setting is not what it has to be."""


@dataclass(frozen=True)
class Repository:
    """The repository, by its address in a browser."""

    address: str
    gitlab: bool = False  #: GitLab's addresses; else those of GitHub, Gitea and Forgejo

    @property
    def _pages(self) -> str:
        return f"{self.address}/-" if self.gitlab else self.address

    def file(self, path: str) -> str:
        """A file of the project as it is now."""
        return f"{self._pages}/blob/HEAD/{quote(path)}"

    def guide(self, name: str, language: str) -> str:
        """A guide of the project, in a language where there is one in it, else in the source's."""
        return self.file(f"docs/how-to/{GUIDES[name].get(language, name)}.md")

    def issue(self, title: str, body: str) -> str:
        """A new issue, filled in; nothing is sent before its writer says so."""
        names = ("issue[title]", "issue[description]") if self.gitlab else ("title", "body")
        values = zip(map(_quoted, names), (_quoted(_short(title)), _quoted(body)), strict=True)
        return f"{self._pages}/issues/new?" + "&".join(f"{name}={value}" for name, value in values)


def repository(setting: str) -> Repository | None:
    """The repository of a setting; None where it is empty.

    Servers whose name has ``gitlab`` in it get GitLab's addresses, and so does ``gitlab+https://…``
    for one with another name. Raises SettingError for what is no address of a repository.
    """
    text = setting.strip()
    if not text:
        return None
    address = text.removeprefix(_GITLAB).rstrip("/").removesuffix(".git")
    parts = urlsplit(address)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.query or "@" in address:
        message = f"{REPOSITORY}: “{text}” is no address such as https://github.com/example/lessons"
        raise SettingError(message)
    return Repository(address, text.startswith(_GITLAB) or "gitlab" in parts.hostname)


def mail_address(setting: str) -> str:
    """The address of a setting, empty where it is empty. Raises SettingError for what is none."""
    text = setting.strip()
    if text and not _MAIL.fullmatch(text):
        message = f"{MAIL}: “{text}” is no mail address such as lessons@example.org"
        raise SettingError(message)
    return text


def mail_link(address: str, subject: str, body: str) -> str:
    """A mail, filled in."""
    lines = _quoted(body).replace("%0A", "%0D%0A")
    return f"mailto:{address}?subject={_quoted(_short(subject))}&body={lines}"


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _short(text: str) -> str:
    """A title on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TITLE else f"{line[:_LONGEST_TITLE]}…"
