"""Share pages: what a reader without scripts, a crawler and an article's editor get, and what nobody can do to them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from httpx2 import Response
from PIL import Image

from territory.answers.outlook import project
from territory.library.library import LibraryError, library
from territory.scenario.links import link
from territory.scenario.scenario import Scenario, baseline, revise
from territory.settings import settings
from territory.web import rendering, share
from territory.web.answering import Recent
from territory.words.answer import headline
from tests.web.client import CLIENT

BASE = "http://localhost:8501"
LINK = link(baseline())
UNKNOWN = "0" * 16
HOSTILE = {
    "a script": '"><script>alert(1)</script>',
    "an attribute": "' onmouseover='alert(1)",
    "a template": "{{ 7 * 7 }}{% raw %}",
    "entities": "&lt;b&gt;&#0;",
    "right to left": "\u202e\u2067evil\u2066",
    "a comment": "--><!-- ]]>",
    "beyond the plane": "💥𝕏\ufeff\ufffd",
}


class _Seen(HTMLParser):
    """The elements of a page, its tags for previews, and its first heading."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.words: dict[str, str] = {}
        self._in: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append(tag)
        self.attributes |= given.keys()
        if tag == "meta" and "content" in given:
            self.meta[given.get("property") or given["name"]] = given["content"]
        if tag == "link":
            self.links[given["rel"]] = given["href"]
        self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._in and self._in.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag in self._in:
            self.words[tag] = self.words.get(tag, "") + data


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Every test begins with nothing in memory, and ends the process that draws."""
    share.PAGES = Recent(share.MOST_PAGES)
    share.KNOWN_IDS = Recent(share.MOST_PAGES)
    yield
    rendering.pictures().close()


def get(path: str, **headers: str) -> Response:
    return CLIENT.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def seen(path: str) -> _Seen:
    answer = get(path)
    assert answer.status_code == 200
    return _Seen(answer.text)


def titled(title: str, note: str = "") -> Scenario:
    return revise(baseline(), {"title": title, "note": note})


def saved(scenario: Scenario) -> str:
    return library().save(scenario).id


def metadata(png: bytes) -> dict[str, str]:
    picture = Image.open(io.BytesIO(png))
    picture.load()
    assert picture.size == (1200, 630)
    return dict(picture.text)  # type: ignore[attr-defined]


def test_the_page_carries_sentence_and_tags_without_any_script() -> None:
    page = seen(f"/p{LINK}")
    sentence = headline(project(baseline()))
    assert page.words["h1"] == sentence
    assert "script" not in page.elements
    assert page.meta["description"].startswith(sentence)
    assert page.meta["og:description"] == page.meta["twitter:description"] == page.meta["description"]
    assert page.meta["og:title"].startswith("On these assumptions, until taken: Kharkiv oblast about 14 years")
    assert page.meta["twitter:card"] == "summary_large_image"
    assert (page.meta["og:image:width"], page.meta["og:image:height"]) == ("1200", "630")
    assert page.meta["og:image"].startswith(f"{BASE}/p.png{LINK}&picture=")
    assert page.links["canonical"] == page.meta["og:url"] == f"{BASE}/p{LINK}"
    assert "Not a forecast" in page.words["footer"]


def test_a_saved_scenario_has_a_short_address_of_its_own() -> None:
    scenario = titled("Kept")
    id = saved(scenario)
    page = seen(f"/s/{id}")
    assert page.links["canonical"] == f"{BASE}/s/{id}"
    assert page.meta["og:image"].startswith(f"{BASE}/s/{id}.png?picture=")
    assert "Kept" in page.words["blockquote"]
    assert f'href="{BASE}/?s={id}"' in get(f"/s/{id}").text
    assert "never means another scenario" in page.words["footer"]


def test_a_short_link_leads_to_the_one_address() -> None:
    id = saved(titled("Kept"))
    for path, place in (("/p", ""), ("/p.png", ".png")):
        answer = CLIENT.get(f"{path}?s={id}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (307, f"{BASE}/s/{id}{place}")
    assert CLIENT.get("/p?s=/evil.example", follow_redirects=False).headers["location"] == f"{BASE}/s/%2Fevil.example"
    assert get(f"/p?s={id}&embed=true").url == f"{BASE}/s/{id}?embed=true"
    assert get(f"/p{LINK}&s={id}").status_code == 400


def test_other_parameters_of_a_link_change_nothing_but_the_frame() -> None:
    plain, tracked = seen(f"/p{LINK}"), seen(f"/p{LINK}&utm_source=chat")
    assert tracked.links["canonical"] == plain.links["canonical"]
    assert tracked.words["main"] == plain.words["main"]
    frozen = seen(f"/p{LINK}&embed=true")
    assert frozen.words["h1"] == plain.words["h1"]
    assert frozen.links["canonical"] == plain.links["canonical"]
    assert "details" not in frozen.elements
    assert "script" not in frozen.elements


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_title_is_only_ever_text(text: str) -> None:
    scenario = titled(text, note=text)
    plain, page = seen(f"/p{LINK}"), seen(f"/p{link(scenario)}")
    assert text in page.words["blockquote"]
    assert set(page.elements) <= set(plain.elements) | {"section", "blockquote", "bdi", "strong"}
    assert page.attributes <= plain.attributes | {"dir"}
    assert page.meta["og:title"] == plain.meta["og:title"]
    answer = get(f"/p.png{link(scenario)}")
    assert metadata(answer.content)["Title"] == text
    assert all("\n" not in value and value.isascii() for value in answer.headers.values())
    told = get(f"/oembed?url={quote(BASE + '/p' + link(scenario), safe='')}").json()
    assert set(_Seen(told["html"]).elements) == {"iframe"}


@pytest.mark.parametrize("text", ["a\r\nSet-Cookie: x=1", "a" * 10_000, "\x00"], ids=["lines", "long", "null"])
def test_a_title_that_cannot_be_is_refused_and_named(text: str) -> None:
    bad = LINK.replace("title=", f"title={quote(text)}")
    for path in ("/p", "/p.png"):
        answer = get(path + bad)
        assert answer.status_code == 400
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
        assert "set-cookie" not in answer.headers
    assert _Seen(get(f"/p{bad}").text).words["li"]


def test_all_that_is_wrong_with_a_link_is_named_at_once() -> None:
    answer = get("/p?v=1&rate=fast&horizon=0")
    said = _Seen(answer.text)
    assert answer.status_code == 400
    assert "rate: “fast” is not a number" in said.words["ul"]
    assert "horizon: " in said.words["ul"]
    assert "edition, start, targets" in said.words["ul"]
    assert f'href="{BASE}/?v=1&amp;rate=fast&amp;horizon=0"' in answer.text
    assert get("/p").status_code == get("/p?utm_source=chat").status_code == 400


@pytest.mark.parametrize("id", [UNKNOWN, "x", "a" * 400, "%00", "..%2f..%2fetc", '"><script>'])
def test_an_unknown_id_is_not_found_and_not_kept(id: str) -> None:
    for path in (f"/s/{id}", f"/s/{id}.png"):
        answer = get(path)
        assert answer.status_code == 404
        assert answer.headers.get("cache-control", "no-store") == "no-store"
        assert "script" not in _Seen(answer.text).elements


def test_without_the_library_saved_pages_say_so_and_full_links_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(_id: str) -> None:
        raise LibraryError("The library cannot be reached.", "secret")

    monkeypatch.setattr(share.library, "saved", down)
    answer = get(f"/s/{UNKNOWN}")
    assert answer.status_code == 503
    assert answer.headers["cache-control"] == "no-store"
    assert int(answer.headers["retry-after"]) > 0
    assert "cannot be reached" in answer.text
    assert "secret" not in answer.text
    assert get(f"/p{LINK}").status_code == 200


def test_how_long_an_answer_may_be_kept() -> None:
    page = seen(f"/p{LINK}")
    picture = page.meta["og:image"].removeprefix(BASE)
    assert get(f"/p{LINK}").headers["cache-control"] == "public, max-age=3600"
    assert get(picture).headers["cache-control"] == "public, max-age=31536000, immutable"
    for other in (f"/p.png{LINK}", f"/p.png{LINK}&picture=000000000000"):
        assert get(other).headers["cache-control"] == "public, max-age=3600"
    assert get(page.links["stylesheet"].removeprefix(BASE)).headers["cache-control"].endswith("immutable")


def test_a_picture_says_what_it_is_and_where_it_is_from() -> None:
    id = saved(titled("Kept, with a picture"))
    answer = get(f"/s/{id}.png")
    words = metadata(answer.content)
    assert answer.headers["content-type"] == "image/png"
    assert words["Title"] == "Kept, with a picture"
    assert words["Description"] == headline(project(baseline()))
    assert words["Source"] == f"{BASE}/s/{id}"


def test_a_picture_that_cannot_be_drawn_gives_way_to_one_that_nobody_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_svg: str) -> bytes:
        raise rendering.PictureError("broken", again_in=7)

    monkeypatch.setattr(rendering.pictures(), "png", failing)
    answer = get(f"/p.png{LINK}")
    assert answer.status_code == 503
    assert (answer.headers["cache-control"], answer.headers["retry-after"]) == ("no-store", "7")
    assert answer.content == rendering.FALLBACK.read_bytes()
    assert answer.headers["content-type"] == "image/png"


def test_the_public_address_goes_before_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRITORY_PUBLIC_URL", "https://example.org/how-long")
    settings.cache_clear()
    try:
        assert seen(f"/p{LINK}").links["canonical"] == f"https://example.org/how-long/p{LINK}"
        told = get(f"/oembed?url={quote('https://example.org/how-long/p' + LINK, safe='')}")
        assert told.json()["provider_url"] == "https://example.org/how-long/"
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_an_editor_finds_how_to_embed_a_page() -> None:
    page = seen(f"/p{LINK}")
    answer = get(page.links["alternate"].removeprefix(BASE))
    told = answer.json()
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (told["version"], told["type"], told["width"]) == ("1.0", "rich", 640)
    assert told["title"] == page.meta["og:title"]
    assert told["thumbnail_url"] == page.meta["og:image"]
    assert f'src="{BASE}/p' in told["html"]
    assert "embed=true" in told["html"]


def test_an_embed_is_never_larger_than_an_editor_has_room_for() -> None:
    address = quote(f"{BASE}/s/{saved(titled('Small'))}", safe="")
    told = get(f"/oembed?url={address}&maxwidth=300&maxheight=200").json()
    assert (told["width"], told["height"]) == (300, 200)
    assert "thumbnail_url" not in told


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("url=https%3A%2F%2Fother.example%2Fp", 404),
        ("url=", 404),
        ("", 404),
        (f"url={quote(BASE + '/map' + LINK, safe='')}", 404),
        (f"url={quote(BASE + '/s/' + UNKNOWN, safe='')}", 404),
        (f"url={quote(BASE + '/p?v=1', safe='')}", 400),
        (f"format=xml&url={quote(BASE + '/p' + LINK, safe='')}", 501),
        ("url=http%3A%2F%2F%5B", 404),
    ],
)
def test_an_editor_is_told_what_cannot_be_embedded(query: str, status: int) -> None:
    answer = get(f"/oembed?{query}")
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"


def test_only_so_many_pages_are_kept() -> None:
    kept = Recent(2)
    for key in "abc":
        kept.keep(key, key)
    assert [kept.get(key) for key in "abc"] == [None, "b", "c"]
    assert kept.get("b", within=-1.0) is None
