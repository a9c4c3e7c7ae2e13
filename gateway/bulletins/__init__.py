"""Bulletins: what happened, told to webhooks of the brand's own as signed calls."""
