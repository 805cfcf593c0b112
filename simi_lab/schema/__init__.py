"""What a table is."""

from simi_lab.schema.catalog import all_tables, forbidden_for_models, polars_schema
from simi_lab.schema.columns import Column, Table
from simi_lab.schema.enums import CODES, enum

__all__ = ["CODES", "Column", "Table", "all_tables", "enum", "forbidden_for_models", "polars_schema"]
