"""Twilio: SMS and MMS, and WhatsApp through Twilio. https://www.twilio.com/docs/messaging"""

from connectors.twilio.connector import TwilioSms, TwilioWhatsApp

__all__ = ["TwilioSms", "TwilioWhatsApp"]
