"""`make shots`: pictures of every page in every look, and a sheet of all of them.

    python -m tests.shots [--months 2] [--only daily imports] [--widths 1480 390] [--every-panel] [--out var/shots]

Makes a demo shop of its own in a temporary folder, serves it on a free port, and takes pictures of whole pages in light
and dark, at 1480, 768 and 390 px, in each language. Open the `index.html` that is printed. Takes a few minutes; needs
Chromium.
"""

import argparse
import os
import sys
import tempfile
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = (1480, 768, 390)
THEMES = ("light", "dark")


def main() -> None:
    chosen = options().parse_args()
    with tempfile.TemporaryDirectory(prefix="shopops-shots-") as folder:
        os.environ |= {"SHOPOPS_VAR": folder, "DJANGO_SETTINGS_MODULE": "shopops.settings"}
        os.environ.pop("DATABASE_URL", "")
        import django

        django.setup()
        from django.conf import settings

        from tests.shots import sheet, shop, take

        with shop.demo(months=chosen.months) as site:
            languages = [code for code, _name in settings.LANGUAGES]
            looks = list(product(languages, THEMES, chosen.widths))
            shots = take.shots(site, looks, only=chosen.only, every_panel=chosen.every_panel, out=chosen.out)
            sheet.write(shots, chosen.out)
    print(f"{len(shots)} pictures: {chosen.out / 'index.html'}")


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make shots", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--months", type=int, default=2, help="whole months of history of the demo shop")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="names of addresses, such as daily or account_login")
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS, metavar="PX")
    parser.add_argument("--every-panel", action="store_true", help="the page of each panel, not of the first alone")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "shots")
    return parser


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
