"""The verbs that a person runs. `nox -l` lists them; `nox -s site` is the first.

Environments are made once and reused. An installation is repeated only when the lock or the
project changed, so every verb works without a network after its first run.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2025.10.14"  # `requires=`
nox.options.default_venv_backend = "uv|virtualenv"  # uv where it exists: seconds, not minutes
nox.options.reuse_venv = "yes"
nox.options.sessions = ["site"]

ROOT = Path(__file__).resolve().parent
GROUPS = (
    "site",
    "bench",
    "tests",
    "lint",
    "samples",
    "bundle",
)  # dependency groups of pyproject.toml, one lock each
OLDEST_PYTHON = (3, 11)
# How every lock is made: for each Python and system, with hashes, without addresses.
LOCKING = (
    *("--universal", "--python-version", "3.11", "--fork-strategy", "fewest"),
    *("--generate-hashes", "--quiet", "--no-emit-index-url"),
    *("--custom-compile-command", "nox -s lock"),
)
# The tools that the bench compares with; `plain` is Sphinx as the site's lock has it.
PEERS = {
    "plain": "requirements/site.txt",
    "jupyter-book": "requirements/peers/jupyter-book.txt",
    "mkdocs": "requirements/peers/mkdocs.txt",
}
# What downloads a browser where there is none and no package of the system, see
# build_tools/browser/find.py. It is installed for that alone, and taken away.
DOWNLOADER = "requirements/downloader/playwright.txt"


@nox.session(default=False)
def setup(session: nox.Session) -> None:
    """Install what the lessons need; the other verbs call this themselves."""
    install(session, "site")


@nox.session(venv_backend="none", requires=["setup"])
def site(session: nox.Session) -> None:
    """Build the site in every language, into site/."""
    set_up_browser(session, shared_python(session))
    command(session, "site")


@nox.session(venv_backend="none", requires=["setup"])
def serve(session: nox.Session) -> None:
    """Serve site/ on this machine only."""
    command(session, "serve")


@nox.session(venv_backend="none", requires=["setup"])
def live(session: nox.Session) -> None:
    """Rebuild and reload while a page is edited."""
    set_up_browser(session, shared_python(session))
    command(session, "live")


@nox.session(venv_backend="none", requires=["setup"])
def compress(session: nox.Session) -> None:
    """Write .br and .gz files into site/, for a server that sends them as they are."""
    command(session, "compress")


@nox.session(venv_backend="none", requires=["setup"])
def weigh(session: nox.Session) -> None:
    """Show how heavy each page is for a reader; fails over budget."""
    command(session, "weigh")


@nox.session(venv_backend="none", requires=["setup"])
def translate(session: nox.Session) -> None:
    """Show what is missing or out of date in a translation, and record what was done."""
    command(session, "translate")


@nox.session(venv_backend="none", requires=["setup"])
def quizzes(session: nox.Session) -> None:
    """Write the questions for Moodle, as GIFT, JSON, a worksheet or its answer key."""
    command(session, "quizzes")


@nox.session(venv_backend="none", requires=["setup"])
def offline(session: nox.Session) -> None:
    """Build the site, and pack it into zips that open from a disk."""
    python = shared_python(session)
    set_up_browser(session, python)
    session.run(python, "-m", "build_tools.cli", "site", external=True)
    command(session, "offline")


@nox.session(venv_backend="none", requires=["setup"])
def print(session: nox.Session) -> None:  # noqa: A001  the verb's name
    """Print worksheets, teachers' editions and booklets as PDF, into site/."""
    set_up_browser(session, shared_python(session))
    command(session, "print")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; what follows `--` goes to pytest."""
    install(session, "tests")
    set_up_browser(session, "python", required=bool(os.environ.get("CI")))
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, types, layers and words; `-- --fix` mends what can be mended."""
    install(session, "lint")
    if "--fix" in session.posargs:
        session.run("ruff", "check", "--fix-only", ".")
        session.run("ruff", "format", ".")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("lint-imports")
    session.run("python", "-m", "build_tools.cli", "proofread")


