"""Mutual authentication before any pixel is sent: challenge and response with HMAC-SHA256 over a shared token.

It stops a program that took over the engine's address, and one that replays an earlier connection.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import replace
from typing import NamedTuple

from . import VERSION
from .messages import Answer, Challenge, Hello

TOKEN_BYTES = 32
NONCE_BYTES = 32


class HandshakeError(Exception):
    """The other side does not know the token."""


class VersionMismatch(Exception):
    """The two sides have no protocol version in common; one sentence with both versions of Shiage."""


class Identity(NamedTuple):
    """The versions that one side announces."""

    app_version: str = VERSION
    protocol_min: int = 1
    protocol_max: int = 6


def common_protocol(client: Hello, engine: Challenge) -> int:
    """The newest protocol version that both sides support. Raises VersionMismatch."""
    newest = min(client.protocol_max, engine.protocol_max)
    if newest < max(client.protocol_min, engine.protocol_min):
        raise VersionMismatch(
            f"The plugin is Shiage {client.app_version} but the engine is Shiage {engine.app_version}: "
            "run the installer again, then restart Krita."
        )
    return newest


class ClientHandshake:
    """The client's side: send `hello`, receive a challenge, send `answer(challenge)`, receive a welcome."""

    def __init__(self, token: bytes, identity: Identity = Identity()) -> None:  # noqa: B008 (immutable)
        self._token = token
        self.hello = Hello(
            app_version=identity.app_version,
            protocol_min=identity.protocol_min,
            protocol_max=identity.protocol_max,
            pid=os.getpid(),
            nonce=secrets.token_hex(NONCE_BYTES),
        )

    def answer(self, challenge: Challenge) -> Answer:
        """Raises HandshakeError when the engine does not know the token, VersionMismatch."""
        if not _equal(challenge.proof, _proof(self._token, "engine", self.hello, challenge)):
            raise HandshakeError("The program at the engine's address is not the engine")
        common_protocol(self.hello, challenge)
        return Answer(_proof(self._token, "client", self.hello, challenge))


class EngineHandshake:
    """The engine's side: receive a hello, send `challenge(hello)`, receive an answer, `check` it."""

    def __init__(self, token: bytes, identity: Identity = Identity()) -> None:  # noqa: B008 (immutable)
        self._token = token
        self._identity = identity

    def challenge(self, hello: Hello) -> Challenge:
        self._hello = hello
        unproven = Challenge(
            app_version=self._identity.app_version,
            protocol_min=self._identity.protocol_min,
            protocol_max=self._identity.protocol_max,
            pid=os.getpid(),
            nonce=secrets.token_hex(NONCE_BYTES),
            proof="",
        )
        self._challenge = replace(unproven, proof=_proof(self._token, "engine", hello, unproven))
        return self._challenge

    def check(self, answer: Answer) -> int:
        """The protocol version to use. Raises HandshakeError, VersionMismatch."""
        if not _equal(answer.proof, _proof(self._token, "client", self._hello, self._challenge)):
            raise HandshakeError("The client does not know the token")
        return common_protocol(self._hello, self._challenge)


def _proof(token: bytes, side: str, hello: Hello, challenge: Challenge) -> str:
    """A code over both messages without the proof itself, so that nobody on the way can change a version."""
    unproven = {**vars(challenge), "proof": ""}
    transcript = json.dumps([side, vars(hello), unproven], sort_keys=True)
    return hmac.new(token, transcript.encode("ascii"), hashlib.sha256).hexdigest()


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "backslashreplace"), other.encode("ascii"))
