"""Addresses and ports: which may be used, and which are free."""

from __future__ import annotations

import ipaddress
import socket
import sys
from contextlib import closing, suppress

from simi_lab.errors import BadRequest, SimiError

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")
_TRIES = 50


def free_port(preferred: int, address: str = "127.0.0.1") -> int:
    """Find a port to listen on: the preferred one, else the next that is free.

    Raises
    ------
    SimiError
        None of the next fifty ports is free.
    """
    for port in range(preferred, min(preferred + _TRIES, 65536)):
        if _is_free(port, address):
            return port
    raise SimiError(
        "No free port from {first} on.",
        cure="Choose another with --port, or stop what runs there.",
        first=preferred,
    )


def check_address(address: str, *, has_accounts: bool = False) -> str:
    """Let only addresses of this computer pass; those that others can reach only where there are accounts.

    Raises
    ------
    BadRequest
        Another computer could connect and there are no accounts; or this computer does not have the address.
    """
    try:
        found = None if address == "localhost" else ipaddress.ip_address(address)
    except ValueError:
        found = ipaddress.IPv4Address(0)  # no address at all: refused below as one that names no single door
    if found is None or found.is_loopback:
        return address
    if not has_accounts:
        raise BadRequest(
            "The address {address} would let other computers in, and there are no accounts yet.",
            where="--address",
            cure="Leave --address out. From another computer: ssh -L 5006:127.0.0.1:5006 USER@THIS-COMPUTER",
            address=address,
        )
    if found.is_unspecified or not _is_free(0, address):
        raise BadRequest(
            "This computer has no address {address}.",
            where="--address",
            cure="Choose one of: {own}",
            address=address or '""',
            own=", ".join(["127.0.0.1", *own_addresses()]),
        )
    return address


def own_addresses() -> list[str]:
    """IPv4 addresses under which other computers of the network reach this one; nothing is sent to find them."""
    found = set()
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe, suppress(OSError):
        probe.connect(("10.255.255.255", 9))  # UDP: only the way there is looked up
        found.add(probe.getsockname()[0])
    with suppress(OSError):
        found |= {str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return sorted(address for address in found if not ipaddress.ip_address(address).is_loopback)


def _is_free(port: int, address: str) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        if sys.platform != "win32":  # there the option would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True
