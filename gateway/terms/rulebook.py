"""The rulebook: what the policy is told besides the customer: the brand's topics, its own restraint, and the law."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.terms.policy.brand import Brand
from gateway.terms.policy.law import Law, law
from gateway.terms.topic import Topics


@dataclass(frozen=True)
class Rulebook:
    topics: Topics
    brand: Brand
    law: Law

    @classmethod
    def shipped(cls, topics: Topics, brand: Brand | None = None) -> Rulebook:
        """With the law that ships with the program."""
        return cls(topics, brand or Brand(), law())

    def made_for(self, terms_version: int) -> str:
        """The name under which counts are kept: they hold as long as neither terms nor the brand's rules change."""
        return f"{terms_version}:{self.brand.version}"
