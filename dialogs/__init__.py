"""Floor 2: what the bot says and understands. It decides; whoever runs it carries out.

    catalog = flow_files.load_catalog(folder)             # flows, checked and compiled once
    step = engine.step(catalog, state, event, facts)      # -> Step(state, effects); no clock, no network, no database
    text = state.encode(step.state)                       # the state is plain JSON, kept with the conversation

What an event may be: `events.py`. What comes back to be done: `effects.py`. What the flows may ask of the world, and
the actions they may call: `facts.py`. Words obeyed whoever owns the conversation: `understand.protected`.
"""
