"""What a browser calls itself, in two words that its owner recognises in a list."""

# the first that is found counts: most browsers name those they descend from too
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrom", "Chrome"),
            ("CriOS", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
           ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def browser_name(user_agent: str) -> str:
    """Return "Firefox, Windows" of a User-Agent header, one of both if only that is known, or nothing."""
    found = (next((name for sign, name in names if sign in user_agent), None) for names in (BROWSERS, SYSTEMS))
    return ", ".join(name for name in found if name)
