"""Uses a preview as a person would, by mouse and by keyboard, and prints what was seen as JSON."""

import json
import sys

from browser import address, browser, watched


def main():
    path, words = sys.argv[1], sys.argv[2]
    seen = {}
    with browser() as chromium, watched(chromium, viewport={"width": 1280, "height": 900}) as (page, faults):
        page.goto(address(path))
        card = page.frame_locator("#card")
        count = lambda: page.locator("#count").inner_text()
        current = lambda: page.locator("#list [aria-current] > span").first.inner_text()
        background = lambda: card.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")

        seen["title"] = page.title()
        seen["all"] = count()
        seen["listed"] = page.locator("#list li").count()
        seen["front"] = card.locator(".question").inner_text()
        seen["answer before"] = card.locator("#answer").count()
        page.click("#flip")
        card.locator("#answer").wait_for(state="attached")
        seen["back"] = card.locator("#qa").inner_text()
        seen["flip says"] = page.locator("#flip").inner_text()

        first = current()
        page.keyboard.press("j")
        seen["moved"] = current() != first
        page.keyboard.press("k")
        seen["moved back"] = current() == first
        page.keyboard.press("Space")
        card.locator("#answer").wait_for(state="attached")
        page.keyboard.press("Space")
        card.locator("#answer").wait_for(state="detached")

        seen["phone"] = page.locator("#card").bounding_box()["width"]
        page.keyboard.press("w")
        seen["desktop"] = page.locator("#card").bounding_box()["width"]
        light = background()
        page.keyboard.press("t")
        card.locator("body.nightMode").wait_for()
        seen["themes"] = [light, background()]

        page.keyboard.press("/")
        page.keyboard.type(words)
        seen["found"] = [count(), page.locator("#list li > button > span:first-child").all_inner_texts()]
        page.fill("#search", "")
        page.select_option("#status", "open")
        seen["open"] = [count(), page.locator("#flip").is_disabled(), page.locator("#about").inner_text()]
        page.select_option("#status", "")
        for name in ["deck", "tag", "remark"]:
            seen[name] = page.locator(f"#{name} option").all_inner_texts()
        page.select_option("#remark", index=1)
        seen["remarked"] = count()
        page.select_option("#remark", "")
        page.keyboard.press("Escape")
        page.locator("h1").click()
        page.keyboard.press("s")
        seen["figures"] = page.locator("#statistics figcaption").all_inner_texts()
        seen["bars"] = page.locator("#statistics svg g title").all_text_contents()
        page.keyboard.press("s")

        page.set_viewport_size({"width": 360, "height": 740})
        seen["narrow"] = page.evaluate("document.documentElement.scrollWidth")
        seen["faults"] = faults
    print(json.dumps(seen))


main()
