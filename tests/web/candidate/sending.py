"""A client of the resumable protocol, as scripts are: what it knows of a file, what it was answered."""

import hashlib

from reviewboard.foundation.vault.parts import parts
from reviewboard.foundation.vault.where import the_vault

MEGABYTE = 1024 * 1024
LONG = bytes(range(32, 127)) * 26_000  # 2.4 MB of plain text


class Sender:
    """Sends one file of a visitor to one example, piece by piece."""

    def __init__(self, browser, case_id, example_id, content, name="long.txt", modified="1"):
        self.browser, self.case_id, self.content, self.name, self.modified = browser, case_id, content, name, modified
        self.beginning = f"/my/cases/{case_id}/examples/{example_id}/uploads"
        self.href = None

    def begin(self, **other):
        fields = {"name": self.name, "size": str(len(self.content)), "modified": self.modified} | other
        answer = self.browser.post(self.beginning, {name: text for name, text in fields.items() if text is not None})
        if answer.status_code in (200, 201):
            self.href = answer.json["href"]
        return answer

    def piece(self, offset, length=MEGABYTE, **headers):
        return self.browser.send(
            self.href, self.content[offset : offset + length], method="PATCH",
            headers={"Upload-Offset": str(offset)} | headers,
        )  # fmt: skip

    def all(self, offset=0):
        while offset < len(self.content):
            answer = self.piece(offset)
            assert answer.status_code == 200, answer.text
            offset = answer.json["offset"]
        return self

    def finish(self, digest=None):
        return self.browser.post(f"{self.href}/finish", {"sha256": digest or hashlib.sha256(self.content).hexdigest()})

    def whole(self):
        self.begin()
        return self.all().finish()


def half_sent(writer):
    """Return what lies half sent: bytes of each part."""
    return writer.build.read(lambda: sorted(part.size for part in parts(the_vault())))
