"""Fill a folder with the workbench and every package it needs, as wheels, and what installs them without a network."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONSTRAINTS = ROOT / "constraints.txt"
# What wheels for a system are called; the oldest that the packages of today are built for.
PLATFORMS = {
    "linux": ["manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"],
    "macos": ["macosx_14_0_arm64", "macosx_13_0_arm64", "macosx_12_0_arm64", "macosx_11_0_arm64"],
    "windows": ["win_amd64"],
}
UV_NAMES = {"linux": "x86_64-manylinux_2_28", "macos": "aarch64-apple-darwin", "windows": "x86_64-pc-windows-msvc"}


def main() -> None:
    """Read what was asked for, and fill the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--system", choices=sorted(PLATFORMS), help="another system than this; needs uv")
    parser.add_argument("--python-version", default="3.12", help="of the other system (default: 3.12)")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.system:
        fetch_for(asked.folder, asked.system, asked.python_version)
    else:
        fetch_here(asked.folder)
    for file in (ROOT / "packaging" / "wheelhouse").iterdir():
        shutil.copy(file, asked.folder)
    wheels = list(asked.folder.glob("*.whl"))
    size = sum(wheel.stat().st_size for wheel in wheels) / 1e6
    print(
        f"{asked.folder}: {len(wheels)} packages, {size:.0f} MB. Copy it to a stick; its README.txt says how to go on."
    )


def fetch_here(folder: Path) -> None:
    """Collect wheels for this system and this Python; what comes as source is built."""
    with tempfile.TemporaryDirectory() as made:
        environment = Path(made) / "venv"  # so that nothing here depends on what this Python has
        run(sys.executable, "-m", "venv", environment)
        python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        run(python, "-m", "pip", "wheel", "--quiet", "-c", CONSTRAINTS, "-w", folder, ROOT)


def fetch_for(folder: Path, system: str, version: str) -> None:
    """Collect wheels for another system: uv resolves for it, pip fetches file by file."""
    uv = shutil.which("uv")
    if uv is None:
        sys.exit("A wheelhouse for another system needs uv (pip install uv): pip resolves for its own system only.")
    listed = folder / "requirements.txt"
    run(
        uv, "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--python-platform", UV_NAMES[system],
        "--python-version", version, "-c", CONSTRAINTS, ROOT / "pyproject.toml", "-o", listed,
    )  # fmt: skip
    platforms = [word for name in PLATFORMS[system] for word in ("--platform", name)]
    fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    run(*fetch, "--python-version", version, *platforms, "-r", listed, "-d", folder)
    listed.unlink()
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT)


def run(*command: str | Path) -> None:
    """Run a program; where it fails, its own message is the last thing said."""
    done = subprocess.run([str(word) for word in command], check=False)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
