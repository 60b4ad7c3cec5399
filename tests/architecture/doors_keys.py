"""A passkey as the sign-in library keeps one; nobody holds its private half."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

KEY_ID = b"not-a-real-key-0"


def passkey() -> dict[str, Any]:
    """What a browser answers when a key is added."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = ES256.from_cryptography_key(public)  # type: ignore[no-untyped-call]  # fido2 left it out
    credential = AttestedCredentialData.create(Aaguid.NONE, KEY_ID, key)
    flag = AuthenticatorData.FLAG.AT
    made = RegistrationResponse(
        raw_id=KEY_ID,
        response=AuthenticatorAttestationResponse(
            client_data=CollectedClientData.create(
                type="webauthn.create", challenge=bytes(32), origin="http://localhost"
            ),
            attestation_object=AttestationObject.create(
                "none", AuthenticatorData.create(bytes(32), flag, 0, credential), {}
            ),
        ),
    )
    return dict(made)
