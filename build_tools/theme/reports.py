"""Links by which a reader tells that something is wrong, or how to say it better."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from build_tools.pages.bundle import Status
from build_tools.pages.repository import mail_link
from build_tools.theme.addresses import absolute

if TYPE_CHECKING:
    from collections.abc import Callable

    from build_tools.pages.bundle import PageBundle
    from build_tools.pages.repository import Repository

#: Where the script writes the section that the reader has in front of them (``lessons.js``).
SECTION: Final = "#"
_DIGITS: Final = 12


@dataclass(frozen=True)
class Contact:
    """The site's settings: where it is, where its sources are, who reads mail."""

    site_url: str = ""
    repository: Repository | None = None
    mail: str = ""


@dataclass(frozen=True)
class Report:
    """One thing to tell, and the ways to do it."""

    label: str
    issue: str = ""  #: address of a new issue
    mail: str = ""  #: address of a new mail


def version(bundle: PageBundle) -> str:
    """What tells which text a reader had: a digest of the digests of the page's sections."""
    text = "\n".join(f"{section.anchor} {section.digest}" for section in bundle.sections)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def reports(bundle: PageBundle, contact: Contact, t: Callable[[str], str]) -> tuple[Report, ...]:
    """What a reader of this page may tell; nothing where nobody is named to tell it to."""
    repository, mail = contact.repository, contact.mail
    if repository is None and not mail:
        return ()
    kinds = [(t("Report a problem"), t("What is wrong:"))]
    if bundle.status in {Status.CURRENT, Status.STALE}:
        kinds.append((t("Suggest a better translation"), t("How to say it better:")))
    found = []
    for label, question in kinds:
        title = f"{label}: {bundle.title}"
        body = "\n".join(_lines(bundle, contact.site_url, t)) + f"\n\n{question}\n"
        found.append(
            Report(
                label,
                repository.issue(title, body) if repository else "",
                mail_link(mail, title, body) if mail else "",
            )
        )
    return tuple(found)


def _lines(bundle: PageBundle, site_url: str, t: Callable[[str], str]) -> list[str]:
    where = absolute(site_url, bundle.language, bundle.docname) if site_url else ""
    return [
        f"{t('Page:')} {bundle.path.as_posix()}",
        *([where] if where else []),
        f"{t('Section:')} {SECTION}",
        f"{t('Language:')} {bundle.language}",
        f"{t('Version:')} {version(bundle)}",
    ]
