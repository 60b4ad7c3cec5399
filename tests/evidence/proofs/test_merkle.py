"""The tree of RFC 9162, against the vectors its reference implementations share."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.proofs import merkle

# The eight leaves and roots that certificate-transparency's own tests use.
DATA = [
    bytes.fromhex(raw)
    for raw in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(data) for data in DATA]
# RFC 6962's published proofs in that tree: leaf, tree size, path.
PROOFS = [
    (0, 1, []),
    (
        0, 8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5, 8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2, 3,
        ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    ),
    (
        1, 5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]  # fmt: skip


def test_gives_the_empty_tree_its_root() -> None:
    assert merkle.Tree().root() == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_finds_the_published_root_of_each_size(size: int) -> None:
    assert merkle.root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size", "path"), PROOFS)
def test_makes_the_published_proof(index: int, size: int, path: list[str]) -> None:
    made = merkle.inclusion_proof(LEAVES[:size], index)

    assert [step.hex() for step in made] == path


@given(st.integers(1, 70), st.data())
def test_proves_every_leaf_of_every_tree(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(size)]
    root, proof = merkle.root_of(leaves), merkle.inclusion_proof(leaves, index)

    assert merkle.included(leaves[index], index=index, size=size, proof=proof, root=root)
    assert not merkle.included(
        leaves[index - 1], index=index, size=size + 1, proof=proof, root=root
    )


@given(st.integers(2, 70), st.data())
def test_refuses_a_proof_with_one_bit_flipped(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(size)]
    root, proof = merkle.root_of(leaves), merkle.inclusion_proof(leaves, index)
    step, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
    changed = int.from_bytes(proof[step], "big") ^ (1 << bit)
    proof[step] = changed.to_bytes(32, "big")

    assert not merkle.included(leaves[index], index=index, size=size, proof=proof, root=root)


@given(st.integers(1, 70))
def test_refuses_a_proof_that_is_longer_or_shorter(size: int) -> None:
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(size)]
    root, proof = merkle.root_of(leaves), merkle.inclusion_proof(leaves, 0)
    told = {"index": 0, "size": size, "root": root}

    assert not merkle.included(leaves[0], proof=[*proof, root], **told)  # type: ignore[arg-type]  # a mix of types
    assert not proof or not merkle.included(leaves[0], proof=proof[:-1], **told)  # type: ignore[arg-type]  # a mix of types


@given(st.integers(0, 40), st.integers(0, 40))
def test_grows_on_from_its_frontier(before: int, after: int) -> None:
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(before + after)]
    first = merkle.Tree()
    for leaf in leaves[:before]:
        first.add(leaf)

    second = merkle.Tree(size=first.size, frontier=first.frontier)
    for leaf in leaves[before:]:
        second.add(leaf)

    assert second.root() == merkle.root_of(leaves)


def test_asks_for_no_leaf_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_proof(LEAVES, 8)


def test_takes_no_frontier_of_another_size() -> None:
    with pytest.raises(ValueError, match="frontier"):
        merkle.Tree(size=3, frontier=[merkle.EMPTY])
