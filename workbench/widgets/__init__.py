"""Widgets for JupyterLab 4 and Notebook 7: each is loaded by the public function that shows it."""
