"""What a browser calls itself, in words a person knows."""

BROWSERS = (
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Edg", "Edge"), ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung browser"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
DEVICES = (
    ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "an Android device"),
    ("Windows", "Windows"), ("Macintosh", "a Mac"), ("CrOS", "a Chromebook"), ("Linux", "Linux"),
)  # fmt: skip
"""The first that occurs counts: Edge says Chrome too, Chrome says Safari, Android says Linux."""


def device_words(user_agent: str) -> str:
    """For example "Firefox on Windows"; "A browser" where nothing is known."""
    browser = next((word for mark, word in BROWSERS if mark in user_agent), "A browser")
    device = next((word for mark, word in DEVICES if mark in user_agent), "")
    return f"{browser} on {device}" if device else browser
