"""Opens pages in headless Chromium as a reader would: with a mouse, with a keyboard, in the dark, in a narrow window."""

import contextlib
import json
import pathlib
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

chromium, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
LIVER, ARTHRITIS, TYPES = "03-liver-cancer-treatment.md.html", "21-rheumatoid-jak.txt.html", "types.html"

# The contrast of each text with what lies behind it, as WCAG counts it.
CONTRAST = """selector => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const rgb = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = (colour) => {
        const [r, g, b] = colour.map((part) => part / 255).map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const behind = (element) => {
        const colour = rgb(getComputedStyle(element).backgroundColor);
        return colour[3] === 255 || !element.parentElement ? colour : behind(element.parentElement);
    };
    return [...document.querySelectorAll(selector)].map((element) => {
        const [one, other] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
        return [element.className || element.tagName, (one + .05) / (other + .05)];
    });
}"""


@contextlib.contextmanager
def opened(browser, name, **options):
    options = {"viewport": {"width": 1280, "height": 860}, "reduced_motion": "reduce", **options}
    page = browser.new_page(**options)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.on("request", lambda request: None if request.url.startswith("file:") else faults.append(request.url))
    page.goto((folder / name).as_uri())
    yield page
    assert not faults, faults
    page.close()


def words(browser):
    """All of the paper's words are there, in their order."""
    for name in [LIVER, ARTHRITIS]:
        record = json.loads((folder / name.replace(".html", ".json")).read_text("utf-8"))
        text = record["text"].encode()
        passages = [text[passage["byte_start"] : passage["byte_end"]].decode() for passage in record["passages"]]
        with opened(browser, name) as page:
            shown = page.locator("article").text_content()
            assert "".join(shown.split()) == "".join("".join(passages).split()), name
            assert page.locator("mark:not([data-more])").count() == len(record["mentions"])


def mouse(browser):
    """Hovering shows a card, a click keeps it; types are switched off, a concept is picked."""
    with opened(browser, LIVER) as page:
        card, mark = page.locator("#card"), page.locator("article p mark", has_text="sorafenib").first
        expect(card).to_be_hidden()
        mark.hover()
        expect(card).to_be_visible()
        page.mouse.move(5, 400)
        expect(card).to_be_hidden()
        mark.click()
        page.mouse.move(5, 400)
        expect(card.locator(".name")).to_have_text("sorafenib")
        expect(card.locator("dd a").first).to_have_attribute("href", "http://purl.obolibrary.org/obo/CHEBI_50924")
        page.screenshot(path=folder / "light.png")
        page.locator("h1").click(position={"x": 2, "y": 2})
        expect(card).to_be_hidden()

        drug = page.get_by_role("checkbox", name="drug")
        drugs = page.locator(f"article mark.{drug.get_attribute('value')}")
        assert drugs.count() > 5
        drug.uncheck()
        expect(page.locator("article mark.off")).to_have_count(drugs.count())
        expect(page.locator("ul.concepts[aria-label=drug]")).to_be_hidden()
        mark.click()
        expect(card).to_be_hidden()
        drug.check()
        expect(page.locator("article mark.off")).to_have_count(0)

        pick = page.locator(".pick", has_text="hepatocellular carcinoma")
        pick.click()
        expect(pick).to_have_attribute("aria-pressed", "true")
        expect(page.locator("article mark.on:not([data-more])")).to_have_count(int(pick.locator("small").text_content()))
        expect(page.locator("article.only")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(pick).to_have_attribute("aria-pressed", "false")

        page.locator("#find").fill("sorafenib")
        expect(page.locator(".pick:visible")).to_have_count(1)


def keyboard(browser):
    """One mark is reached by Tab, the others by arrows; Enter opens the card, Escape closes it."""
    with opened(browser, ARTHRITIS) as page:
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        marks, card = page.locator("article mark:not([data-more])"), page.locator("#card")
        expect(marks.nth(0)).to_be_focused()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        expect(marks.nth(2)).to_be_focused()
        page.keyboard.press("ArrowLeft")
        expect(marks.nth(1)).to_be_focused()
        page.keyboard.press("Enter")
        expect(card).to_be_visible()
        expect(card.locator("a").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()
        expect(marks.nth(1)).to_be_focused()
        concept = marks.nth(1).get_attribute("data-c")
        same = page.locator(f"article mark[data-c='{concept}']:not([data-more])")
        assert same.count() > 1
        page.keyboard.press("n")
        expect(same.nth(1)).to_be_focused()
        page.keyboard.press("p")
        expect(same.nth(0)).to_be_focused()
        page.keyboard.press("/")
        expect(page.locator("#find")).to_be_focused()


def looks(browser):
    """Dark and narrow, and legible in each: contrast of text is 4.5 and more."""
    for scheme in ["light", "dark"]:
        with opened(browser, TYPES, color_scheme=scheme) as page:
            # Pointed at, a mark is stronger.
            page.evaluate("document.querySelectorAll('mark').forEach((mark, at) => { if (at % 2) mark.classList.add('now'); })")
            page.wait_for_timeout(300)
            ratios = page.evaluate(CONTRAST, "mark, aside small, aside h2, legend, label, .pick span, footer, header b, header button")
            low = [(name, round(ratio, 2)) for name, ratio in ratios if ratio < 4.5]
            assert len(ratios) > 40 and not low, (scheme, low)
            colours = page.locator("mark").evaluate_all("marks => marks.map(mark => getComputedStyle(mark).borderBottomColor)")
            assert len(set(colours)) == 10, colours
    with opened(browser, ARTHRITIS, color_scheme="dark") as page:
        background = "getComputedStyle(document.body).backgroundColor"
        dark, shade = page.evaluate(background), page.locator("#shade")
        expect(shade).to_have_attribute("aria-pressed", "true")
        page.locator("article mark").nth(4).click()
        page.screenshot(path=folder / "dark.png")
        shade.click()
        expect(shade).to_have_attribute("aria-pressed", "false")
        assert page.evaluate(background) != dark
    with opened(browser, LIVER, viewport={"width": 400, "height": 800}) as page:
        side, button = page.locator("#side"), page.locator("#open")
        expect(side).not_to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        page.screenshot(path=folder / "narrow.png")
        button.click()
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(side).to_be_in_viewport()
        page.screenshot(path=folder / "narrow-concepts.png")
        page.locator(".pick").first.click()
        expect(button).to_have_attribute("aria-expanded", "false")


def access(browser):
    """What axe finds: nothing."""
    for name in [LIVER, ARTHRITIS, TYPES]:
        for scheme in ["light", "dark"]:
            with opened(browser, name, color_scheme=scheme) as page:
                page.locator("article mark").first.click()
                found = Axe().run(page)
                assert found.violations_count == 0, found.generate_report()


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    for look in [words, mouse, keyboard, looks, access]:
        look(browser)
        print(f"{look.__name__}: as it should be")
    browser.close()
