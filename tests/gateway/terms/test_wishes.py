"""What customers wish in their own words can be kept: every value that is understood is one that the terms take."""

from __future__ import annotations

import pytest

from gateway.terms import field
from gateway.terms.actions.pausing import pause
from gateway.terms.actions.plan import ActionContext, Asked
from gateway.terms.preference import SCOPE, Terms
from gateway.terms.terms_store import Origin
from tests.dialogs.test_evaluation import AROUND, CASES, CATALOG
from tests.gateway.terms.policy.asked import NOW
from tests.gateway.terms.town import TOPICS

HERE = ActionContext(
    customer_id="c", conversation_id="v", now=NOW, zone="Europe/Paris", origin=Origin(source="chat", words="")
)


def wishes(language):
    for case in CASES:
        meaning = CATALOG.lexicon.understand(case.said, AROUND) if case.language == language else None
        for wish in meaning.reading.wishes if meaning else ():
            yield case.said, wish


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_wish_that_is_understood_can_be_kept(language):
    kept = 0
    for said, wish in wishes(language):
        assert SCOPE.fullmatch(wish.scope), said
        if wish.field == "pause" and str(wish.value).startswith("P"):
            assert pause(Asked(Terms(), TOPICS, {"for": wish.value}, HERE)).changes, said
        elif wish.value is not None:
            assert field.normal(wish.field, wish.value) is not None, said
        kept += 1
    assert kept > 200
