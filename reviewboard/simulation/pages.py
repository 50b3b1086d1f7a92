"""A page as a browser holds it: its forms with what stands in their fields, its links, its words."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Fields = list[tuple[str, str]]
Attributes = dict[str, str | None]

_TYPED = {"submit", "button", "image", "reset", "file"}
_SILENT = {"script", "style", "template"}
_PARTED = {"p", "div", "li", "td", "th", "h1", "h2", "h3", "h4", "br", "tr", "section", "option", "label", "legend"}


@dataclass
class Form:
    """One form: where it goes, how, what it would send if its button were pressed now, and what could be ticked."""

    action: str
    method: str
    id: str = ""
    fields: Fields = field(default_factory=list)
    unticked: Fields = field(default_factory=list)

    def filled(self, answers: dict[str, str], lists: dict[str, list[str]] | None = None) -> Fields:
        """Return the fields with these answers in place of what stood there; an empty choice stays unsent."""
        many = lists or {}
        kept = [(name, value) for name, value in self.fields if name not in answers and name not in many]
        return [*kept, *answers.items(), *((name, value) for name, values in many.items() for value in values)]

    def choices(self, name: str) -> list[str]:
        """Return what may still be ticked or chosen under a name."""
        return [value for found, value in self.unticked if found == name]

    def value(self, name: str) -> str | None:
        """Return what stands in a field, or None when the form sends none of that name."""
        return next((value for found, value in self.fields if found == name), None)


@dataclass(frozen=True)
class Link:
    """One link: where it leads and what it says."""

    href: str
    text: str


@dataclass(frozen=True)
class Page:
    """One answer, read: the address it came from, its status, what stands on it, and what it says is wrong."""

    address: str
    status: int
    forms: tuple[Form, ...]
    links: tuple[Link, ...]
    text: str
    alert: str = ""

    def form_to(self, ending: str) -> Form | None:
        """Return the first form whose address ends so, or None."""
        return next((form for form in self.forms if form.action.split("?")[0].endswith(ending)), None)

    def links_to(self, part: str) -> list[Link]:
        """Return the links whose address holds this part, each address once."""
        found = {link.href: link for link in reversed(self.links) if part in link.href}
        return list(reversed(found.values()))


def read_page(address: str, status: int, html: str) -> Page:
    """Return the page that this HTML is."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.bind()
    return Page(address, status, tuple(reader.forms), tuple(reader.links), _plain(reader.words), _plain(reader.alerts))


def _plain(words: list[str]) -> str:
    return " ".join("".join(words).split())


class _Reader(HTMLParser):
    """Gathers forms, links and words. A field may stand outside the form that its `form` attribute names."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[Link] = []
        self.words: list[str] = []
        self.alerts: list[str] = []
        self._open: Form | None = None
        self._text: list[str] | None = None
        self._area: tuple[str, str] | None = None
        self._select: tuple[str, str, list[tuple[str, bool]]] | None = None
        self._apart: list[tuple[str, str, str]] = []  # the form's id, name, value
        self._href = ""
        self._silent = 0
        self._alert = ("", 0)  # the element that holds an alert, and how deep in such elements we are

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said: Attributes = dict(attrs)
        if tag in _SILENT:
            self._silent += 1
        if tag in _PARTED:
            self.words.append(" ")
            self.alerts.append(" ")
        holder, depth = self._alert
        if depth or said.get("role") == "alert":
            holder = holder if depth else tag
            self._alert = (holder, depth + (tag == holder))
        match tag:
            case "form":
                self._open = Form(said.get("action") or "", (said.get("method") or "get").lower(), said.get("id") or "")
                self.forms.append(self._open)
            case "a":
                self._href, self._text = said.get("href") or "", []
            case "input":
                self._input(said)
            case "textarea":
                self._area, self._text = (said.get("form") or "", said.get("name") or ""), []
            case "select":
                self._select = (said.get("form") or "", said.get("name") or "", [])
            case "option" if self._select:
                self._select[2].append((said.get("value") or "", "selected" in said))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1
        holder, depth = self._alert
        self._alert = (holder, depth - (depth > 0 and tag == holder))
        match tag:
            case "form":
                self._open = None
            case "a" if self._text is not None and self._area is None:
                self.links.append(Link(self._href, " ".join("".join(self._text).split())))
                self._text = None
            case "textarea" if self._area is not None and self._text is not None:
                self._put(*self._area, "".join(self._text).removeprefix("\n"))
                self._area = self._text = None
            case "select" if self._select:
                owner, name, options = self._select
                if options:
                    self._put(owner, name, next((value for value, chosen in options if chosen), options[0][0]))
                self._select = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
        if not self._silent:
            self.words.append(data)
        if self._alert[1]:
            self.alerts.append(data)

    def bind(self) -> None:
        """Give the fields that stand outside their form to the form they name."""
        by_id = {form.id: form for form in self.forms if form.id}
        for owner, name, value in self._apart:
            if owner in by_id:
                by_id[owner].fields.append((name, value))

    def _input(self, said: Attributes) -> None:
        kind = (said.get("type") or "text").lower()
        name, value = said.get("name") or "", said.get("value") or ""
        if kind in _TYPED:
            return
        if kind in ("radio", "checkbox") and "checked" not in said:
            if self._open is not None:
                self._open.unticked.append((name, value))
            return
        self._put(said.get("form") or "", name, value)

    def _put(self, owner: str, name: str, value: str) -> None:
        if owner:
            self._apart.append((owner, name, value))
        elif self._open is not None and name:
            self._open.fields.append((name, value))
