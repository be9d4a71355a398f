"""Everything a fresh clone lacks, installed inside the checkout: Python packages and front-end assets.

``python -m scripts.environment base|dev`` does both; each part is left alone while its lock file is unchanged.
Only the standard library is used here, because nothing else is there yet.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.console import counted, refuse, step

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
OLDEST_NPM = 7  # the first to read version 3 of package-lock.json


def run(*command: str | Path, **environment: str) -> None:
    """Run a command in the checkout, or end with its exit status."""
    status = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}).returncode
    if status:
        refuse(f"Failed (exit status {status}): {' '.join(str(part) for part in command)}")


def prepare(requirements: str) -> None:
    """Make ``.venv`` hold ``requirements/<requirements>.txt`` and ``node_modules`` hold ``package-lock.json``."""
    ensure_virtual_environment()
    install_python_packages(requirements)
    install_frontend_assets()


def ensure_virtual_environment() -> None:
    """Create ``.venv`` where there is none, or where its interpreter no longer runs."""
    if PYTHON.exists() and _runs(PYTHON, "-m", "pip", "--version"):
        return
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        refuse(
            f"Python {version} is here without its venv module. Install it, then try again:\n"
            f"    sudo apt-get install -y python{version}-venv"
        )
    with step(f"Creating a virtual environment with Python {sys.version.split()[0]}"):
        run(sys.executable, "-m", "venv", "--clear", VENV)


def install_python_packages(name: str) -> None:
    """Install the hash-pinned packages of ``requirements/<name>.txt`` unless this very list is installed."""
    wanted = ROOT / "requirements" / f"{name}.txt"
    stamp = VENV / f".installed-{name}"
    if _is_current(stamp, wanted):
        return
    total = len(re.findall(r"^[a-z0-9].*==", wanted.read_text(encoding="utf-8"), flags=re.MULTILINE | re.IGNORECASE))
    with step(f"Installing {total} Python packages from requirements/{name}.txt"):
        _pip_install(wanted, total)
    stamp.write_text(_digest(wanted), encoding="ascii")


def install_frontend_assets() -> None:
    """Install what ``package-lock.json`` pins, with the machine's npm or with one from the Python package index."""
    lock = ROOT / "package-lock.json"
    stamp = NODE_MODULES / ".installed"
    if _is_current(stamp, lock):
        return
    npm = _npm_of_the_machine()
    if npm is None:
        install_python_packages("assets")
    with step("Installing front-end assets (npm ci)"):
        run(
            npm or VENV / "bin" / "npm",
            "ci",
            "--loglevel=error",
            PATH=f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        )
    stamp.write_text(_digest(lock), encoding="ascii")


def _pip_install(requirements: Path, total: int) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    command += ["--require-hashes", "-r", str(requirements)]
    output, done = [], 0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        try:
            for line in pip.stdout or ():
                output.append(line)
                if line.startswith(("Collecting ", "Requirement already satisfied: ")) and done < total:
                    done += 1
                    counted(done, total, "packages found")
        except BaseException:  # told to stop: pip stops with us
            pip.terminate()
            raise
    if pip.returncode:
        refuse("".join(output[-30:]) + "\npip could not install the packages above.")


def _npm_of_the_machine() -> str | None:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return None
    version = subprocess.run([npm, "--version"], capture_output=True, text=True).stdout
    return npm if version.split(".")[0].isdigit() and int(version.split(".")[0]) >= OLDEST_NPM else None


def _runs(*command: str | Path) -> bool:
    return subprocess.run([str(part) for part in command], capture_output=True).returncode == 0


def _is_current(stamp: Path, source: Path) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="ascii") == _digest(source)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    prepare(sys.argv[1])
