"""Random bits that depend on the seed, the input and the block alone, never on who asks for them or when.

Samples come in blocks of `BLOCK`. Each input of each block has a stream of its own (SFC64, its state set from a
BLAKE2b digest of seed, input and block): a sample is the same however the work is cut or spread, and an input
keeps its luck in every plan that has it, so that two plans are compared by what differs in them.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

import numpy as np
import numpy.typing as npt

BLOCK: Final = 16_384
Words = npt.NDArray[np.uint16]
LongWords = npt.NDArray[np.uint32]
Seconds = npt.NDArray[np.int32]


class Bits:
    """Gives the random words of inputs, with one generator that is set anew for each."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._generator = np.random.SFC64(0)
        self._state = self._generator.state

    def words(self, key: str, block: int) -> Words:
        """Return the `BLOCK` 16-bit words of an input in a block."""
        return self._raw(key, block, BLOCK // 4).view("<u2")

    def long_words(self, key: str, block: int) -> LongWords:
        """Return the `BLOCK` 32-bit words of an input in a block."""
        return self._raw(key, block, BLOCK // 2).view("<u4")

    def _raw(self, key: str, block: int, count: int) -> npt.NDArray[np.uint64]:
        digest = blake2b(f"{self._seed}\0{key}\0{block}".encode(), digest_size=24).digest()
        self._state["state"]["state"][:] = [*np.frombuffer(digest, "<u8"), 1]
        self._generator.state = self._state
        raw: npt.NDArray[np.uint64] = self._generator.random_raw(count)
        return raw.astype("<u8", copy=False)
