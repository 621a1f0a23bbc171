"""What the project promises about itself: locks, verbs, reasons, licences."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)
GROUPS = sorted(PROJECT["dependency-groups"])
PINNED = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>\S+)", re.MULTILINE)
VERB = re.compile(r"nox -s ([a-z]+)")


def read(name: str) -> str:
    """Return the text of a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def pins(group: str) -> dict[str, str]:
    """Return the version of each package in a group's lock."""
    return {m["name"]: m["version"] for m in PINNED.finditer(read(f"requirements/{group}.txt"))}


def test_every_group_has_a_lock() -> None:
    assert sorted(path.stem for path in (ROOT / "requirements").glob("*.txt")) == GROUPS


@pytest.mark.parametrize("group", GROUPS)
def test_a_lock_has_a_hash_for_every_package_and_no_address(group: str) -> None:
    text = read(f"requirements/{group}.txt")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(group)) > 80
    unhashed = [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block]
    assert unhashed == []
    assert re.findall(r"https?:|file:| @ |--(?:extra-)?index-url|--find-links", text) == []


@pytest.mark.parametrize("group", [group for group in GROUPS if group != "site"])
def test_locks_agree(group: str) -> None:
    site, other = pins("site"), pins(group)
    assert {name: other.get(name) for name in site} == site


def requirement_lines() -> list[tuple[str, str]]:
    """Return each direct dependency as written, with the comment on its line."""
    return re.findall(r'^  "([^"]+)",[ ]*(.*)$', dependency_tables(), flags=re.MULTILINE)


def dependency_tables() -> str:
    """Return the parts of pyproject.toml that list dependencies."""
    project = PYPROJECT.partition("\ndependencies = [")[2].partition("\n]")[0]
    groups = PYPROJECT.partition("\n[dependency-groups]")[2].partition("\n[tool.")[0]
    return f"{project}\n{groups}"


def test_each_direct_dependency_has_its_reason() -> None:
    lines = requirement_lines()
    declared = [*PROJECT["project"]["dependencies"]]
    for group in PROJECT["dependency-groups"].values():
        declared += [line for line in group if isinstance(line, str)]
    assert sorted(requirement for requirement, _ in lines) == sorted(declared)
    assert [requirement for requirement, reason in lines if not reason.startswith("# ")] == []


@pytest.mark.parametrize("group", GROUPS)
def test_the_lock_has_each_direct_dependency(group: str) -> None:
    declared = [*PROJECT["project"]["dependencies"]]
    declared += [line for line in PROJECT["dependency-groups"][group] if isinstance(line, str)]
    names = {re.split(r"[<>=!~\[; ]", line)[0] for line in declared}
    assert names <= set(pins(group)), "run `nox -s lock`"


def sessions() -> set[str]:
    """Return the names of the sessions of the noxfile."""
    functions = [
        node for node in ast.parse(read("noxfile.py")).body if isinstance(node, ast.FunctionDef)
    ]
    return {
        function.name
        for function in functions
        if any("nox.session" in ast.unparse(decorator) for decorator in function.decorator_list)
    }


def test_the_readme_names_every_verb_and_no_other() -> None:
    assert set(VERB.findall(read("README.md"))) == sessions()


def test_pages_for_people_name_only_verbs_that_exist() -> None:
    pages = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    named = {verb for page in pages for verb in VERB.findall(page.read_text(encoding="utf-8"))}
    assert len(named) > 4
    assert named <= sessions()


@pytest.mark.parametrize("verb", ["site", "tests"])
def test_machines_run_the_commands_of_the_readme(verb: str) -> None:
    command = f"python3 -m venv .venv && .venv/bin/pip install nox && .venv/bin/nox -s {verb}"
    assert f"\n{command}\n" in read("README.md")
    runners = {
        "site": [".github/workflows/ci.yml", ".gitlab-ci.yml"],
        "tests": [".ci/run"],
    }[verb]
    assert [name for name in runners if command not in read(name)] == []


def test_checks_have_no_rights_and_no_secrets() -> None:
    workflow = read(".github/workflows/ci.yml")
    assert re.findall(r"^permissions:\n((?:  .*\n)+)", workflow, flags=re.MULTILINE) == [
        "  contents: read\n"
    ]
    assert "secrets." not in workflow
    assert "pull_request_target" not in workflow
    actions = re.findall(r"uses: (\S+)", workflow)
    assert len(actions) > 3
    assert [action for action in actions if not re.search(r"@[0-9a-f]{40}$", action)] == []


def test_links_between_documents_lead_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("LICENSES/*.md"), *ROOT.glob("docs/**/*.md")]
    checked = 0
    dangling = []
    for document in documents:
        text = re.sub(
            r"^(`{3,}).*?^\1",
            "",
            document.read_text(encoding="utf-8"),
            flags=re.MULTILINE | re.DOTALL,
        )
        text = re.sub(r"`[^`\n]+`(?!\])", "", text)
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            checked += 1
            if not (document.parent / target).exists():
                dangling.append(f"{document.relative_to(ROOT)}: {target}")
    assert checked > 20
    assert dangling == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs/explanation/decisions"
    records = sorted(path.name for path in folder.glob("[0-9]*.md"))
    listed = re.findall(r"\(([0-9]{4}-[a-z0-9-]+\.md)\)", (folder / "README.md").read_text("utf-8"))
    assert len(records) > 1
    assert listed == records


def test_licences_are_those_that_are_named() -> None:
    assert PROJECT["project"]["license"] == "MIT"
    assert read("LICENSE").startswith("MIT License\n")
    assert "license: MIT" in read("CITATION.cff")
    assert "CC0 1.0 Universal" in read("LICENSES/CC0-1.0.txt")
    by = read("LICENSES/CC-BY-4.0.md")
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in by
    holder = "the Open Data Lessons developers"
    assert [n for n in ("LICENSE", "LICENSES/CC-BY-4.0.md") if holder not in read(n)] == []


def test_the_version_is_stated_once_everywhere() -> None:
    version = PROJECT["project"]["version"]
    assert f"\nversion: {version}\n" in read("CITATION.cff")
    assert "## [Unreleased]" in read("CHANGELOG.md")
