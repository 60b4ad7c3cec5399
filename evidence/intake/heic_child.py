"""The child for HEIC: the same, with a decoder that is not on every computer."""

from __future__ import annotations

from evidence.intake import child

try:
    from pillow_heif import register_heif_opener
except ImportError:
    register_heif_opener = None

if __name__ == "__main__":
    if register_heif_opener is not None:
        register_heif_opener()
    child.main()
