"""Mails to the people who use Lastcall: what they say, when they are written, and how they are sent."""
