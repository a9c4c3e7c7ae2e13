"""The journey of one message, in order.

webhook   is it the provider? what does it say?           -> inbox
inbox     store it once, find the customer, give it a place -> 200, then turn
turn      answer what waits in a conversation, all or nothing -> outbox (messages, deliveries)
routing   bot or people?                                   (asked by turn)
sender    claim what is due, ask the policy, call the provider
status    what became of it: statuses only climb
media     fetch what customers sent, beside the journey
"""
