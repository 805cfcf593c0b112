"""Addresses and ports: which may be used, and which are free."""

from __future__ import annotations

import ipaddress
import socket
import sys
from contextlib import closing

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


def check_address(address: str) -> str:
    """Let only addresses of this computer pass, as long as there are no accounts.

    Raises
    ------
    BadRequest
        Another computer could connect.
    """
    try:
        is_loopback = address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise BadRequest(
            "The address {address} would let other computers in, and there are no accounts yet.",
            where="--address",
            cure="Leave --address out. From another computer: ssh -L 5006:127.0.0.1:5006 USER@THIS-COMPUTER",
            address=address,
        )
    return address


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
