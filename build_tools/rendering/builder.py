"""The HTML builder, made to do only what is wanted, with the same bytes as a cold build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from build_tools.rendering.crossings import Offers, concerned

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class PagesBuilder(StandaloneHTMLBuilder):
    """Writes the pages that were read again and those that show something of them.

    What must be read again is told from outside (``wanted``): a record of digests decides there,
    where Sphinx goes by dates. Outputs that the site leaves out are not made.
    """

    name = "html"
    search = False  #: the words are taken from the finished pages

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        super().__init__(app, env)
        self.wanted: AbstractSet[str] = frozenset()  #: pages to read again
        self.fresh = True  #: nothing is there yet
        self.pages_read: list[str] = []
        self.pages_written: set[str] = set()
        self._before = Offers()
        self._known: set[str] = set()
        app.connect("env-get-outdated", self._outdated)
        app.connect("env-before-read-docs", self._reading)
        app.connect("env-updated", self._updated)

    def get_outdated_docs(self) -> list[str]:  # type: ignore[override]  # any iterable will do
        """Name no page by its date."""
        return []

    def _outdated(self, _app: Sphinx, env: BuildEnvironment, *_: AbstractSet[str]) -> list[str]:
        self._before = Offers.of(env) if env.all_docs else Offers()
        self._known = set(env.all_docs)
        return sorted(self.wanted)

    def _reading(self, _app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
        self.pages_read = list(docnames)

    def _updated(self, _app: Sphinx, env: BuildEnvironment) -> list[str]:
        removed = self._known - env.all_docs.keys()
        for docname in removed:
            self.get_output_path(docname).unlink(missing_ok=True)
            (self.doctreedir / f"{docname}.doctree").unlink(missing_ok=True)
        shown = concerned(env, self._before, Offers.of(env))
        self.pages_written = shown
        # a page is named when one went, so that Sphinx writes down that it is gone
        return sorted(shown | ({self.config.root_doc} if removed else set()))

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:  # noqa: ARG002  ours count
        """Make ready for the pages that are written, whatever Sphinx would add to them."""
        self.pages_written = (self.pages_written | set(self.pages_read)) & self.env.all_docs.keys()
        super().prepare_writing(self.pages_written)

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write them."""
        super().write_documents(docnames & self.pages_written)

    def copy_static_files(self) -> None:
        """Copy what never changes without the generator, once."""
        if self.fresh:
            super().copy_static_files()

    def post_process_images(self, doctree: Node) -> None:
        """Name each image after its place, so that no page decides on the name of another's."""
        super().post_process_images(doctree)
        for source in self.images:
            self.images[source] = _image_name(source)

    def copy_image_files(self) -> None:
        """Copy the images of the pages that are written; those that no page shows any more go."""
        for name in self.images.values():
            (Path(self._images_dir) / name).parent.mkdir(parents=True, exist_ok=True)
        super().copy_image_files()
        shown = {Path(self._images_dir) / _image_name(source) for source in self.env.images}
        for file in Path(self._images_dir).rglob("*"):
            if file.is_file() and file not in shown:
                file.unlink()

    def write_buildinfo(self) -> None:
        """Leave out Sphinx's record of its configuration: ours decides."""

    def dump_inventory(self) -> None:
        """Leave out the inventory for other sites' links."""


def _image_name(source: str) -> str:
    """Name of an image in the site; one from outside is an output, named by its contents."""
    inside = not source.startswith("..") and not Path(source).is_absolute()
    return source if inside else Path(source).name
