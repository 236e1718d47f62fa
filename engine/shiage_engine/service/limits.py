"""How much one client, and all of them, may ask for. Checked before memory is taken."""

from __future__ import annotations

from ..limits import PICTURE_PIXELS
from ..protocol.framing import Limits
from ..protocol.messages import MAX_LAYERS

MIB = 1 << 20

MAX_CLIENTS = 8  # that have proved who they are
MAX_STRANGERS = 64  # that have not yet; when there are more, the oldest goes
MAX_JOBS = 16  # of one client, unanswered
MAX_FRAMES = 4096  # of one job
MAX_SHEETS = 64  # model sheets of one job
MAX_PIXELS = PICTURE_PIXELS  # of one frame, and of one model sheet
KEPT_BYTES = 256 * MIB  # of one client's unanswered jobs, compressed
STORED_BYTES = 256 * MIB  # of drawings of all clients, compressed, besides those that jobs wait with
PACKING_BYTES = 64 * MIB  # of one client, waiting to be compressed; beyond, the client is not read
OUTGOING_BYTES = 32 * MIB  # of one client, waiting to be taken; beyond, its results stay in the worker

BEFORE_AUTHENTICATION = Limits(header=4096, body=0, planes=0)
AUTHENTICATED = Limits(header=4 * MIB, body=1024 * MIB, planes=MAX_LAYERS)

AUTHENTICATION_SECONDS = 5.0
UNREAD_ANSWERS = 1000  # small ones, sent to a client that takes nothing; it is dropped then
KEPT_SECONDS = 2.0  # for the disk to tell which characters are kept; then the methods are told without them
GIVE_WAY_SECONDS = 10.0  # that a job waits for its client to take results, while other jobs wait
NO_WORKER_SECONDS = 1.0  # between two tries to start a worker
STALLED_SECONDS = 300.0  # a client that takes nothing for so long is dropped; Krita may be busy for a while
