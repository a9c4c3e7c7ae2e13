"""The journey of one message, in order.

webhook   is it the provider? what does it say?           -> inbox
inbox     store it once, find the customer, give it a place -> 200, then turn
turn      answer what waits in a conversation, all or nothing -> outbox (messages, deliveries)
routing   bot or people?                                   (asked by turn)
sender    claim what is due, ask the policy, call the provider
status    what became of it: statuses only climb
media     fetch what customers sent, beside the journey

Rooms beside the way:
holding     who holds a conversation, bot, people or another app, and how the pen passes on
crossing    one customer on several channels
digest      what was gathered for a customer, told as one message
rehearsing  drafts and questions played by the real turn, heard by nobody
"""
