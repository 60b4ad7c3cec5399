"""Each case names its key, and what is written in it is sealed with that key.

What was written before stays clear until `evidence` 0018, which knows where keys lie.
"""

from django.db import migrations

from cases.models.sealed_fields import KeyNameField, SealedJSONField, SealedTextField

SHORT = {
    ("case", "client_name"): 80,
    ("case", "police_reference"): 80,
    ("contact", "name"): 120,
    ("contact", "mail"): 254,
    ("contact", "separate_mail"): 254,
    ("contact", "telephone"): 40,
    ("contact", "postal_address"): 400,
    ("contact", "postal_alias"): 400,
    ("mandate", "witness"): 120,
    ("retention", "hold_reason"): 300,
}


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_effects")]

    operations = [
        migrations.AddField(
            "case", "key_name", KeyNameField(default="", editable=False), preserve_default=False
        ),
        *(
            migrations.AlterField(model, name, SealedTextField(blank=True, max_length=most))
            for (model, name), most in SHORT.items()
        ),
        migrations.AlterField(
            "case", "facts", SealedTextField(blank=True, verbose_name="what else matters")
        ),
        migrations.AlterField("effect", "words", SealedTextField(max_length=4000)),
        migrations.AlterField("mandate", "words", SealedTextField()),
        migrations.AlterField("mandateask", "words", SealedTextField()),
        migrations.AlterField("note", "text", SealedTextField(max_length=8000)),
        migrations.AlterField("timelineevent", "payload", SealedJSONField(default=dict)),
    ]
