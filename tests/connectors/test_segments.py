"""SMS segments as carriers count them, compared with a public calculator's results (sms-segments-calculator 1.3.0)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from connectors import segments
from connectors.content import Text
from connectors.message import Outbound
from connectors.twilio import render

VECTORS = [
    ("a" * 160, "GSM-7", [160]),
    ("a" * 161, "GSM-7", [153, 8]),
    ("a" * 306, "GSM-7", [153, 153]),
    ("a" * 307, "GSM-7", [153, 153, 1]),
    ("€" * 80, "GSM-7", [160]),
    ("€" * 81, "GSM-7", [152, 10]),  # an escape pair is never divided
    ("a" * 159 + "€", "GSM-7", [153, 8]),
    ("a" * 152 + "€" + "a" * 10, "GSM-7", [152, 12]),
    ("я" * 70, "UCS-2", [70]),
    ("я" * 71, "UCS-2", [67, 4]),
    ("я" * 134, "UCS-2", [67, 67]),
    ("я" * 135, "UCS-2", [67, 67, 1]),
    ("😀" * 35, "UCS-2", [70]),
    ("😀" * 36, "UCS-2", [66, 6]),  # nor a surrogate pair
    ("я" * 66 + "😀" + "я" * 5, "UCS-2", [66, 7]),
    ("é", "GSM-7", [1]),
    ("e\u0301", "UCS-2", [2]),  # the same letter, decomposed
    ("ç", "UCS-2", [1]),
    ("Ç", "GSM-7", [1]),
    ("`", "UCS-2", [1]),
    ("~", "GSM-7", [2]),
    ("“", "UCS-2", [1]),
    ("a\nb", "GSM-7", [3]),
    ("a\tb", "UCS-2", [3]),
    ("a\u00a0b", "UCS-2", [3]),
    ("👨\u200d👩\u200d👧\u200d👦", "UCS-2", [11]),
    ("it‘s", "UCS-2", [4]),
    ("[x]{y}^|\\~€", "GSM-7", [20]),
    ("", "GSM-7", [0]),
]


@pytest.mark.parametrize(("text", "encoding", "filled"), VECTORS)
def test_segments_are_counted_as_carriers_do(text: str, encoding: str, filled: list[int]) -> None:
    assert (segments.encoding(text), segments.fill(text), segments.count(text)) == (encoding, filled, len(filled))


@given(some.text(some.sampled_from("aé€ç😀 .\n"), max_size=4000))
def test_no_message_is_longer_than_twilio_takes_and_many_segments_are_told(text: str) -> None:
    plan = render.render(Outbound(id="1", address="+1", content=Text(body=text)), sms=True)
    bodies = [part.payload["Body"] for part in plan.parts]
    assert all(len(body.encode("utf-16-le")) // 2 <= render.TEXT for body in bodies)
    assert bool(plan.degradations) == any(segments.count(body) > render.MANY_SEGMENTS for body in bodies)
    assert "".join("".join(bodies).split()) == "".join(text.split())
