@echo off
rem Installs the workbench from this folder into the folder "workbench" beside it. No network is needed.
cd /d "%~dp0"
py -m venv ..\workbench || exit /b 1
..\workbench\Scripts\python -m pip install --quiet --no-warn-script-location --no-index --find-links . framing-workbench || exit /b 1
echo Installed. Make a folder for a study with the demo in it:
echo   ..\workbench\Scripts\workbench new my-study --demo
