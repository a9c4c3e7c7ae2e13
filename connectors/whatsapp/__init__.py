"""WhatsApp Cloud API: https://developers.facebook.com/documentation/business-messaging/whatsapp"""

from connectors.whatsapp.connector import WhatsApp

__all__ = ["WhatsApp"]
