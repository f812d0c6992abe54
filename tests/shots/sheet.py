"""The sheet of all pictures: a row a page, a picture a look."""

from html import escape
from itertools import groupby
from pathlib import Path

from tests.shots.take import Shot

HEAD = """<!doctype html><meta charset="utf-8"><title>Pictures</title>
<style>
body { margin: 24px; font: 13px/1.4 sans-serif; background: #888; }
div { display: flex; gap: 8px; align-items: flex-start; overflow-x: auto; }
figure { margin: 0; flex: none; }
img { display: block; height: 320px; border: 1px solid #444; }
</style>
"""


def write(shots: list[Shot], out: Path) -> None:
    ordered = sorted(shots, key=lambda shot: shot.page.url)  # stable: looks stay in their order
    rows = [row(name, list(group), out) for name, group in groupby(ordered, key=lambda shot: str(shot.page))]
    (out / "index.html").write_text(HEAD + "\n".join(rows))


def row(name: str, shots: list[Shot], out: Path) -> str:
    return f"<h2>{escape(name)}</h2>\n<div>{''.join(picture(shot, out) for shot in shots)}</div>"


def picture(shot: Shot, out: Path) -> str:
    address, look = escape(shot.file.relative_to(out).as_posix()), escape(" ".join(map(str, shot.look)))
    return (
        f'<figure><a href="{address}"><img loading="lazy" src="{address}" alt=""></a>'
        f"<figcaption>{look}</figcaption></figure>"
    )
