"""Holidays of any year, and the hours that the law leaves, territory by territory."""

from __future__ import annotations

from datetime import date

import pytest

from gateway.ground.faults import ConfigurationFault
from gateway.terms.policy import holidays
from gateway.terms.policy.brand import Brand
from gateway.terms.policy.law import law
from gateway.terms.whereabouts import whereabouts

EASTERS = {2000: (4, 23), 2008: (3, 23), 2011: (4, 24), 2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2027: (3, 28),
           2038: (4, 25), 2049: (4, 18), 2076: (4, 19)}  # fmt: skip


@pytest.mark.parametrize("year", EASTERS)
def test_easter(year):
    assert holidays.easter(year) == date(year, *EASTERS[year])


@pytest.mark.parametrize(
    ("country", "day", "free"),
    [
        ("FR", date(2027, 5, 6), True), ("FR", date(2027, 5, 17), True), ("FR", date(2027, 3, 29), True),
        ("FR", date(2026, 7, 14), True), ("FR", date(2026, 7, 15), False), ("FR", date(2026, 4, 3), False),
        ("FR-AM", date(2026, 4, 3), True), ("FR-AM", date(2026, 12, 26), True), ("FR", date(2026, 12, 26), False),
        ("GP", date(2026, 5, 27), True), ("MQ", date(2026, 5, 22), True), ("GF", date(2026, 6, 10), True),
        ("RE", date(2026, 12, 20), True), ("YT", date(2026, 4, 27), True), ("RE", date(2026, 5, 27), False),
        ("US", date(2026, 11, 26), True), ("US", date(2026, 5, 25), True), ("US", date(2026, 1, 19), True),
        ("US", date(2026, 7, 14), False), ("BR", date(2026, 12, 25), False),
    ],
)  # fmt: skip
def test_holidays_are_known_for_years_ahead(country, day, free):
    assert law().is_holiday(country, day) is free


@pytest.mark.parametrize(
    ("channel", "address", "stated", "country", "zones"),
    [
        ("sms", "+33612345678", None, "FR", ("Europe/Paris",)),
        ("sms", "+590690123456", None, "GP", ("America/Guadeloupe",)),
        ("whatsapp", "+596696123456", None, "MQ", ("America/Martinique",)),
        ("sms", "+594694123456", None, "GF", ("America/Cayenne",)),
        ("sms", "+16505551234", None, "US", ("America/Los_Angeles",)),
        ("sms", "+12125551234", None, "US", ("America/New_York",)),
        ("sms", "+18005551234", None, "US", law().country("US").zones),  # may be anywhere there: all are respected
        ("sms", "+33612345678", "Indian/Reunion", "RE", ("Indian/Reunion",)),  # as they said
        ("telegram", "4242", None, "FR", ("Europe/Paris",)),
        ("sms", "36000", None, "FR", ("Europe/Paris",)),
        ("sms", "+0", None, "FR", ("Europe/Paris",)),
    ],
)
def test_where_somebody_is(channel, address, stated, country, zones):
    assert whereabouts(channel, address, stated, Brand(), law()) == (country, zones)


def test_a_number_of_reunion_may_be_of_mayotte_and_both_are_respected():
    zones = set(whereabouts("sms", "+262692123456", None, Brand(), law()).zones)
    assert zones <= {"Indian/Reunion", "Indian/Mayotte"}
    assert "Indian/Reunion" in zones


@pytest.mark.parametrize(
    "written",
    [
        "version: '1'\ncountries: {default: {holidays: [someday]}}",
        "version: '1'\ncountries: {default: {hours: {marketing: {sms: {windows: [{from: '8', to: '9'}]}}}}}",
        "version: '1'\ncountries: {X: {like: Y}}",
        "version: '1'\ncountries: {default: {colour: red}}",
        "version: [",
    ],
)
def test_a_law_that_cannot_be_read_is_a_fault_of_the_configuration(tmp_path, written):
    file = tmp_path / "law.yaml"
    file.write_text(written)
    with pytest.raises(ConfigurationFault):
        law(file)


def test_the_29th_of_february_comes_when_there_is_one():
    holidays.check(["02-29"])
    assert [year for year in range(2026, 2034) if holidays.dates(("02-29",), year)] == [2028, 2032]
    assert not holidays.among(("02-29", "12-25"), date(2027, 3, 1))
    with pytest.raises(ValueError, match="out of range"):
        holidays.check(["02-30"])
