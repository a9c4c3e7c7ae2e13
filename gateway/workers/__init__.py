"""The workers: loops that keep the journey moving. Each does one thing in batches and sleeps when there is none left.

What waits while a transaction runs is the next transaction: group commit without a timer. Every queue is bounded, every
wait has an end, and a worker that meets an error says so and goes on.
"""

from gateway.workers.cleaner import Cleaner
from gateway.workers.couriers import Couriers
from gateway.workers.digests import Digests
from gateway.workers.doers import Doers
from gateway.workers.endings import Endings
from gateway.workers.envoys import Envoys
from gateway.workers.fetchers import Fetchers
from gateway.workers.intake import Intake
from gateway.workers.keeper import Keeper
from gateway.workers.placers import Placers
from gateway.workers.relay import Relay
from gateway.workers.rounds import Rounds
from gateway.workers.senders import Senders
from gateway.workers.sharing import Sharing
from gateway.workers.turns import Turns
from gateway.workers.wake import Wake

__all__ = [
    "Cleaner",
    "Couriers",
    "Digests",
    "Doers",
    "Endings",
    "Envoys",
    "Fetchers",
    "Intake",
    "Keeper",
    "Placers",
    "Relay",
    "Rounds",
    "Senders",
    "Sharing",
    "Turns",
    "Wake",
]
