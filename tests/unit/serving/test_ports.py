"""Ports and addresses: the one asked for if it is free, and no door for other computers."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from simi_lab.errors import BadRequest, SimiError
from simi_lab.serving import free_port, make_server, serve
from simi_lab.serving.ports import check_address


def test_a_free_port_is_kept_and_a_taken_one_replaced() -> None:
    port = free_port(21000)
    assert free_port(port) == port
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        other = free_port(port)
        assert port < other <= port + 50


def test_the_end_of_all_ports_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from simi_lab.serving import ports

    monkeypatch.setattr(ports, "_is_free", lambda port, address: False)
    with pytest.raises(SimiError, match="No free port from 65530"):
        free_port(65530)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.9", "localhost", "::1"])
def test_this_computer_may_be_served(address: str) -> None:
    assert check_address(address) == address


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.7", "::", "example.com", "", "127.0.0.1.example.com"])
def test_other_computers_stay_outside_until_there_are_accounts(address: str) -> None:
    for door in (
        lambda: check_address(address),
        lambda: serve(None, port=21000, address=address),
        lambda: make_server(None, [], port=21000, address=address),
    ):
        with pytest.raises(BadRequest, match="no accounts yet") as refusal:
            door()
        assert refusal.value.exit_code == 2
        assert "ssh -L" in str(refusal.value)
