"""Telegram, through a bot: https://core.telegram.org/bots/api"""

from connectors.telegram.connector import Telegram

__all__ = ["Telegram"]
