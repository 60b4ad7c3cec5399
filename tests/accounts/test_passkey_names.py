"""The address of a passkey says nothing about how many there are."""

import pytest
from django.urls import resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.passkey_urls import PasskeyName


def test_names_neighbours_nothing_alike() -> None:
    names = [reverse("mfa_remove_webauthn", kwargs={"pk": number}) for number in (1, 2)]

    assert names[0].split("/")[-3][:4] != names[1].split("/")[-3][:4]


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_finds_the_passkey_again(number: int) -> None:
    assert resolve(reverse("mfa_edit_webauthn", kwargs={"pk": number})).kwargs == {"pk": number}


@pytest.mark.parametrize("name", ["A" * 32, "-" * 32, "0123456789abcdefghijklmnopqrstuv"])
def test_takes_no_other_name(name: str) -> None:
    with pytest.raises(ValueError, match="no passkey"):
        PasskeyName().to_python(name)
