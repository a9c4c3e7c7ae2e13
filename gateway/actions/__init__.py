"""Actions that others do for our flows, outside any turn: webhooks, Rasa's servers, assistants, understanding."""
