"""What holds whatever happens: people, terms, campaigns, silences, links, crashes and late answers in any order, with
one to four workers, on both databases.

The machine in `city.py` lives in a town of its own and is judged by its book: counted by hand, terms replayed from the
ledger, and clocks read in the zone of whoever is written to. It draws who is linked to whom and undoes it, crashes,
leases that are over, workers that come back after theirs, and workers that claim at the same instant. Which of the
invariants is shown where:

 1  STOP, consent             judging.is_agreed_to; test_workers
 2  measures                  judging.judge, over workers and links; test_workers; test_one_person
 3  hours                     judging.is_in_hours; test_one_person; test_properties (all clocks moved together)
 4  one end                   judging.every_message_ends_once, nothing_is_reserved…, all_comes_to_an_end; test_workers
 5  waits and ends            judging.every_wait_lies_ahead…; test_properties
 6  digests                   test_properties (travels, clocks that jump); test_digesting; test_revising
 7  stricter is never more    test_properties
 8  the same facts            test_properties
 9  replay                    judging.the_ledger_tells_all
10  silence                   judging.judge; test_workers
11  complaints                judging.judge, also of whoever they turn out to be
12  the strictest             test_properties (blocks of a message); kinship._no_looser (terms of two)
13  overrides                 test_properties
14  undo                      city._undone_is_as_before; kinship._as_decided (links)
15  explanations              judging.explanations_name_what_was_there
16  one person and two        kinship, judging.what_went_there…; test_one_person; test_merging and _in_flight
17  fairness                  test_laws
18  the same told twice       tests/gateway/journey/test_inbox; test_properties; tests/journey/test_promise_06
19  erasing                   test_laws; tests/gateway/api/test_silences
20  fan-out                   test_laws, of what a program posts to each: nothing in the gateway fans out a campaign
"""

from __future__ import annotations

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.gateway.terms.city import City
from tests.gateway.terms.effort import tries


@pytest.mark.parametrize(("where", "examples"), [("sqlite", 14), ("postgres", 6)])
def test_whatever_happens(request, where, examples):
    class Here(City):
        build = staticmethod(request.getfixturevalue(f"{where}_town"))

    run_state_machine_as_test(Here, settings=tries(examples, stateful_step_count=40))
