"""Run in a process of its own: loads files of a shop one after the other, and says of each, in a line, what it did."""

import json
import os
import sys
from io import StringIO

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopops.settings")
    django.setup()

    from django.core.management import call_command

    slug, *files = sys.argv[1:]
    for file in files:
        answer = StringIO()
        kind, _, path = file.partition("=")
        call_command("load", kind, path, shop=slug, json=True, stdout=answer)
        told = json.loads(answer.getvalue().splitlines()[-1])
        print(json.dumps({"file": file, **told}), flush=True)
