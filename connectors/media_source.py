"""A media by its address: from where an incoming one may be fetched, and what an address says of its file. Pure.

Its provider's hosts, or the server that stands in for them: the address comes from outside, and fetched blindly it
could point into our own network.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from connectors.errors import MediaUnavailable


def source(url: str | None, api_base: str, *, api_hosts: frozenset[str], media_hosts: tuple[str, ...]) -> str:
    """The address to fetch `url` from; MediaUnavailable for any other host.

    `media_hosts` are endings such as ".fbcdn.net". Where `api_base` is none of the provider's `api_hosts`, everything
    of the account goes there instead, media included.
    """
    base = urlsplit(api_base)
    try:
        parts = urlsplit(url or "")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise MediaUnavailable("bad_url") from None
    if (parts.scheme, host, port) == (base.scheme, base.hostname, base.port):
        return parts.geturl()
    if parts.scheme != "https" or port not in {None, 443} or not f".{host}".endswith(media_hosts):
        raise MediaUnavailable("refused_host")
    if base.hostname in api_hosts:
        return parts.geturl()
    return parts._replace(scheme=base.scheme, netloc=base.netloc).geturl()


def name_of(url: str | None) -> str | None:
    """The file's name in an address, where it has one.

    >>> name_of("https://brand.example/bills/May%202026.pdf?x=1"), name_of("https://brand.example/bills/")
    ('May 2026.pdf', None)
    """
    try:
        name = PurePosixPath(unquote(urlsplit(url or "").path)).name
    except ValueError:
        return None
    return name if "." in name else None
