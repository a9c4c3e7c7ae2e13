"""Several files in a row without a word are one thing said, whichever app it was said in: the first has the answer.

Telegram sends the pictures of an album one by one, and so does everybody who picks four on WhatsApp.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from connectors.content import Content, Media
from dialogs.run import Run

SOON = timedelta(seconds=10)


def goes_on(run: Run, content: Content) -> bool:
    """Whether this is one more of the files that came just now; remembers when it came."""
    before, run.filed = run.filed, None
    now = run.circumstances().now
    if isinstance(content, Media) and not run.said:
        run.filed = now
    if run.filed is None or before is None:
        return False
    return timedelta(0) <= datetime.fromisoformat(now) - datetime.fromisoformat(before) <= SOON
