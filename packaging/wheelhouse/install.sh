#!/bin/sh
# Installs the workbench from this folder into the folder "workbench" beside it. No network is needed.
set -eu
cd "$(dirname "$0")"
python3 -m venv ../workbench
../workbench/bin/python -m pip install --quiet --no-warn-script-location --no-index --find-links . framing-workbench
echo "Installed. Make a folder for a study with the demo in it:"
echo "  $(cd .. && pwd)/workbench/bin/workbench new my-study --demo"
