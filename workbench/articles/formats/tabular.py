"""All layouts that are tables: CSV, JSON, spreadsheets, Parquet."""

from workbench.articles.formats.csv_table import LAYOUTS as CSV
from workbench.articles.formats.excel import LAYOUTS as EXCEL
from workbench.articles.formats.json_table import LAYOUTS as JSON
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.parquet import LAYOUT as PARQUET

LAYOUTS: tuple[Layout, ...] = (*CSV, *JSON, *EXCEL, PARQUET)
