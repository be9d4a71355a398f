"""``make test``: name what the machine lacks, or run every test; nothing is passed over in silence."""

import argparse
import os
import subprocess
import sys
import time

from scripts.console import refuse
from scripts.environment import PYTHON, ROOT
from scripts.system_packages import missing_parts

# A file stays with one worker: what its tests set up together (processes, a filled database) is set up once.
UNIT = ["-n", "2", "--dist", "loadfile", "--durations=15", "tests"]
UNIT += ["--ignore=tests/browser", "--ignore=tests/real_input", "--ignore=tests/faults"]
# They break servers of their own, and need PostgreSQL's and Redis' programs on the machine.
FAULTS = ["--durations=15", "tests/faults"]
# Two workers are slower than one where each of them drives a browser on two cores.
BROWSER = ["--durations=10", "tests/browser"]
# By themselves: what the other browser tests send would be in the pictures.
PICTURES = ["tests/browser/test_screenshots.py"]
# Playwright's loop runs in the thread that asks the database; allowed in these tests only.
BROWSER_ENVIRONMENT = {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"}


def main() -> None:
    options = _options()
    _refuse_missing_parts()
    if options.faults:
        sys.exit(_pytest("fault", FAULTS, {"FAULTS": "full"}))
    if options.screenshots:
        sys.exit(_pytest("screenshots", PICTURES, BROWSER_ENVIRONMENT | {"SCREENSHOTS": "1"}))
    failed = []
    for number in range(1, options.rounds + 1):
        suffix = f", round {number} of {options.rounds}" if options.rounds > 1 else ""
        failed += [f"unit{suffix}"] if _pytest(f"unit{suffix}", UNIT, {}) else []
        failed += [f"browser{suffix}"] if _pytest(f"browser{suffix}", BROWSER, BROWSER_ENVIRONMENT) else []
    if failed:
        refuse(f"Failed: {'; '.join(failed)}.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="run everything so many times over")
    parser.add_argument("--faults", action="store_true", help="only break servers, with the full numbers")
    parser.add_argument("--screenshots", action="store_true", help="only make the pictures of docs/ again")
    return parser.parse_args()


def _refuse_missing_parts() -> None:
    missing = missing_parts()
    if missing:
        names = "\n".join(f"  - {part.what}" for part in missing)
        packages = " ".join(package for part in missing for package in part.packages)
        refuse(
            f"The tests need, and this machine lacks:\n{names}\n"
            f"Install it, then try again:\n    sudo apt-get install -y --no-install-recommends {packages}"
        )
    probe = subprocess.run([PYTHON, "-c", "import pylibmagic, magic; magic.from_buffer(b'text')"], capture_output=True)
    if probe.returncode:
        refuse("libmagic cannot be loaded. Install it, then try again:\n    sudo apt-get install -y libmagic1")


def _pytest(name: str, arguments: list[str], environment: dict[str, str]) -> int:
    print(f"==> {name} tests", flush=True)
    start = time.monotonic()
    command = [str(PYTHON), "-m", "pytest", *arguments]
    status = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode
    print(f"    {name} tests: {'passed' if status == 0 else 'FAILED'} in {time.monotonic() - start:.0f} s", flush=True)
    return status


if __name__ == "__main__":
    main()
