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

    from build_tools.pages.bundle import PageBundle, Section
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
    if contact.repository is None and not contact.mail:
        return ()
    problem = _report(bundle, contact, t, (t("Report a problem"), t("What is wrong:")))
    better = suggestion(bundle, contact, t)
    return (problem, better) if better else (problem,)


def suggestion(
    bundle: PageBundle, contact: Contact, t: Callable[[str], str], section: Section | None = None
) -> Report | None:
    """A better translation of a page or of one section; None where there is none to better."""
    if bundle.status not in {Status.CURRENT, Status.STALE}:
        return None
    if contact.repository is None and not contact.mail:
        return None
    words = (t("Suggest a better translation"), t("How to say it better:"))
    return _report(bundle, contact, t, words, section)


def _report(
    bundle: PageBundle,
    contact: Contact,
    t: Callable[[str], str],
    words: tuple[str, str],
    section: Section | None = None,
) -> Report:
    """``words`` are what is told, and what its writer is asked."""
    label, question = words
    where = contact.site_url and absolute(contact.site_url, bundle.language, bundle.docname)
    anchor = section.anchor if section else ""
    lines = [
        f"{t('Page:')} {bundle.path.as_posix()}",
        f"{t('Section:')} {SECTION}{anchor}",
        f"{t('Language:')} {bundle.language}",
        f"{t('Version:')} {section.digest if section else version(bundle)}",
        *([f"{where}{SECTION}{anchor}" if anchor else where] if where else []),
        "",
        question,
        "",
    ]
    title, body = f"{label}: {section.title if section else bundle.title}", "\n".join(lines)
    return Report(
        label,
        contact.repository.issue(title, body) if contact.repository else "",
        mail_link(contact.mail, title, body) if contact.mail else "",
    )
