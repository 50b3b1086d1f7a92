"""The words of a PDF, and how they compare with what somebody wrote."""

import re

import pypdfium2


def flat(text: str) -> str:
    """Return a text as it compares whatever its line breaks, hyphens at their ends and marks of passages."""
    text = re.sub(r"\d+(?:AB|A|B|C)(?![\w])|[⟦⟧]", "", text)
    return re.sub(r"[\s\u00ad\u2010\ufffe\x02-]+", "", text)


def text_of(content: bytes) -> str:
    """Return the text of a PDF, page after page."""
    pdf = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()
