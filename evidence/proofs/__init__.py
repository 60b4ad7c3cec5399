"""Chains, trees and signed texts as pure values: bytes in, bytes out, no Django, no database."""
