"""The HTML builder, made to do only what is wanted, with the same bytes as a cold build."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any, cast

from jinja2 import FileSystemBytecodeCache
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder

from build_tools.rendering.crossings import Offers, concerned
from build_tools.rendering.sphinx_run import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.jinja2glue import BuiltinTemplateLoader

#: Of the themes' own files: what pages link to. The rest serves parts that the templates leave out.
_STYLESHEETS = ("styles/pydata-sphinx-theme.css", "styles/sphinx-book-theme.css")

#: What the theme does at the end of every build.
_COLOURS = "overwrite_pygments_css"


class PagesBuilder(StandaloneHTMLBuilder):
    """Writes the pages that were read again and those that show something of them.

    What must be read again is told from outside (``wanted``): a record of digests decides there,
    where Sphinx goes by dates. Outputs that the site leaves out are not made. Pages look for what
    all languages share beside their own tree.
    """

    name = "html"
    search = False  #: the words are taken from the finished pages

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        super().__init__(app, env)
        self.wanted: AbstractSet[str] = frozenset()  #: pages to read again
        self.around: AbstractSet[str] = frozenset()  #: pages to write again, at least
        self.fresh = True  #: nothing is there yet
        self.pages_read: list[str] = []
        self.pages_written: set[str] = set()
        self._before: Offers | None = None
        self._known: set[str] = set()
        #: of stylesheets and scripts, for pages with the same way to them
        self.written_tags: dict[tuple[object, str], str] = {}
        app.connect("env-get-outdated", self._outdated)
        app.connect("env-before-read-docs", self._reading)
        app.connect("env-updated", self._updated)
        app.connect("doctree-resolved", self._name_downloads)
        app.connect("html-page-context", _share, priority=1)  # before whoever asks for an address

    def init_templates(self) -> None:
        """Keep the templates compiled, for the next process that renders."""
        super().init_templates()
        compiled = Path(self.config.lessons_build) / "templates"
        compiled.mkdir(parents=True, exist_ok=True)
        environment = cast("BuiltinTemplateLoader", self.templates).environment
        environment.bytecode_cache = FileSystemBytecodeCache(str(compiled))

    def get_outdated_docs(self) -> list[str]:  # type: ignore[override]  # any iterable will do
        """Name no page by its date."""
        return []

    def get_ready(self) -> None:
        """Note what pages offer one another, before it is known which will be read."""
        self._before = Offers.of(self.env) if self.env.all_docs else Offers()

    def _outdated(self, app: Sphinx, env: BuildEnvironment, *_: AbstractSet[str]) -> list[str]:
        if self._before is None:
            self.get_ready()
        if not self.fresh:
            _leave_colours_alone(app)
        self._known = set(env.all_docs)
        return sorted(self.wanted)

    def _reading(self, _app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
        self.pages_read = list(docnames)

    def _updated(self, _app: Sphinx, env: BuildEnvironment) -> list[str]:
        removed = self._known - env.all_docs.keys()
        for docname in removed:
            self.get_output_path(docname).unlink(missing_ok=True)
            (self.doctreedir / f"{docname}.doctree").unlink(missing_ok=True)
        self._name_by_contents()
        before = self._before or Offers()
        shown = concerned(env, before, Offers.of(env, before, self.pages_read))
        shown |= self.around & env.all_docs.keys()
        self.pages_written = shown
        # a page is named when one went, so that Sphinx writes down that it is gone
        return sorted(shown | ({self.config.root_doc} if removed else set()))

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:  # noqa: ARG002  ours count
        """Make ready for the pages that are written, whatever Sphinx would add to them."""
        self.pages_written = (self.pages_written | set(self.pages_read)) & self.env.all_docs.keys()
        super().prepare_writing(self.pages_written)
        self.docsettings.stylesheet_path = ""  # of docutils' own, looked for and never linked

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write them."""
        super().write_documents(docnames & self.pages_written)

    def copy_static_files(self) -> None:
        """Copy what never changes without the generator, once."""
        if self.fresh:
            super().copy_static_files()

    def copy_theme_static_files(self, context: dict[str, Any]) -> None:  # noqa: ARG002  no templates
        """Copy the themes' stylesheets, a fiftieth of what they bring."""
        for folder in self.theme.get_theme_dirs():
            for name in _STYLESHEETS:
                source, target = Path(folder, "static", name), self._static_dir / name
                if source.is_file() and not target.is_file():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    copyfile(source, target)

    def copy_translation_js(self) -> None:
        """Leave out the translations of Sphinx's own scripts, which no page loads."""

    def _name_by_contents(self) -> None:
        """Give images and downloads names that say what is in them.

        No page decides on the name of another's, and one that is the same in two languages is one.
        """
        files = self.env.images
        for source, (docnames, _) in list(files.items()):
            files[source] = docnames, _image_name(self.srcdir / source)
        downloads = self.env.dlfiles
        for path, (docnames, place) in list(downloads.items()):
            folder = _digest(self.srcdir / path)
            downloads[path] = docnames, type(place)(folder, path.name)

    def _name_downloads(self, _app: Sphinx, doctree: document, docname: str) -> None:
        """Let links to downloads name them as they are named now."""
        for node in doctree.findall(addnodes.download_reference):
            if "filename" in node:
                path = Path(self.env.relfn2path(node["reftarget"], docname)[0])
                node["filename"] = self.env.dlfiles[path][1].as_posix()

    @property
    def imgpath(self) -> str:
        """From the page that is written to the images; Sphinx sets it as if they were its own."""
        return self._imgpath

    @imgpath.setter
    def imgpath(self, own: str) -> None:
        self._imgpath = f"../{own}"

    @property
    def dlpath(self) -> str:
        """From the page that is written to the downloads, likewise."""
        return self._dlpath

    @dlpath.setter
    def dlpath(self, own: str) -> None:
        self._dlpath = f"../{own}"

    def copy_image_files(self) -> None:
        """Copy the images of the pages that are written; those that no page shows any more go."""
        super().copy_image_files()
        _keep_only(self._images_dir, (name for _, name in self.env.images.values()))

    def copy_download_files(self) -> None:
        """Copy the downloads; those that no page offers any more go."""
        super().copy_download_files()
        _keep_only(self._downloads_dir, (place for _, place in self.env.dlfiles.values()))

    def write_buildinfo(self) -> None:
        """Leave out Sphinx's record of its configuration: ours decides."""

    def dump_inventory(self) -> None:
        """Leave out the inventory for other sites' links."""


