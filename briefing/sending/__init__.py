"""A brief -> the place it is posted to, each message once.

webhook   one payload -> posted, refused, to be sent later, or nobody knows
slack     a brief -> its messages, in order, never twice
"""

from briefing.sending.slack import Assume, Sent, payloads_of, send_brief
from briefing.sending.webhook import Answer, Outcome, Webhook, parse_webhook

__all__ = [
    "Answer",
    "Assume",
    "Outcome",
    "Sent",
    "Webhook",
    "parse_webhook",
    "payloads_of",
    "send_brief",
]
