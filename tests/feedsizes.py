"""Feeds of any size, each hard on one part of the reading; as a script, what one of them costs.

As a script it reads a feed from standard input and tells the seconds and megabytes that reading it took.
"""

import resource
import sys
import time
from collections.abc import Callable

from feedforms import feed_of

from briefing.articles.feeds import read_feed

__all__ = ["HARD", "seconds"]

# Each gives a feed of about so many bytes.
HARD: dict[str, Callable[[int], str]] = {
    "one long text": lambda size: feed_of(
        f"<item><description>{'The pier closes. ' * (size // 17)}</description></item>"
    ),
    "one long word": lambda size: feed_of(f"<item><description>{'x' * size}</description></item>"),
    "one long title": lambda size: feed_of(f"<item><title>{'word ' * (size // 5)}</title></item>"),
    "one long author": lambda size: feed_of(f"<item><author>{'a' * size}</author></item>"),
    "one long author in pieces": lambda size: feed_of(
        f"<item><author>{'&#97;' * (size // 5)}</author></item>"
    ),
    "one long creator, broken": lambda size: feed_of(f"<item>&<dc:creator>{'a' * size}</dc:creator></item>"),
    "one long date": lambda size: feed_of(f"<item><pubDate>{'1 ' * (size // 2)}</pubDate></item>"),
    "one long link": lambda size: feed_of(f"<item><link>{'a:' * (size // 2)}</link></item>"),
    "one long attribute": lambda size: feed_of(f"<item a='{'x' * size}'/>"),
    "many attributes": lambda size: feed_of(
        "<item " + " ".join(f"a{n}=''" for n in range(size // 12)) + "/>"
    ),
    "many namespaces": lambda size: feed_of(
        "<item " + " ".join(f"xmlns:a{n}='u:{n}'" for n in range(size // 24)) + "/>"
    ),
    "many entries": lambda size: feed_of(
        "<item><title>x</title><description>y</description></item>" * (size // 60)
    ),
    "many small fields": lambda size: feed_of("<item>" + "<title>x</title>" * (size // 16) + "</item>"),
    "many categories": lambda size: feed_of(
        "<item>" + "".join(f"<category>{n}</category>" for n in range(size // 25)) + "</item>"
    ),
    "deep nesting": lambda size: feed_of("<a>" * (size // 3)),
    "deep nesting, closed": lambda size: feed_of("<a>" * (size // 7) + "</a>" * (size // 7)),
    "deep markup": lambda size: feed_of(
        f"<item><description>{'&lt;div&gt;' * (size // 11)}</description></item>"
    ),
    "crossed markup": lambda size: feed_of(
        f"<item><description>{'&lt;b&gt;&lt;/i&gt;' * (size // 19)}</description></item>"
    ),
    "open tags in markup": lambda size: feed_of(
        f"<item><description>{'&lt;a href=' * (size // 11)}</description></item>"
    ),
    "tables in tables": lambda size: feed_of(
        f"<item><description>{'&lt;table&gt;' * (size // 13)}</description></item>"
    ),
    "styles": lambda size: feed_of(
        f"<item><description>&lt;p style='{'color:' * (size // 6)}'&gt;x</description></item>"
    ),
    "bare ampersands": lambda size: feed_of(f"<item><description>{'&' * size}</description></item>"),
    "broken references": lambda size: feed_of(
        f"<item><description>{'&a' * (size // 2)}</description></item>"
    ),
    "forbidden references": lambda size: feed_of(
        f"<item><description>{'&#1;' * (size // 4)}</description></item>"
    ),
    "references, broken": lambda size: feed_of(
        f"<item>&<description>{'&amp;' * (size // 5)}</description></item>"
    ),
    "open signs": lambda size: feed_of("<" * size),
    "open declarations": lambda size: feed_of("<!" * (size // 2)),
    "open comments": lambda size: feed_of("<!-- " * (size // 5)),
    "open comments, closed": lambda size: feed_of("<!-->" * (size // 5)),
    "open sections": lambda size: feed_of("<![CDATA[" * (size // 9)),
    "open sections of tags": lambda size: feed_of("<![CDATA[<" * (size // 10)),
    "marked sections": lambda size: feed_of("<![" * (size // 3)),
    "open instructions": lambda size: feed_of("<?" * (size // 2)),
    "open ends": lambda size: feed_of("</" * (size // 2)),
    "open quotation marks": lambda size: feed_of("<a b='" * (size // 6)),
    "open quotation marks of both kinds": lambda size: feed_of("<a b='\"" * (size // 7)),
    "open document types": lambda size: "<!DOCTYPE x [" * (size // 13) + feed_of(""),
    "declarations": lambda size: "<?xml " * (size // 6) + feed_of(""),
    "slashes": lambda size: feed_of("<a" + " " * size + "/>"),
    "names": lambda size: feed_of("&<" + "a" * size + "/>"),
    "white space": lambda size: feed_of(f"<item><description>{' ' * size}x</description></item>"),
    "line ends": lambda size: feed_of(
        "<item><description>" + "\r\n" * (size // 2) + "x</description></item>"
    ),
    "combining characters": lambda size: feed_of(
        "<item><description>a" + "\u0301" * (size // 2) + "</description></item>"
    ),
    "invisible characters": lambda size: feed_of(
        "<item><description>a" + "\u200b" * (size // 3) + "</description></item>"
    ),
    "brackets": lambda size: "[" * size,
    "zeros": lambda size: "\0" * size,
}


def seconds(data: bytes) -> float:
    """The CPU time that reading a feed takes."""
    began = time.process_time()
    read_feed(data, address="https://news.example/feed")
    return time.process_time() - began


def _main() -> None:
    data = sys.stdin.buffer.read()
    seconds(feed_of("<item><description>x</description></item>").encode())
    resting = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = seconds(data)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(f"{took} {(peak - resting) / 1000}\n")


if __name__ == "__main__":
    _main()
