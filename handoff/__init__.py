"""Floor 2: people take over. Cases, who may hold a conversation, and what an agent must know when it arrives.

Nothing here writes a conversation: moves go up as values, and the gateway carries them out.
"""
