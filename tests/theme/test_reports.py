"""Links by which a reader tells what is wrong: filled in, escaped, and only where someone reads."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from build_tools.pages.bundle import Section, Status
from build_tools.pages.repository import (
    Repository,
    SettingError,
    mail_address,
    mail_link,
    repository,
)
from build_tools.theme.reports import Contact, reports, suggestion, version
from tests.theme.conftest import bundle

TITLE = 'Masse & "énergie" <b>\nà l\'aide #1 ? 100 %'
SECTION = Section(anchor="mass", level=2, line=3, title="La masse", digest="0123456789abcdef")
GITHUB = repository("https://github.com/example/lessons/")
GITLAB = repository("https://gitlab.cern.ch/group/lessons.git")


def same(text: str) -> str:
    return text


def test_nobody_named_no_links() -> None:
    assert reports(bundle("x", "fr", Status.CURRENT), Contact(), same) == ()
    assert suggestion(bundle("x", "fr", Status.CURRENT), Contact(), same) is None


@pytest.mark.parametrize(
    ("where", "path", "title", "body"),
    [
        (GITHUB, "/example/lessons/issues/new", "title", "body"),
        (GITLAB, "/group/lessons/-/issues/new", "issue[title]", "issue[description]"),
    ],
)
def test_an_issue_is_filled_in(where: Repository, path: str, title: str, body: str) -> None:
    own = bundle("lessons/z", "fr", Status.CURRENT, title=TITLE, sections=[SECTION])
    problem, better = reports(own, Contact("https://x.org/a/", where), same)
    assert (problem.mail, better.mail) == ("", "")
    address = urlsplit(problem.issue)
    assert (address.path, address.fragment) == (path, "")
    asked = parse_qs(address.query, strict_parsing=True)
    assert set(asked) == {title, body}
    assert asked[title] == [
        'Report a problem: Masse & "énergie" <b> à l\'aide #1 ? 100 %',
    ]
    assert asked[body][0].split("\n") == [
        "Page: content/fr/lessons/z.md",
        "Section: #",
        "Language: fr",
        f"Version: {version(own)}",
        "https://x.org/a/fr/lessons/z.html",
        "",
        "What is wrong:",
        "",
    ]
    for character in "<>\"'\n ":
        assert character not in problem.issue


def test_a_mail_is_filled_in() -> None:
    own = bundle("x", "fr", Status.STALE, title=TITLE, sections=[SECTION])
    found = suggestion(own, Contact(mail="lessons@example.org"), same, SECTION)
    assert found is not None
    assert found.issue == ""
    address, _, asked = found.mail.partition("?")
    assert address == "mailto:lessons@example.org"
    subject, text = (unquote(part.partition("=")[2]) for part in asked.split("&"))
    assert subject == "Suggest a better translation: La masse"
    assert "Section: #mass\r\n" in text
    assert "Version: 0123456789abcdef\r\n" in text
    assert "\n" not in text.replace("\r\n", "")


def test_a_title_puts_no_header_into_a_mail() -> None:
    link = mail_link("a@example.org", "x\r\nBcc: b@example.org&cc=c@example.org", "y")
    assert link.count("?") == link.count("&") == 1
    assert "%0D" not in link.partition("&")[0]


def test_a_page_in_its_own_language_has_no_translation_to_better() -> None:
    for status in (Status.SOURCE, Status.MISSING):
        own = bundle("x", "en", status)
        assert [one.label for one in reports(own, Contact("", GITHUB), same)] == [
            "Report a problem"
        ]


def test_another_text_is_another_version() -> None:
    first = bundle("x", "fr", Status.CURRENT, sections=[SECTION])
    other = SECTION.model_copy(update={"digest": "f" * 16})
    assert version(first) != version(bundle("x", "fr", Status.CURRENT, sections=[other]))


def test_a_long_title_is_cut() -> None:
    assert GITHUB is not None
    assert len(GITHUB.issue("é" * 5000, "")) < 1000


def test_a_server_of_another_name_can_be_gitlab() -> None:
    found = repository("gitlab+https://git.example.org/x/y")
    assert found is not None
    assert found.file("content/fr/é.md") == (
        "https://git.example.org/x/y/-/blob/HEAD/content/fr/%C3%A9.md"
    )


@pytest.mark.parametrize(
    "setting",
    ["javascript:alert(1)", "example/lessons", "https://", "https://a@b.org/x", "https://x.org/?y"],
)
def test_what_is_no_repository_is_told(setting: str) -> None:
    with pytest.raises(SettingError, match=r"LESSONS_REPOSITORY: .* is no address such as"):
        repository(setting)


@pytest.mark.parametrize(
    "setting", ["x", "a@b", "a@b.org?bcc=c@d.org", "a@b.org,c@d.org", "a b@c.d"]
)
def test_what_is_no_mail_address_is_told(setting: str) -> None:
    with pytest.raises(SettingError, match=r"LESSONS_MAIL: .* is no mail address such as"):
        mail_address(setting)


def test_settings_that_are_not_set() -> None:
    assert repository("  ") is None
    assert mail_address("") == ""
