"""Small secrets of the place itself, sealed by the instance key: no case's, so no case's key.

Sealed, a value begins with the id of the instance key that sealed it (16 signs).
"""

from evidence import storage
from evidence.services import case_keys, rotating

ID = 16


def seal(value: bytes, *, purpose: str) -> bytes:
    """The value sealed; it opens only for the same purpose."""
    key = case_keys.instance_key()
    sealed = storage.seal_value(value, key=key, purpose=purpose)
    return case_keys.key_id(key).encode() + sealed


def opened(sealed: bytes, *, purpose: str) -> bytes:
    """The value again, also where the instance key was changed since.

    Raises Damaged or InstanceKeyWrong.
    """
    keys = case_keys.accepted()
    named = bytes(sealed[:ID]).decode("ascii", "replace")
    key = keys.get(named) or dict(rotating.retired()).get(named)
    if key is None:
        raise case_keys.InstanceKeyWrong("no instance key here sealed this value")
    return storage.open_value(bytes(sealed[ID:]), key=key, purpose=purpose)


def is_old(sealed: bytes) -> bool:
    """Whether an instance key before the present one sealed it."""
    return bytes(sealed[:ID]) != case_keys.key_id(case_keys.instance_key()).encode()
