"""The web application that servers and the `flask` command load."""

from reviewboard import create_app

app = create_app()
