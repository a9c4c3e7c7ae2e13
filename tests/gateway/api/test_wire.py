"""What the pages know of the API is what the API says of itself."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

from gateway.api import site
from gateway.api.desk.uploads import Files
from tests.wire import typescript

PAGE = Path(__file__).resolve().parents[3] / "web" / "src" / "api" / "wire.ts"


def test_the_wire_types_are_those_of_the_operations(request):
    written = typescript(site.people_operations(Mock(), Mock(), Files(Path(), 1), Mock()))
    if request.config.getoption("--record"):
        PAGE.write_text(written)
    assert PAGE.read_text() == written
