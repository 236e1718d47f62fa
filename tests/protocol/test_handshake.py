"""Both sides must know the token, and no byte of what they say may be changed on the way."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from shiage_engine.protocol import VERSION, messages
from shiage_engine.protocol.handshake import (
    ClientHandshake,
    EngineHandshake,
    HandshakeError,
    Identity,
    VersionMismatch,
)

import shiage_engine
import shiage_synthesis

TOKEN, OTHER = b"t" * 32, b"o" * 32


def test_both_know_the_token() -> None:
    client, engine = ClientHandshake(TOKEN), EngineHandshake(TOKEN)
    assert engine.check(client.answer(engine.challenge(client.hello))) == 6


def test_a_client_turns_an_impostor_away() -> None:
    client, impostor = ClientHandshake(TOKEN), EngineHandshake(OTHER)
    with pytest.raises(HandshakeError):
        client.answer(impostor.challenge(client.hello))


def test_the_engine_turns_a_stranger_away() -> None:
    stranger, engine = ClientHandshake(OTHER), EngineHandshake(TOKEN)
    engine.challenge(stranger.hello)
    guess = stranger.answer(EngineHandshake(OTHER).challenge(stranger.hello))
    with pytest.raises(HandshakeError):
        engine.check(guess)


def test_an_answer_cannot_be_replayed() -> None:
    client, engine = ClientHandshake(TOKEN), EngineHandshake(TOKEN)
    answer = client.answer(engine.challenge(client.hello))
    later = EngineHandshake(TOKEN)
    later.challenge(client.hello)
    with pytest.raises(HandshakeError):
        later.check(answer)


def test_the_engines_proof_is_not_the_clients() -> None:
    client, engine = ClientHandshake(TOKEN), EngineHandshake(TOKEN)
    challenge = engine.challenge(client.hello)
    with pytest.raises(HandshakeError):
        engine.check(messages.Answer(challenge.proof))


def test_a_changed_version_is_noticed() -> None:
    client, engine = ClientHandshake(TOKEN), EngineHandshake(TOKEN)
    challenge = engine.challenge(client.hello)
    with pytest.raises(HandshakeError):
        client.answer(replace(challenge, protocol_max=7))


@pytest.mark.parametrize("proof", ["", "ü", "\ud800", "0" * 64])
def test_odd_proofs(proof: str) -> None:
    client, engine = ClientHandshake(TOKEN), EngineHandshake(TOKEN)
    engine.challenge(client.hello)
    with pytest.raises(HandshakeError):
        engine.check(messages.Answer(proof))


@pytest.mark.parametrize(
    ("client_range", "engine_range", "spoken"),
    [
        ((1, 1), (1, 1), 1),
        ((1, 3), (2, 5), 3),
        ((2, 5), (1, 3), 3),
        ((1, 1), (2, 2), None),
        ((4, 5), (1, 3), None),
    ],
)
def test_versions(client_range: tuple[int, int], engine_range: tuple[int, int], spoken: int | None) -> None:
    client = ClientHandshake(TOKEN, Identity("0.4.0", *client_range))
    engine = EngineHandshake(TOKEN, Identity("0.9.1", *engine_range))
    challenge = engine.challenge(client.hello)
    if spoken is None:
        with pytest.raises(VersionMismatch, match=r"0\.4\.0.*0\.9\.1"):
            client.answer(challenge)
    else:
        assert engine.check(client.answer(challenge)) == spoken


def test_plugin_engine_and_package_have_one_version() -> None:
    """Written once, in the protocol: the build and `shiage_engine.__version__` read it there."""
    assert shiage_engine.__version__ == VERSION
    assert shiage_synthesis.__version__ == VERSION  # built apart, so that it must be written there again
    settings = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"]["dynamic"] == ["version"] and "version" not in settings["project"]
    assert settings["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "shiage_engine.protocol.VERSION"}
