"""The MetaData of this floor: the gateway owns the database and migrates these tables with its own."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()
