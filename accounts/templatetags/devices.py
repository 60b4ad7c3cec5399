"""What a browser calls itself, in words a person knows."""

from django import template

from accounts.services.devices import device_words

register = template.Library()
register.filter("device_words", device_words)
