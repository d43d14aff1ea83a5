"""Draws a page as SVG, as headless Chromium has laid it out: picture.py CHROMIUM PAGE.html WORDS PICTURE.svg. The card of the first
mark with these words is open."""

import pathlib
import sys
from xml.sax.saxutils import escape

from playwright.sync_api import sync_playwright

chromium, page_file, chosen, picture = sys.argv[1:5]
WIDTH, HEIGHT = 1120, 640

# Boxes with a colour or a line, and the words of each line, in the order in which they are painted.
LAID_OUT = """() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const hex = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        return a < 8 ? null : "#" + [r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("");
    };
    const found = [];
    const words = (node, style, below) => {
        const range = document.createRange();
        let line = null;
        const lines = [];
        for (let at = 0; at < node.length; at++) {
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const box = range.getClientRects()[0];
            if (!box || !box.width) continue;
            if (!line || Math.abs(line.top - box.top) > 3) lines.push(line = { words: "", left: box.left, top: box.top });
            line.words += node.data[at];
            line.right = box.right;
        }
        canvas.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
        const ascent = canvas.measureText("x").fontBoundingBoxAscent;
        const shown = (text) => style.textTransform === "uppercase" ? text.toUpperCase() : text;
        for (const { words, left, right, top } of lines) {
            if (words.trim() && top + ascent < below) found.push(["words", shown(words), left, top + ascent, right - left, parseFloat(style.fontSize), style.fontWeight,
                style.fontFamily.includes("Charter"), hex(style.color)]);
        }
    };
    const paint = (element, below) => {
        const style = getComputedStyle(element);
        if (element.matches("dd")) below = Math.min(below, element.getBoundingClientRect().bottom);
        if (element.checkVisibility && !element.checkVisibility({ visibilityProperty: true }) || element.matches(".skip, .unseen, #said, script, input[type=checkbox]")) {
            if (element.matches("input[type=checkbox]")) {
                const box = element.getBoundingClientRect();
                found.push(["dot", box.left + box.width / 2, box.top + box.height / 2, box.width / 2, hex(style.backgroundColor)]);
            }
            return;
        }
        const fill = hex(style.backgroundColor);
        const side = (name) => parseFloat(style[`border${name}Width`]) > 0 ? hex(style[`border${name}Color`]) : null;
        const [bottom, top, left] = [side("Bottom"), side("Top"), side("Left")];
        if (element !== document.documentElement && (fill || bottom || top || left)) {
            for (const box of element.getClientRects()) {
                if (box.top > innerHeight) continue;
                const radius = Math.min(parseFloat(style.borderTopLeftRadius) || 0, box.height / 2);
                found.push(["box", box.left, box.top, box.width, box.height, radius, fill, bottom, top, left, parseFloat(style.borderBottomWidth), style.borderBottomStyle,
                    style.boxShadow !== "none"]);
            }
        }
        const before = getComputedStyle(element, "::before");
        if (before.content === '""' && before.borderRadius === "50%") {
            const box = element.getBoundingClientRect(), size = parseFloat(before.width) / 2;
            found.push(["dot", box.left + parseFloat(style.paddingLeft) + size, box.top + box.height / 2, size, hex(before.backgroundColor)]);
        }
        if (element.placeholder) {
            const box = element.getBoundingClientRect();
            canvas.font = `${style.fontSize} ${style.fontFamily}`;
            found.push(["words", element.placeholder, box.left + parseFloat(style.paddingLeft), box.top + box.height / 2 + parseFloat(style.fontSize) * .36,
                canvas.measureText(element.placeholder).width, parseFloat(style.fontSize), "400", false, hex(getComputedStyle(element, "::placeholder").color)]);
        }
        for (const child of element.childNodes) {
            if (child.nodeType === Node.TEXT_NODE) words(child, style, below);
            if (child.nodeType === Node.ELEMENT_NODE) paint(child, below);
        }
    };
    paint(document.body, innerHeight);
    return found;
}"""


def number(value):
    return f"{value:.1f}".removesuffix(".0")


def box(left, top, width, height, radius, fill, bottom, above, beside, thick, line, shadow):
    whole = bottom and above and bottom == above
    if fill or whole:
        stroke = f' stroke="{bottom}"' if whole else ""
        shade = ' filter="url(#s)"' if shadow else ""
        rounded = f' rx="{number(radius)}"' if radius else ""
        size = f'x="{number(left)}" y="{number(top)}" width="{number(width)}" height="{number(height)}"'
        yield f'<rect {size}{rounded} fill="{fill or "none"}"{stroke}{shade}/>'
    if not whole:
        low, right = top + height - thick / 2, left + width
        broken = {"dashed": ' stroke-dasharray="5 3"', "dotted": ' stroke-dasharray="2 2"'}.get(line, "")
        if bottom:
            yield f'<path d="M{number(left)} {number(low)}H{number(right)}" stroke="{bottom}" stroke-width="{number(thick)}"{broken}/>'
        if beside:
            yield f'<path d="M{number(left + 0.5)} {number(top)}V{number(top + height)}" stroke="{beside}"/>'
        if above:
            yield f'<path d="M{number(left)} {number(top + 0.5)}H{number(right)}" stroke="{above}"/>'


def words(text, left, low, width, size, weight, serif, fill):
    style = f'{"serif" if serif else "ui"}' + (" b" if int(weight) > 500 else "")
    lead = len(text) - len(text.lstrip())
    # Blanks at the edges are not drawn, and have their share of the width.
    share = width / max(len(text), 1) * 0.8
    left, width = left + lead * share, width - (len(text) - len(text.strip())) * share
    fit = f' textLength="{number(width)}" lengthAdjust="spacingAndGlyphs"' if len(text.strip()) > 1 else ""
    yield f'<text class="{style}" x="{number(left)}" y="{number(low)}" font-size="{number(size)}" fill="{fill}"{fit}>{escape(" ".join(text.split()))}</text>'


def dot(across, down, radius, fill):
    yield f'<circle cx="{number(across)}" cy="{number(down)}" r="{number(radius)}" fill="{fill}"/>'


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
    page.goto(pathlib.Path(page_file).resolve().as_uri())
    page.locator("article mark", has_text=chosen).first.click()
    page.mouse.move(5, HEIGHT - 5)
    page.wait_for_timeout(400)
    found = page.evaluate(LAID_OUT)
    browser.close()

drawn = [element for kind, *given in found for element in {"box": box, "words": words, "dot": dot}[kind](*given)]
pathlib.Path(picture).write_text(
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="A page of biospan">\n'
    "<style>.serif{font-family:Charter,Georgia,'Liberation Serif',serif}.ui{font-family:system-ui,'DejaVu Sans',sans-serif}.b{font-weight:600}</style>\n"
    '<filter id="s"><feDropShadow dy="6" stdDeviation="10" flood-opacity=".2"/></filter>\n'
    f'<clipPath id="c"><rect width="{WIDTH}" height="{HEIGHT}" rx="10"/></clipPath>\n<g clip-path="url(#c)">\n'
    + "\n".join(drawn)
    + "\n</g>\n</svg>\n",
    "utf-8",
)
