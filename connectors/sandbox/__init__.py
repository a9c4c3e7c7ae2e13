"""Simulated providers: their HTTP surfaces, answers, limits, webhooks and faults, for trying out and for tests.

An independent reading of the providers' pages: nothing here imports a connector, or both would share one mistake.
"""
