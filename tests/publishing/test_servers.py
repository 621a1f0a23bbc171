"""The documented servers, with the settings of docs/how-to/deploy.md as they stand there.

Where a server is not installed its tests are skipped and say so; ``.ci/run`` installs both where it
can.
"""

from __future__ import annotations

import gzip
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from build_tools.browser.find import find_browser
from build_tools.publishing.publish import publish

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from build_tools.pages.bundle import PageBundle

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "deploy.md"
IMMUTABLE = "public, max-age=31536000, immutable"
APACHE_MODULES = (
    *("mpm_event", "authz_core", "deflate", "dir", "filter", "headers", "mime", "setenvif"),
)


@dataclass(frozen=True)
class Answer:
    """What a server sent."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server of a site on this machine."""

    port: int

    def get(self, path: str, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(
                "GET", path, headers={name.replace("_", "-"): own for name, own in headers.items()}
            )
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()


def documented(kind: str, root: Path, port: int) -> str:
    """The settings of a server, with the folder and the port of a test."""
    guide = GUIDE.read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{kind}\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    settings = str(blocks[0])
    for theirs, ours, times in (
        ("/srv/www/lessons", str(root), 1 if kind == "nginx" else 2),
        ("listen 80;", f"listen 127.0.0.1:{port};", kind == "nginx"),
        ("*:80>", f"127.0.0.1:{port}>", kind == "apache"),
    ):
        assert settings.count(theirs) == times
        settings = settings.replace(theirs, ours)
    return settings


def free_port() -> int:
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        return int(own.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[Server]:
    """A server, until the end of the block."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        for _ in range(100):
            assert process.poll() is None, process.stderr and process.stderr.read()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            pytest.fail("the server does not answer")
        yield Server(port)
    finally:
        process.terminate()
        process.communicate(timeout=20)


def nginx(root: Path, work: Path, port: int) -> list[str]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip("nginx is not installed (Debian: nginx-light)")
    (work / "lessons.conf").write_text(documented("nginx", root, port), encoding="utf-8")
    (work / "nginx.conf").write_text(
        "daemon off;\nmaster_process off;\n"  # one process, which stays who it is
        f"pid {work}/nginx.pid;\nevents {{}}\n"
        "http {\naccess_log off;\ninclude /etc/nginx/mime.types;\n"
        f"client_body_temp_path {work}/body;\nproxy_temp_path {work}/proxy;\n"
        f"fastcgi_temp_path {work}/fastcgi;\nuwsgi_temp_path {work}/uwsgi;\n"
        f"scgi_temp_path {work}/scgi;\ninclude {work}/lessons.conf;\n}}\n",
        encoding="utf-8",
    )
    return [program, "-e", "stderr", "-p", str(work), "-c", str(work / "nginx.conf")]


def apache(root: Path, work: Path, port: int) -> list[str]:
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin")
    modules = Path("/usr/lib/apache2/modules")
    if program is None or not modules.is_dir():
        pytest.skip("Apache is not installed (Debian: apache2)")
    loaded = "".join(
        f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in APACHE_MODULES
    )
    (work / "apache.conf").write_text(
        f'ServerRoot "{work}"\nServerName localhost\nPidFile "{work}/apache.pid"\n'
        f'ErrorLog "{work}/error.log"\nMutex "file:{work}" default\n'
        f"Listen 127.0.0.1:{port}\n{loaded}TypesConfig /etc/mime.types\n"
        "User www-data\nGroup www-data\nDirectoryIndex index.html\n"
        f"{documented('apache', root, port)}",
        encoding="utf-8",
    )
    return [program, "-f", str(work / "apache.conf"), "-DFOREGROUND"]


@pytest.fixture
def root(trees: dict[str, Path], bundles: list[PageBundle], tmp_path: Path) -> Iterator[Path]:
    """A site in a folder that others may read, with a space in its name."""
    published = publish(
        trees,
        tmp_path / "site",
        build=tmp_path,
        bundles=bundles,
        title="Lessons",
        site_url="https://lessons.example.org/",
    ).site
    with tempfile.TemporaryDirectory(prefix="lessons") as name:
        folder = Path(name)
        folder.chmod(0o755)
        root = folder / "my lessons"
        shutil.copytree(published, root)
        (root / "figures").mkdir()
        (root / "figures" / "plotly-0123456789ab.js").write_text("// a figure\n" * 200)
        yield root


@pytest.fixture(params=[nginx, apache])
def server(request: pytest.FixtureRequest, root: Path) -> Iterator[Server]:
    port = free_port()
    work = root.parent / "work"
    work.mkdir(mode=0o755)
    with running(request.param(root, work, port), port) as own:
        yield own


def test_pages_come_in_their_language_and_are_asked_about(server: Server) -> None:
    for path, language in (
        ("/", None),
        ("/en/", "en"),
        ("/en/lessons/x.html", "en"),
        ("/fr/lessons/x.html", "fr"),
    ):
        page = server.get(path)
        assert page.status == 200, path
        assert page.headers.get("Content-Language") == language
        assert page.headers["Content-Type"].lower().replace(" ", "") == "text/html;charset=utf-8"
        assert page.headers["Cache-Control"] == "no-cache"
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert page.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
        again = server.get(path, If_None_Match=page.headers["ETag"])
        assert again.status == 304
        assert again.headers["Cache-Control"] == "no-cache"


def test_what_never_changes_is_kept(server: Server, root: Path) -> None:
    (stylesheet,) = (f"/_static/{file.name}" for file in root.glob("_static/*.css"))
    (script,) = (f"/_static/{file.name}" for file in root.glob("_static/*.js"))
    for path, kept in (
        (stylesheet, IMMUTABLE),
        (script, IMMUTABLE),
        ("/figures/plotly-0123456789ab.js", IMMUTABLE),
        ("/_search/search.min.js", "no-cache"),
        ("/chooser.css", "no-cache"),
        ("/en/index.html?v=0123456789ab.js", "no-cache"),
    ):
        file = server.get(path)
        assert (file.status, file.headers["Cache-Control"]) == (200, kept), path
    assert server.get(stylesheet).headers["Content-Type"].startswith("text/css")


def test_files_are_sent_compressed(server: Server, root: Path) -> None:
    path = "figures/plotly-0123456789ab.js"
    plain = server.get(f"/{path}")
    packed = server.get(f"/{path}", Accept_Encoding="gzip")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.body) == plain.body == (root / path).read_bytes()
    again = server.get(f"/{path}", Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"])
    assert again.status == 304


@pytest.mark.parametrize(
    "path", ["/nothing", "/fr/lessons/far/too/deep.html", "/en/lessons/", "/.lessons-site"]
)
def test_where_there_is_no_page_the_site_says_so(server: Server, root: Path, path: str) -> None:
    page = server.get(path)
    # Apache calls what it does not show forbidden
    assert page.status == 404 or (page.status == 403 and path in {"/en/lessons/", "/.lessons-site"})
    assert page.body == (root / "404.html").read_bytes()
    assert "immutable" not in page.headers.get("Cache-Control", "")
    homes = re.findall(r'href="(/[^"]*index\.html)"', page.body.decode())
    assert homes == ["/en/index.html", "/fr/index.html"]
    assert [server.get(home).status for home in homes] == [200, 200]


@pytest.mark.browser
def test_a_browser_shows_the_missing_page_and_finds_home(server: Server) -> None:
    program = find_browser()
    assert program, "no browser: run `python -m build_tools.browser --install`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            page = browser.new_page()
            said: list[str] = []
            page.on("console", lambda message: said.append(message.text))
            page.goto(f"http://127.0.0.1:{server.port}/fr/lessons/far/too/deep.html")
            assert [line for line in said if "404" not in line] == []
            assert page.locator("body").evaluate("it => getComputedStyle(it).maxWidth") != "none"
            page.locator("section[lang=fr] a").click()
            assert page.url.endswith("/fr/index.html")
        finally:
            browser.close()


def test_a_plain_server_is_enough(root: Path) -> None:
    port = free_port()
    command = (sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory")
    with running([*command, str(root), str(port)], port) as plain:
        paths = ("/", "/en/", "/fr/lessons/x.html", "/chooser.css")
        assert [plain.get(path).status for path in paths] == [200] * 4


def test_nginx_sends_what_was_compressed_before(root: Path) -> None:
    file = root / "figures" / "plotly-0123456789ab.js"
    ready = gzip.compress(file.read_bytes(), mtime=0) + gzip.compress(b"// made before\n", mtime=0)
    file.with_name(f"{file.name}.gz").write_bytes(ready)
    port, work = free_port(), root.parent / "work"
    work.mkdir()
    with running(nginx(root, work, port), port) as server:
        sent = server.get("/figures/plotly-0123456789ab.js", Accept_Encoding="gzip")
    assert sent.body == ready
