"""Run the measurements of this folder, each in a process of its own: `python -m bench NAME`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def names() -> list[str]:
    """The modules that can be run as `python -m bench.<name>`."""
    files = [*HERE.glob("[a-z]*.py"), *(main.parent for main in HERE.glob("*/__main__.py"))]
    return sorted(path.stem for path in files)


def main() -> int:
    known, asked = names(), sys.argv[1:]
    strange = sorted(set(asked) - set(known))
    if strange:
        sys.stderr.write(f"No measurement named {', '.join(strange)}; there is {known}.\n")
        return 2
    failed = []
    for name in asked or known:
        sys.stdout.write(f"--- {name}\n")
        sys.stdout.flush()
        command = [sys.executable, "-m", f"bench.{name}"]
        if subprocess.run(command, cwd=HERE.parent, check=False).returncode != 0:
            failed.append(name)
    if failed:
        sys.stderr.write(f"Failed: {', '.join(failed)}.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
