"""Krita's module is within Krita alone: what `host` imports of it is stood in for by nodes of plain values."""

from __future__ import annotations

import sys
import types

from tests.plugin.host.nodes import FakeNode

sys.modules.setdefault("krita", types.SimpleNamespace(Node=FakeNode, Document=object, Krita=object))  # type: ignore[arg-type]
