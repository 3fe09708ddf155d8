//! What documents bring along besides words: pictures, encodings, languages; and what damage does to them.

use serde_json::{Value, json};

use crate::build::Workplace;
use crate::clients;

/// A picture of one point, whose last bytes are `tail`: Anki and browsers read up to the end mark.
fn png(tail: &[u8]) -> Vec<u8> {
    const POINT: &[u8] =
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\
        \x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";
    [POINT, tail].concat()
}

const SHOWING: &str = "# Rivers

## What does a meander look like?

It bends, ![a bend](img/bend.png?raw=true) and ![again](../rivers/img/bend.png).

![ref][map]

<img src=\"img/my%20delta.png\" width=300>

| before | after |
| --- | --- |
| ![[oxbow.png]] | ![](img\\deep\\lake.png) |

## What is the source?

![drawn](/drawn.svg)

![on the web](https://example.org/far.png)

[map]: <img/my map.png>
";

fn shown() -> Workplace {
    let place = Workplace::new(&[("rivers/notes.md", SHOWING)]);
    for (at, name) in ["bend", "my delta", "deep/lake", "my map"].into_iter().enumerate() {
        place.write(&format!("source/rivers/img/{name}.png"), &png(&[u8::try_from(at).unwrap()]));
    }
    place.write("source/attachments/oxbow.png", &png(b"oxbow"));
    place.write("source/attachments/unused.png", &png(b"unused"));
    place.write("source/drawn.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>");
    place
}

#[test]
fn pictures_travel_with_the_deck() {
    if clients::left_out("pictures_travel_with_the_deck") {
        return;
    }
    let place = shown();
    let said = place.build(&[]);
    assert!(!said.contains("picture"), "{said}");
    let report = clients::python("anki_cards.py", &[&place.path("output/deck.apkg")]);
    let report: Value = serde_json::from_str(&report).expect("a report");
    assert_eq!(report["media_missing"], json!([]));
    assert_eq!(report["media_unused"], json!([]));
    let files = report["media_files"].as_array().expect("a list");
    // The bend is shown twice and is one file; what no document shows stays behind.
    assert_eq!(files.len(), 6, "{files:?}");
    let answers = report["cards"].to_string();
    for file in files {
        let name = file.as_str().expect("a name");
        assert!(name.starts_with("deckpress-") && answers.contains(name), "{name}");
    }
    assert_eq!(answers.matches("<img src=\\\"deckpress-").count(), 7, "{answers}");
    assert!(answers.contains("href=\\\"https://example.org/far.png"));
}

#[test]
fn the_same_picture_has_the_same_name_in_every_build() {
    let names = || {
        let place = shown();
        place.build(&["--only", "json"]);
        let model = String::from_utf8(place.read("output/model.json")).expect("UTF-8");
        let names = model
            .match_indices("deckpress-")
            .map(|(at, _)| model[at..].split(')').next().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    let once = names();
    assert!(once.len() >= 7 && once == names(), "{once:?}");
}

#[test]
fn pictures_that_cannot_come_along_are_named_with_their_place() {
    let text = "# Rivers\n\n## What is a ford?\n\nA way ![x](img/none.png) through, ![y](../../secret.png), \
                ![z](notes.md), ![s](bad.svg), ![l](link.png), ![deckpress](deckpress-0000.png).\n";
    let place = Workplace::new(&[("a/notes.md", text)]);
    place.write("secret.png", &png(b"secret"));
    place.write("source/a/bad.svg", b"<svg onload='x()'></svg>");
    #[cfg(unix)]
    std::os::unix::fs::symlink("../../secret.png", place.path("source/a/link.png")).expect("a link");
    let output = place.run(&["build", "--now", "1700000000", "--only", "json,apkg"]);
    let said =
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    for expected in [
        "the picture `img/none.png` was not found",
        "a/img/none.png",
        "the picture `../../secret.png` lies outside the source folder",
        "`notes.md` is no picture",
        "the picture `bad.svg` holds a script",
        "the picture `deckpress-0000.png` was not found",
        "missing-picture",
        "unusable-picture",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    #[cfg(unix)]
    assert!(said.contains("the picture `link.png` lies outside"), "{said}");
    let model = String::from_utf8(place.read("output/model.json")).expect("UTF-8");
    assert!(model.contains("](./deckpress-0000.png)"), "it must not look like one of the media");
}
