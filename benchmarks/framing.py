"""All measurements of the framing chain, one after the other; each part is a program of its own.

python benchmarks/framing.py [--only agreement,coder,dictionary,shares]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

PARTS = {
    "agreement": ["framing_agreement.py"],
    "coder": ["framing_coder.py"],
    "dictionary": ["framing_dictionary.py"],
    "shares": ["framing_shares.py", "--rounds", "600"],
}


def main() -> int:
    """Run the parts and return the number that failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas between them")
    chosen = parser.parse_args().only.split(",")
    unknown = set(chosen) - set(PARTS)
    if unknown:
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    failed = 0
    for name in chosen:
        program, *options = PARTS[name]
        print(f"\n== {name}", flush=True)
        failed += (
            subprocess.run([sys.executable, Path(__file__).parent / program, *options], check=False).returncode != 0
        )
    return failed


if __name__ == "__main__":
    sys.exit(main())
