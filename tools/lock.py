"""Pin every dependency, with hashes, for Python 3.11 to 3.14 and all systems at once."""

import re
import shutil
import subprocess
import sys

from tools.place import ROOT, complain, say

# The test file is bound to the versions of the run file, so that both describe one set.
FILES = (("run", ()), ("test", ("--constraints", "requirements/run.txt")))
QUIET = ("--quiet", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")
HOST = re.compile(r"://|index-url|find-links")


def main() -> int:
    uv = shutil.which("uv")
    if uv is None:
        complain("make lock needs uv; `pip install uv` brings it.")
        return 2
    for name, bound in FILES:
        target = ROOT / "requirements" / f"{name}.txt"
        command = [uv, "pip", "compile", "--universal", "--python-version", "3.11", "--upgrade"]
        command += ["--only-binary", ":all:", "--generate-hashes", *QUIET, *bound]
        command += [f"requirements/{name}.in", "--output-file", str(target)]
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            complain(f"requirements/{name}.txt is not pinned; uv's words above say why.")
            return 1
        if HOST.search(target.read_text()):
            complain(f"{target} names the address of a package index; take it out.")
            return 1
        say(f"requirements/{name}.txt is pinned.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
