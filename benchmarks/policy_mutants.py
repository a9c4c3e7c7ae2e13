"""What if the policy were wrong? Each mistake is made in a copy, and a test must notice.

    python -m benchmarks.policy_mutants [words of a mutant's name …]

The first eight were all seen in the wild; the others are one for each gate and each lock. Prints which test noticed,
and exits with 1 where none did.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("connectors", "dialogs", "handoff", "gateway", "config", "tests", "pyproject.toml")
PATIENCE = 900  # seconds for one mutant
EFFORT = "5"  # times as hard as a run of the tests tries
TERMS = "tests/gateway/terms"
MERGED = f"{TERMS}/test_merging_in_flight.py"


@dataclass(frozen=True)
class Mutant:
    """One mistake: in `file`, `old` (which must be there) becomes `new`; `tests` are those that should notice."""

    name: str
    file: str
    old: str
    new: str
    tests: str


MUTANTS = (
    # Seen in the wild
    Mutant("a window is closed at its end, not open before it", "gateway/terms/week.py",
           "opens <= minute < closes", "opens <= minute <= closes",
           f"{TERMS}/test_week.py {TERMS}/policy/test_rules.py"),
    Mutant("the weekday of UTC with the hour of the place", "gateway/terms/policy/opening.py",
           "weekday = shown.day.weekday()", "weekday = wall.shown(now, 'UTC').day.weekday()",
           f"{TERMS}/policy/test_opening.py {TERMS}/test_properties.py {TERMS}/test_invariants.py"),
    Mutant("a night belongs to the day on which it ends", "gateway/terms/week.py",
           "spans[(day + 1) % 7].append((0, closes))", "spans[day].append((0, closes))", f"{TERMS}/test_week.py"),
    Mutant("none at all is no limit", "gateway/terms/policy/ring.py",
           "        if self.n == 0:\n            return None\n", "        if self.n == 0:\n            return now\n",
           f"{TERMS}/policy"),
    Mutant("a measure counts one address only", "gateway/terms/knowing.py",
           "contacts, wanted = found[person.id], asked[person.id]",
           "here = person.places[-1].address_id\n        "
           "contacts, wanted = [c for c in found[person.id] if c.address_id == here], asked[person.id]",
           f"{TERMS}/test_town.py {TERMS}/test_workers.py"),
    Mutant("a slot is given back twice", "gateway/terms/contact_store.py",
           "AND contact.account = fresh.account AND contact.state IN ('reserved', 'uncertain')",
           "AND contact.account = fresh.account", f"{TERMS}/test_town.py {TERMS}/test_properties.py"),
    Mutant("looking at a page unsubscribes", "gateway/api/programs/customers.py",
           'Operation(method="POST", path=base + "/{id}/terms"', 'Operation(method="GET", path=base + "/{id}/terms"',
           f"{TERMS}/test_asking.py"),
    Mutant("STOP only if it is written exactly so", "dialogs/understand/protected.py",
           "    found = words.get(folded) or words.get(squeeze(folded))\n",
           "    found = words.get(said.text)\n    return _order(*found) if found else None\n",
           "tests/dialogs/test_protected.py"),
    # One for each gate
    Mutant("what came too late is sent", "gateway/terms/policy/lifetime.py",
           "if expires_at(candidate) <= now", "if expires_at(candidate) < now", f"{TERMS}/policy/test_rules.py"),
    Mutant("the machine talks while people do", "gateway/terms/policy/machine.py",
           "if facts.owner in PEOPLE else None", "if facts.owner == 'nobody' else None",
           f"{TERMS}/policy/test_rules.py"),
    Mutant("a silence holds new messages only", "gateway/journey/claiming.py",
           "if one.silence_epoch == epoch\n        and", "if", f"{TERMS}/test_town.py {TERMS}/test_workers.py"),
    Mutant("STOP holds new messages only", "gateway/journey/claiming.py",
           "and one.terms_version == versions.get(one.customer_id, 0)", "",
           f"{TERMS}/test_town.py {TERMS}/test_workers.py"),
    Mutant("STOP on one channel is none", "gateway/terms/policy/consent.py",
           'return "STOP_CHANNEL"', "return None", f"{TERMS}/policy/test_rules.py"),
    Mutant("a consent is one for every address", "gateway/terms/field.py",
           "if where is not None and address_id not in where:", "if where is not None and not where:",
           f"{TERMS}/test_field.py"),
    Mutant("a consent never ends", "gateway/terms/field.py",
           "until is not None and until <= now", "until is not None and until < 0", f"{TERMS}/test_field.py"),
    Mutant("joining two people joins their consents", "gateway/terms/preference.py",
           'return {"where": list(addresses)}\n    return', 'return {"where": [*addresses, "*"]}\n    return',
           f"{TERMS}/test_field.py {TERMS}/test_properties.py"),
    Mutant("what is off is gathered for whoever asks", "gateway/terms/policy/initiative.py",
           'case "off":\n            return OFF', 'case "off":\n            return PULL',
           f"{TERMS}/policy/test_rules.py"),
    Mutant("a pause is stored and not kept", "gateway/terms/policy/pause.py",
           "if until <= now:", "if until <= now or True:", f"{TERMS}/policy/test_rules.py"),
    Mutant("who complains is sold to", "gateway/terms/policy/complaint.py",
           'candidate.category != "marketing"', 'candidate.category == "marketing"', f"{TERMS}/policy/test_rules.py"),
    Mutant("the provider's window is no gate", "gateway/terms/policy/reach.py",
           "if now < place.heard_at + place.window:", "if now < place.heard_at + place.window * 99:",
           f"{TERMS}/policy/test_rules.py"),
    Mutant("the law is the brand's, not the place's", "gateway/terms/policy/hours.py",
           "return Where(place.zones, place.country, facts.law)", "return Where(('Europe/Paris',), 'FR', facts.law)",
           f"{TERMS}/policy {TERMS}/test_properties.py {TERMS}/test_invariants.py"),
    Mutant("holidays are days like any other", "gateway/terms/policy/opening.py",
           "if hours.not_on_holidays and", "if False and", f"{TERMS}/policy"),
    Mutant("hours of a topic replace those of everything", "gateway/terms/policy/hours.py",
           "            hours.append(Hours(week.week(chosen)))",
           "            hours.append(Hours(week.week(chosen)))\n            break", f"{TERMS}/policy/test_rules.py"),
    Mutant("the first to be full decides, not the fullest", "gateway/terms/policy/caps.py",
           "free = max(full)[0]", "free = min(full)[0]", f"{TERMS}/policy/test_rules.py"),
    Mutant("a full measure is put off by a whole period", "gateway/terms/policy/caps.py",
           "    free = max(full)[0]", "    free = now + 7 * 86_400_000", f"{TERMS}/policy/test_rules.py"),
    Mutant("the news of an order counts as advertising", "gateway/terms/policy/measures.py",
           'if category == "service":', 'if category == "services":', f"{TERMS}/policy/test_rules.py"),
    Mutant("the last slot goes to whoever comes", "gateway/terms/policy/arbitration.py",
           "one.rank > own and", "one.rank > own and False and", f"{TERMS}/policy/test_rules.py"),
    Mutant("what waits long stays behind", "gateway/terms/policy/rank.py",
           "steps += candidate.deferrals * WAITED", "steps += 0", f"{TERMS}/test_properties.py"),
    Mutant("an override lifts the customer's measures too", "gateway/terms/policy/caps.py",
           'found = [one for one in found if one.code not in ("CAP_BRAND", "CAP_CAMPAIGN")]', "found = []",
           f"{TERMS}/policy/test_rules.py {TERMS}/test_properties.py"),
    Mutant("nothing is too often put off", "gateway/terms/policy/__init__.py",
           "candidate.deferrals >= facts.brand.deferrals", "candidate.deferrals > 1000",
           f"{TERMS}/policy/test_rules.py"),
    Mutant("an answer is measured", "gateway/terms/policy/__init__.py",
           'if candidate.category == "conversation":', 'if candidate.category == "conversations":',
           f"{TERMS}/policy/test_rules.py"),
    # Counting and locks
    Mutant("a ring is kept when the terms change", "gateway/terms/rulebook.py",
           'return f"{terms_version}:{self.brand.version}"', 'return f":{self.brand.version}"',
           f"{TERMS}/test_town.py"),
    Mutant("what never left keeps its slot", "gateway/journey/verdicts.py",
           'return "uncertain" if row.repeat else "released"', 'return "uncertain"', f"{TERMS}/test_town.py"),
    Mutant("what may have left gives its slot back", "gateway/journey/verdicts.py",
           'return "uncertain" if row.state == "unknown" else "sent"',
           'return "released" if row.state == "unknown" else "sent"', f"{TERMS}/test_town.py"),
    Mutant("nobody holds the budget", "gateway/terms/budget_store.py",
           'Query(Budget, _COLUMNS, f"{_OF} FOR UPDATE OF b")', "_READ", f"{TERMS}/test_workers.py"),
    Mutant("the epoch is asked for after the silences", "gateway/terms/knowing.py",
           "silence_store.active(connection), epoch)",
           "silence_store.active(connection), silence_store.epoch(connection))",
           f"{TERMS}/test_town.py"),
    Mutant("a change wakes nothing", "gateway/terms/ledger.py",
           "    waiting_store.wake(connection, [customer_id], now)\n", "", f"{TERMS}/test_town.py"),
    Mutant("a digest is told twice", "gateway/terms/digest_store.py",
           "if _CLAIM.run(connection, id=digest_id, now=now) else None",
           "if _CLAIM.run(connection, id=digest_id, now=now) >= 0 else None",
           f"{TERMS}/test_town.py {TERMS}/test_properties.py"),
    Mutant("a digest is told as it was promised", "gateway/journey/claiming.py",
           "    revising.revise(connection, known, due, now)\n", "", f"{TERMS}/test_revising.py"),
    Mutant("a digest keeps what it did not tell", "gateway/journey/digest/gathering.py",
           "            waiting_store.untold(connection, gathered, now)\n", "", f"{TERMS}/test_revising.py"),
    Mutant("a date that dawns again is told again", "gateway/terms/policy/digested.py",
           "not_on=told)", "not_on=frozenset())", f"{TERMS}/policy/test_rules.py {TERMS}/test_properties.py"),
    Mutant("undo forgets the last rule", "gateway/terms/preference.py",
           "for change in reversed(changes)", "for change in list(reversed(changes))[1:]",
           f"{TERMS}/test_field.py {TERMS}/test_invariants.py"),
    # Two who turn out to be one, and two again
    Mutant("who turned out to be another is called on their old terms", "gateway/journey/claiming.py",
           "if owners.get(one.address_id) == one.customer_id", "if owners", MERGED),
    Mutant("an answer is told to whom the address belonged", "gateway/journey/sender.py",
           "due.customer_id = owners.get(due.address_id, due.customer_id)", "owners.get(due.address_id)", MERGED),
    Mutant("what is being called does not change hands", "gateway/terms/candidate_store.py",
           "('queued', 'sending', 'deferred', 'held', 'digested', 'told')\"\"\"",
           "('queued', 'deferred', 'held', 'digested', 'told')\"\"\"", MERGED),
    Mutant("who is parted takes along what holds for the others", "gateway/terms/joining.py",
           "    for other in others:\n", "    for other in others[:0]:\n", MERGED),
    Mutant("what they decided as one is forgotten for the others", "gateway/terms/joining.py",
           "if one not in said or said[one].id < other.since", "if one", MERGED),
    Mutant("a link is undone that others rest on", "gateway/journey/crossing/linking.py",
           "if any(row.customer_id != made.into_customer for", "if any(row.customer_id == '' for", MERGED),
    Mutant("where they live is not asked", "gateway/terms/joining.py",
           '(change.scope, change.field) == ("all", "zone")', '(change.scope, change.field) == ("", "zone")', MERGED),
    Mutant("one of two measures is kept", "gateway/terms/frequency.py",
           "if few * -(-long // short) <= many:", "if few <= many:", f"{MERGED} {TERMS}/test_one_person.py"),
    Mutant("one of two weeks is kept", "gateway/terms/week.py",
           "if within(week(inner), week(outer)):", "if True:", f"{MERGED} {TERMS}/test_one_person.py"),
    Mutant("what may outlast its lease is called", "gateway/journey/claiming.py",
           "return now > due.lease - seconds * 1000", "return False", f"{TERMS}/test_invariants.py"),
    Mutant("only a first yes brings back who was erased", "gateway/terms/actions/__init__.py",
           'if any(one.field == "consent" and one.after and one not in changes', "if any(False",
           f"{TERMS}/test_laws.py"),
    Mutant("STOP is undone by a word", "gateway/terms/actions/undoing.py",
           "needs_yes=stopped and", "needs_yes=False and", f"{TERMS}/test_town.py"),
    Mutant("a program agrees for who was erased", "gateway/terms/ledger.py",
           'OWN_WORD = frozenset({"chat", "board"})', 'OWN_WORD = frozenset({"chat", "board", "api"})',
           "tests/gateway/api/test_silences.py"),
    Mutant("an explanation says what it cannot know", "gateway/terms/explaining.py",
           "    if entry is None:\n", "    if entry is None and False:\n", f"{TERMS}/test_town.py"),
)  # fmt: skip


def copied(into: Path) -> Path:
    """The project as it stands, without what is built."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(
                source, into / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules", "console")
            )
        else:
            shutil.copy(source, into / name)
    return into