@nox.session(venv_backend="none", requires=["setup"])
def data(session: nox.Session) -> None:
    """Download real ATLAS files, mirror them, cut parts out of them, describe any."""
    command(session, "data")


@nox.session
def samples(session: nox.Session) -> None:
    """Make the sample files of the lessons again, with Pythia 8."""
    install(session, "samples")
    session.run("python", "-m", "build_tools.cli", "samples", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure builds and pages beside those of plain tools; `-- --help` tells what."""
    install(session, "bench")
    set_up_browser(session, "python", required=True)
    places = []
    for name, requirements in PEERS.items():
        # The tools that are compared have environments of their own: what they are given is what
        # their users install, and nothing of this project.
        place = Path(session.create_tmp()).resolve() / name
        peer = environment_of(session, place, requirements)
        places += ["--tool", f"{name}={peer}"]
    session.run("python", "-m", "build_tools.bench", *places, *session.posargs)


@nox.session(default=False)
def bundle(session: nox.Session) -> None:
    """Build the kept scripts (plotly.js, the search) again; `-- --check` only compares."""
    install(session, "bundle")
    session.run("python", "-m", "build_tools.cli", "bundle", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Lock the requirements again; `-- --upgrade` moves to the newest versions."""
    session.install("uv")
    for group in GROUPS:
        # One version for every Python, and the same in every group: a page's outputs are kept
        # under the versions that made them, whoever made them.
        agree = () if group == "site" else ("--constraint", lock_of("site"))
        session.run(
            *("uv", "pip", "compile", "pyproject.toml", "--group", group, "--output-file"),
            lock_of(group),
            *LOCKING,
            *agree,
            *session.posargs,
        )
    for requirements in (*PEERS.values(), DOWNLOADER):
        source = Path(requirements).with_suffix(".in")
        if source.exists():
            session.run(
                *("uv", "pip", "compile", str(source), "--output-file", requirements),
                *LOCKING,
                *session.posargs,
            )


def install(session: nox.Session, group: str) -> None:
    """Install a group's lock and this project, unless that was done for these very files."""
    if sys.version_info < OLDEST_PYTHON:
        session.error(
            f"Python 3.11 or newer is needed; nox runs on {sys.version.split()[0]}. "
            "Make .venv again with a newer python3"
        )
    # The folder counts too: an editable installation points to it.
    digest = hashlib.sha256(bytes(ROOT))
    for name in (lock_of(group), "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    stamp = Path(session.virtualenv.location) / "installed.sha256"
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return
    session.log("Installing the requirements, this once: a minute or two.")
    # The lock is complete, so nothing has to be resolved.
    session.install("--no-deps", "--require-hashes", "-r", lock_of(group))
    # The build backend is in the lock: no second environment, no second download.
    session.install("--no-deps", "--no-build-isolation", "--editable", ".")
    stamp.write_text(digest.hexdigest(), encoding="ascii")


def environment_of(session: nox.Session, place: Path, requirements: str) -> Path:
    """Make an environment from a lock, byte-compiled, unless it is there; return its Python."""
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    stamp = place / "installed.sha256"
    digest = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text(encoding="ascii") != digest:
        session.run(sys.executable, "-m", "venv", "--clear", str(place), external=True)
        session.run(
            *(str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"),
            *("-r", requirements),
            external=True,
        )
        stamp.write_text(digest, encoding="ascii")
    return python


def lock_of(group: str) -> str:
    """Return the path of a group's lock, from the root."""
    return f"requirements/{group}.txt"


def set_up_browser(session: nox.Session, python: str, *, required: bool = False) -> None:
    """Find or install the browser that draws figures, and say in a line what was found."""
    options = ["--require"] if required else []
    session.run(python, "-m", "build_tools.browser", "--install", *options, external=True)


def command(session: nox.Session, verb: str) -> None:
    """Run a verb of the command line in the shared environment."""
    python = shared_python(session)
    session.run(python, "-m", "build_tools.cli", verb, *session.posargs, external=True)


def shared_python(session: nox.Session) -> str:
    """Return the interpreter that `setup` installed into."""
    environment = Path(session.cache_dir).parent / "setup"
    return str(environment / ("Scripts" if os.name == "nt" else "bin") / "python")
