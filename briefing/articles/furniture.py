"""What surrounds an article on its page: notices, prompts, credits, rules. One segment in, a reason out."""

import re

__all__ = ["find_reason", "has_paywall", "offers_subscription"]


def find_reason(text: str, *, words: int, is_closed: bool) -> str | None:
    """Name what a segment is, if it is no part of the article's words; None where it may be.

    Sentences are let through where they do not speak to the reader: an article may be about cookies.

    >>> find_reason("Sign up for our newsletter", words=5, is_closed=False)
    'prompt'
    >>> find_reason("The firm said its cookie notice had misled nobody.", words=9, is_closed=True) is None
    True
    """
    lower = text.lower()
    if _RULE_RE.match(lower):
        return "rule"
    if _LABEL_RE.match(lower) and not is_closed:
        return "related"
    if words < _LONGEST_CREDIT and (_CREDIT_RE.match(lower) or _PHOTO_RE.search(lower)):
        return "credit"
    if words < _LONGEST_PROMPT and (reason := _reason_to_reader(lower, words=words, is_closed=is_closed)):
        return reason
    is_item = words < _NAVIGATION_WORDS and not is_closed
    return "navigation" if is_item and _NAVIGATION_RE.search(lower) else None


def has_paywall(text: str) -> bool:
    """Whether a notice says that the rest is for subscribers.

    >>> has_paywall("Subscribe to continue reading"), has_paywall("They subscribe to the theory.")
    (True, False)
    """
    return _PAYWALL_RE.search(text.lower()) is not None


def offers_subscription(text: str) -> bool:
    """Whether a line, a button for example, offers a subscription to the paper; a newsletter is none.

    >>> offers_subscription("Become a subscriber"), offers_subscription("Subscribe to our newsletter")
    (True, False)
    """
    lower = text.lower()
    is_button = len(lower.split()) < _SENTENCE_WORDS and not _FREE_RE.search(lower)
    return has_paywall(text) or (is_button and _OFFER_RE.search(lower) is not None)


def _reason_to_reader(text: str, *, words: int, is_closed: bool) -> str | None:
    """Notices and prompts begin with their phrase, are short, or say you and our; they never quote."""
    for pattern, reason in ((_NOTICE_RE, "notice"), (_PROMPT_RE, "prompt")):
        found = pattern.search(text)
        if found is None or _QUOTED_RE.search(text):
            continue
        is_sentence = words >= (_SENTENCE_WORDS if is_closed else _HEADLINE_WORDS)
        is_long = is_closed and words >= _LONG_SENTENCE_WORDS
        if (found.start() == 0 and not is_long) or not is_sentence or _TO_READER_RE.search(text):
            return reason
    return None


def _any(phrases: str) -> str:
    """One expression of a list with a phrase a line or several parted by ` | `."""
    return "|".join(part for line in phrases.split("\n") for part in line.strip().split(" | ") if part)


_RULE_RE = re.compile(r"[\W_]+\Z")
_QUOTED_RE = re.compile('[“”„"]')
_TO_READER_RE = re.compile(r"\b(?:you|your|our|us|my|please|ihre|ihnen|unsere?n?)\b|©")
_NAVIGATION_WORDS, _SENTENCE_WORDS, _HEADLINE_WORDS = 6, 8, 5
_LONG_SENTENCE_WORDS = 12
_LONGEST_CREDIT, _LONGEST_PROMPT = 60, 40