def noticed(folder: Path, mutant: Mutant) -> str | None:
    """The test that fails with this mistake; None: no test does."""
    file = folder / mutant.file
    sound = file.read_text()
    if sound.count(mutant.old) != 1:
        raise SystemExit(f"{mutant.name}: {mutant.file} has it {sound.count(mutant.old)} times, not once")
    file.write_text(sound.replace(mutant.old, mutant.new))
    try:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "--no-header",
            "-p",
            "no:cacheprovider",
            *mutant.tests.split(),
        ]
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, "CAUSERIE_EFFORT": EFFORT}, capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
    finally:
        file.write_text(sound)
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    return failed[0] if failed else None


def main() -> None:
    chosen = [one for one in MUTANTS if all(word in one.name for word in sys.argv[1:])]
    survivors = 0
    with tempfile.TemporaryDirectory(prefix="causerie-mutants-") as folder:
        place = copied(Path(folder))
        for number, mutant in enumerate(chosen, 1):
            since = time.perf_counter()
            test = noticed(place, mutant)
            survivors += test is None
            took = time.perf_counter() - since
            print(
                f"{number:>2}/{len(chosen)}  {'killed  ' if test else 'SURVIVED'}  {took:5.1f} s  {mutant.name}",
                flush=True,
            )
            print(f"       by {test}" if test else f"       {mutant.file}: {mutant.new.strip()}", flush=True)
    print(f"{len(chosen) - survivors} of {len(chosen)} killed")
    sys.exit(survivors > 0)


if __name__ == "__main__":
    main()
