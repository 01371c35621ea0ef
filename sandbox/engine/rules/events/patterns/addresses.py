"""IP addresses and the ranges that CIDR notation names."""

import ipaddress
import re
from typing import NamedTuple

from sandbox.engine.rules.events.patterns.refusals import InvalidPatternError

_IPV4 = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+")
_IPV6 = re.compile(r"[0-9a-fA-F:]*:[0-9a-fA-F:]*")
_INTEGER = re.compile(r"[+-]?[0-9]{1,10}")
_LONGEST_IPV4 = 15


class Range(NamedTuple):
    """The addresses from the first to the last, as hexadecimal digits."""

    first: str
    last: str

    def holds(self, digits: str) -> bool:
        """Event Ruler compares digit by digit and stops where it knows, so families are not told apart."""
        if len(digits) >= len(self.first):
            return self.first <= digits[: len(self.first)] <= self.last
        return self.first[: len(digits)] < digits < self.last[: len(digits)]


def address(text: str) -> str | None:
    """The digits of an address; octets are decimal, and a mapped IPv4 address is that address, as Java reads both."""
    if _IPV4.fullmatch(text):
        octets = [int(octet) for octet in text.split(".")]
        if max(octets) > 255 or len(text) > _LONGEST_IPV4:
            return None
        return bytes(octets).hex()
    if not _IPV6.fullmatch(text):
        return None
    try:
        found = ipaddress.IPv6Address(text)
    except ValueError:
        return None
    return (found.ipv4_mapped or found).packed.hex()


def cidr(text: str) -> Range:
    """The range of `address/bits`."""
    parts = text.split("/")
    while parts and not parts[-1]:  # Java drops what is empty at the end
        parts.pop()
    if len(parts) != 2:
        raise InvalidPatternError("Malformed CIDR, one '/' required")
    bits = _bits(parts[1])
    found = address(parts[0])
    if found is None:
        looks_right = _IPV4.fullmatch(parts[0]) or _IPV6.fullmatch(parts[0])
        raise InvalidPatternError(f"{'Invalid' if looks_right else 'Nonstandard'} IP address: {parts[0]}")
    width = len(found) * 4
    if bits >= width:
        raise InvalidPatternError(f"IPv{4 if width == 32 else 6} mask bits must be < {width}")
    hosts = (1 << (width - bits)) - 1
    first, last = int(found, 16) & ~hosts, int(found, 16) | hosts
    return Range(f"{first:0{len(found)}x}", f"{last:0{len(found)}x}")


def _bits(text: str) -> int:
    if not _INTEGER.fullmatch(text) or not -(2**31) <= int(text) < 2**31:
        raise InvalidPatternError("Malformed CIDR, mask bits must be an integer")
    if int(text) < 0:
        raise InvalidPatternError("Malformed CIDR, mask bits must not be negative")
    return int(text)
