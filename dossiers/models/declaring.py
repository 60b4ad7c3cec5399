"""Which drafts of declarations a dossier may carry."""

from django.db import models


class Declaration(models.TextChoices):
    """Each value is the name of its template under `templates/dossier/declarations`."""

    PLAIN = "plain", "A plain declaration, for any country"
    FRE_902_13 = "fre_902_13", "United States: records of an electronic system, FRE 902(13)"
    FRE_902_14 = "fre_902_14", "United States: copied data, FRE 902(14)"
    CPR_PD32 = "cpr_pd32", "England and Wales: exhibit sheet, CPR Practice Direction 32"
    BSA_63 = "bsa_63", "India: certificate under section 63 BSA 2023, Parts A and B"
