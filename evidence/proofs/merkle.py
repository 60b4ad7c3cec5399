"""The Merkle tree of RFC 9162, section 2.1: leaves under 0x00, nodes under 0x01.

Hashes are SHA-256, 32 bytes. A leaf of ours carries a domain tag of its own inside its data, so
that a tree of heads can be taken for nothing else.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

SIZE: Final = 32
EMPTY: Final = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows: it keeps one hash for each full subtree, and no leaf.

    `size` is the number of leaves; `frontier` the full subtrees from the largest to the smallest.
    """

    def __init__(self, *, size: int = 0, frontier: Sequence[bytes] = ()) -> None:
        if size.bit_count() != len(frontier):
            raise ValueError("a frontier holds one hash for each full subtree")
        self.size = size
        self.frontier = list(frontier)

    def add(self, leaf: bytes) -> None:
        """Append the hash of a leaf."""
        merging, size = leaf, self.size
        while size & 1:
            merging = node_hash(self.frontier.pop(), merging)
            size >>= 1
        self.frontier.append(merging)
        self.size += 1

    def root(self) -> bytes:
        """The root of all leaves so far."""
        if not self.frontier:
            return EMPTY
        *rest, found = self.frontier
        for left in reversed(rest):
            found = node_hash(left, found)
        return found


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over hashes of leaves."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root, lowest first. Raises IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError("there is no such leaf")
    path: list[bytes] = []
    start, end = 0, len(leaves)
    while end - start > 1:
        split = start + _largest_power_below(end - start)
        if index < split:
            path.append(root_of(leaves[split:end]))
            end = split
        else:
            path.append(root_of(leaves[start:split]))
            start = split
    return path[::-1]


def included(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from this leaf to this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(step, found)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, step)
        position, last = position >> 1, last >> 1
    return last == 0 and found == root


def _largest_power_below(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