_NOTICE = _any(r"""
    all rights reserved | alle rechte vorbehalten | privacy (?:policy|notice) | terms of (?:use|service|sale)
    terms (?:and|&) conditions | cookie (?:policy|settings|notice) | do not sell | accessibility statement
    datenschutz(?:erklärung|hinweise) | nutzungsbedingungen | impressum\b
""")
_PROMPT = _any(r"""
    subscribe (?:now|today|to (?:our|the|read|continue|unlock|get)) | become a (?:member|subscriber)
    sign (?:in|up) (?:to|for|now|here|with) | log ?in to | already a subscriber | to continue reading
    continue reading (?:with|your|for) | create an? (?:free )?account | free trial | support our journalism
    (?:our|free|daily|weekly) newsletter | get (?:the|our) (?:\w+ )?newsletter | (?:to|in) your inbox
    download (?:our|the) app | manage your (?:account|subscription) | gift this article | confidential tip
    enable javascript | javascript is (?:disabled|required) | your browser | (?:we|this site) uses? cookies
    accept (?:all )?cookies | click here | share (?:on|this) | follow us | like us on
    follow [\w .’'-]{1,40} on (?:twitter|x|facebook|instagram) | on twitter @ | send (?:us )?a tip
    report an error | news feedback | skip to (?:content|main|navigation) | story continues below
    article continues (?:below|after) | scroll to continue | most (?:read|popular|viewed)
    recommended (?:for you|stories) | you (?:may|might) also like | more from
    read (?:the (?:rest|full)|more) (?:of|here|story|article|about|at) | for more,? (?:sign|visit|go|download)
    jetzt (?:abonnieren|anmelden|testen) | newsletter abonnieren | weiterlesen mit | zum inhalt springen
    artikel teilen
""")
_CREDIT = _any(r"""
    (?:photographer|photo(?:graph)?s?(?: by)?|images?|picture|illustration|video|credit|foto|bild|quelle)\s?:
    (?:getty images|file photo)\b
    (?:—|–|--?)\s?with (?:assistance|reporting|contributions|files|help) (?:from|by)
    with (?:assistance|reporting|contributions|files) (?:from|by) | distributed by | published in | posted in
    filed under | \(?(?:additional )?(?:reporting|editing|writing|translation|graphics) by\b
    to contact the (?:reporter|editor|author) | (?:tags?|topics?|schlagwörter|themen)\s?:
    this (?:story|article|report|post) (?:was|has been) (?:produced|updated|corrected)
""")
_NAVIGATION = _any(r"""
    cookies? | newsletters? | browser | javascript | advertis\w* | anzeige | werbung | comments? | kommentare
    sign in | log ?in | sign up | subscribe | subscription | bookmark | share | facebook | linkedin | whatsapp
    instagram | youtube | email | print | copy link | menu | search | min read | listen to this | teilen
    anmelden
""")
_LABEL = _any(r"""
    read (?:more|also|next) | related | see also | watch | listen | more | also read | recommended | trending
    up next | mehr dazu | mehr zum thema | lesen sie auch | siehe auch
""")
_PAYWALL = _any(r"""
    subscribe to (?:continue|read|unlock) | to continue reading | (?:sign|log) ?in to (?:continue|read)
    already a subscriber | for subscribers | subscribers only | unlock (?:this|the full) (?:article|story)
    (?:this|the) (?:article|story|content) is (?:only )?(?:for|available to) | become a subscriber
    read the full (?:article|story) | continue reading (?:with|your|for) | create an? (?:free )?account to
    weiterlesen mit | (?:exklusiv|nur) für abonnenten | jetzt abonnieren und
""")
# Applied to text in lower case: asking the expressions to ignore case makes them many times slower.
_NOTICE_RE = re.compile(rf"\b(?:{_NOTICE})|^copyright\b|\(c\) ?\d{{4}}|©")
_PROMPT_RE = re.compile(rf"\b(?:{_PROMPT})")
_CREDIT_RE = re.compile(_CREDIT)
_PHOTO_RE = re.compile(
    r"\((?:ap |afp )?(?:photo|image|foto)[ /][^)]{1,120}\)\Z"
    r"|(?:/|\bvia )(?:getty images|afp|reuters|ap|epa|dpa)\Z"
)
_NAVIGATION_RE = re.compile(rf"\b(?:{_NAVIGATION})\b")
_LABEL_RE = re.compile(rf"(?:{_LABEL})\s?:")
_PAYWALL_RE = re.compile(rf"\b(?:{_PAYWALL})\b")
_OFFER_RE = re.compile(
    r"\b(?:subscribe|subscriptions?|become a (?:subscriber|member)|abonnieren|abonnements?|abo)\b"
)
_FREE_RE = re.compile(r"newsletter|podcast|channel|kanal|alerts?\b|\brss\b|inbox|postfach")
