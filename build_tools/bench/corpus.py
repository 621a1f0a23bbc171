"""A course to measure with: as many lessons and languages as asked for, the same bytes every time.

The pages are ordinary MyST pages that both this project and a plain ``sphinx-build`` with MyST-NB
build as they are, so that the two do the same work. Translations differ in prose, comments and
labels. Every lesson runs other code than its neighbours, so nothing is executed for two.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Final

from build_tools.bench.words import WORDS, Words
from build_tools.pages.languages import SOURCE_LANGUAGE
from build_tools.pages.pairing import read_pages
from build_tools.translation.lock import DIGEST_LENGTH, Entry, Lock, format_lock, lock_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: The one file that the cells read.
SAMPLE: Final = "2lep/MC/mc_361106.Zee.2lep.root"
#: Lessons per folder: nobody has two hundred in one.
FOLDER: Final = 10

_DAY: Final = "2026-01-01"

_PAGE: Final = """\
---
file_format: mystnb
{front}---
# {title}

{intro}

The mass follows from the energies $E_i$ and the momenta $\\vec{{p}}_i$:

$$
m = \\sqrt{{(E_1 + E_2)^2 - |\\vec{{p}}_1 + \\vec{{p}}_2|^2}} .
$$

## {sections[0]}

{prose[0]}

| $n$ | $\\sqrt{{n}}$ | $\\sqrt{{n}}/n$ |
| --- | --- | --- |
| 100 | 10 | 0.1 |
| 10000 | 100 | 0.01 |

## {sections[1]}

{prose[1]}

```{{code-cell}} python
import awkward as ak
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import uproot

# {comment}
with uproot.open("samples/{sample}") as file:
    names = ["lep_pt", "lep_eta", "lep_phi"]
    events = file["mini"].arrays(names, entry_stop={events})
events = events[ak.num(events["lep_pt"]) == 2]
pt, eta, phi = (ak.to_numpy(events[name]) for name in names)
mass = np.sqrt(
    2 * pt[:, 0] * pt[:, 1] * (np.cosh(eta[:, 0] - eta[:, 1]) - np.cos(phi[:, 0] - phi[:, 1]))
) / 1000
counts, edges = np.histogram(mass, bins=30, range=(60, 120))
```

## {sections[2]}

{prose[2]}

```{{code-cell}} python
---
figure:
  alt: {alt}
  caption: {caption}
---
figure = go.Figure(go.Bar(x=(edges[1:] + edges[:-1]) / 2, y=counts, name="{name}"))
figure.update_layout(xaxis_title="{mass}", yaxis_title="{events_label}", showlegend=True)
figure
```

## {sections[3]}

{prose[3]}

```{{code-cell}} python
---
table:
  caption: {table}
---
near = int(np.sum(abs(mass - 91.2) < {window}))
pd.DataFrame({{"{step}": ["{all}", "{selected}"], "{count}": [len(mass), near]}})
```
"""


def languages(count: int) -> list[str]:
    """The languages of a corpus, the source language first."""
    return list(WORDS)[:count]


def lesson_name(number: int) -> str:
    """The docname of a lesson."""
    return f"part-{number // FOLDER:02d}/lesson-{number:03d}"


def page(number: int, language: str) -> str:
    """The text of one lesson in one language."""
    words = WORDS[language]
    front = (
        f"lesson:\n  level: 1\n  duration: 10\n  samples: [{SAMPLE}]\n"
        if language == SOURCE_LANGUAGE
        else ""
    )

    def said(text: str) -> str:
        return text.format(n=number)

    return _PAGE.format(
        front=front,
        title=said(words.title),
        intro=_paragraph(words, number),
        sections=words.sections,
        prose=[
            "\n\n".join(_paragraph(words, number + k + 7 * s) for k in range(3)) for s in range(4)
        ],
        comment=words.comment,
        sample=SAMPLE,
        events=4000 + number,
        alt=said(words.alt),
        caption=said(words.caption),
        name=said(words.name),
        mass=words.mass,
        events_label=words.events,
        table=said(words.table),
        window=5 + number % 10,
        step=words.step,
        all=words.all,
        selected=words.selected,
        count=words.count,
    )


def _paragraph(words: Words, seed: int) -> str:
    count = len(words.sentences)
    return "\n".join(words.sentences[(seed * (k + 1) + k) % count] for k in range(4))


def write_corpus(root: Path, project: Path, *, lessons: int, tags: Sequence[str]) -> None:
    """Write a project of ``lessons`` lessons in the languages ``tags`` into a new folder.

    ``project`` is the checkout that the configuration and the sample come from.
    """
    root.mkdir(parents=True)
    shutil.copyfile(project / "conf.py", root / "conf.py")
    if (project / "docutils.conf").is_file():
        shutil.copyfile(project / "docutils.conf", root / "docutils.conf")
    # where conf.py looks for templates and style sheets
    (root / "build_tools").symlink_to(project / "build_tools")
    _copy_sample(root, project)
    shutil.copytree(project / "content" / "catalogue", root / "content" / "catalogue")
    for tag in tags:
        add_language(root, lessons, tag)


def add_language(root: Path, lessons: int, tag: str) -> None:
    """Write every page of one language; a translation is recorded as current."""
    folder = root / "content" / tag
    entries = "\n".join(lesson_name(number) for number in range(lessons))
    home = f"---\nfile_format: mystnb\n---\n# {WORDS[tag].home}\n\n```{{toctree}}\n{entries}\n```\n"
    texts = {"index": home} | {lesson_name(n): page(n, tag) for n in range(lessons)}
    for name, text in texts.items():
        file = folder / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    if tag != SOURCE_LANGUAGE:
        record(root, tag)


def record(root: Path, tag: str) -> None:
    """Write the lock of a language: every section is translated from the source as it is now."""
    pages, _ = read_pages(root)
    entries = {
        f"{name}#{heading.anchor}": Entry(heading.digest[:DIGEST_LENGTH], _DAY)
        for name, source in pages[SOURCE_LANGUAGE].items()
        for heading in source.headings
    }
    lock_path(root, tag).write_text(format_lock(Lock(entries)), encoding="utf-8")


def write_plain(root: Path, corpus: Path, tags: Sequence[str]) -> None:
    """The same pages as projects of plain Sphinx, ``root``/<language> each.

    The configuration is what the documentation of MyST-NB and the theme begins with. Cells open
    their sample by the same name, so each folder of pages has a link to the samples.
    """
    for tag in tags:
        folder = root / tag
        shutil.copytree(corpus / "content" / tag, folder, ignore=shutil.ignore_patterns("*.lock"))
        (folder / "conf.py").write_text(
            f'project = "Lessons"\nlanguage = "{tag}"\nextensions = ["myst_nb"]\n'
            'html_theme = "sphinx_book_theme"\nexclude_patterns = ["**/samples"]\n',
            encoding="utf-8",
        )
        for place in [folder, *(p for p in folder.iterdir() if p.is_dir())]:
            (place / "samples").symlink_to(corpus / "content" / "samples")


def _copy_sample(root: Path, project: Path) -> None:
    samples = project / "content" / "samples"
    target = root / "content" / "samples" / SAMPLE
    target.parent.mkdir(parents=True)
    shutil.copyfile(samples / SAMPLE, target)
    manifest = json.loads((samples / "manifest.json").read_text(encoding="utf-8"))
    manifest["samples"] = [one for one in manifest["samples"] if one["path"] == SAMPLE]
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (root / "content" / "samples" / "manifest.json").write_text(text, encoding="utf-8")