def _leave_colours_alone(app: Sphinx) -> None:
    """Let the theme not write at the end of a build what it wrote at the end of the first one."""
    listeners = app.events.listeners["build-finished"]
    listeners[:] = [own for own in listeners if own.handler.__name__ != _COLOURS]


def _share(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: document | None
) -> None:
    """Let the templates find what all languages share."""
    own: Callable[..., str] = context["pathto"]

    def pathto(address: str, resource: bool = False, **others: Any) -> str:  # noqa: FBT001, FBT002  Sphinx's
        shared = resource and address.startswith(SHARED)
        return own(f"../{address}" if shared else address, resource, **others)

    known = cast("PagesBuilder", app.builder).written_tags
    here, there = (own(folder, resource=True) for folder in ("_static/", "../_static/"))

    def tag(name: str) -> Callable[[object], str]:
        write: Callable[[object], str] = context[name]  # it knows Sphinx's own `pathto` only

        def tag_of(asset: object) -> str:
            if (asset, here) not in known:  # Sphinx looks for the file each time
                known[asset, here] = write(asset).replace(f'="{here}', f'="{there}', 1)
            return known[asset, here]

        return tag_of

    context["pathto"] = pathto
    context["css_tag"], context["js_tag"] = tag("css_tag"), tag("js_tag")


def _image_name(file: Path) -> str:
    """Name of an image in the site: its own, and a digest of its contents."""
    return f"{file.stem}.{_digest(file)}{file.suffix}"


def _digest(file: Path) -> str:
    """Of a file's contents; of one that is not there any more, which Sphinx tells, nothing."""
    return sha256(file.read_bytes()).hexdigest()[:8] if file.is_file() else ""


def _keep_only(folder: Path, kept: Iterable[str | Path]) -> None:
    """Delete all other files below a folder."""
    names = {folder / name for name in kept}
    for file in folder.rglob("*"):
        if file.is_file() and file not in names:
            file.unlink()
