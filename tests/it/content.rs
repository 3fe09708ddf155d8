//! What documents bring along besides words: pictures, encodings, languages; and what damage does to them.

use serde_json::{Value, json};

use deckpress::model::content::{plain_text, plain_text_of};
use deckpress::model::{Document, Tree};
use deckpress::recognise::{Options, recognise};
use deckpress::{intake, markup};

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
    let cards = report["cards"].as_array().expect("cards");
    let answers: String = cards.iter().map(|card| card["answer"].as_str().expect("a back")).collect();
    for file in files {
        let name = file.as_str().expect("a name");
        assert!(name.starts_with("deckpress-") && answers.contains(name), "{name}");
    }
    assert_eq!(answers.matches("<img src=\"deckpress-").count(), 7, "{answers}");
    assert!(answers.contains("href=\"https://example.org/far.png"));
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

/// Documents of real questions: their encoding, their text, and what is found in it: number, question, answer.
type Found = (&'static str, &'static str, &'static str);

const LETTERS: &[(&[&str], &str, &[Found])] = &[
    (
        &["GBK", "gb18030", "UTF-16LE", "UTF-16BE", "UTF-8"],
        "操作系统面试题\r\n\r\n1、什么是进程？\r\n进程是程序的一次执行，拥有独立的地址空间 <1>。\r\n\r\n2、什么是线程？\r\n\
         线程是 CPU 调度的基本单位，例如 std::vector<int>。\r\n\r\n3、死锁的必要条件有哪些？\r\n互斥、占有并等待、不可抢占、循环等待。\r\n",
        &[
            ("1", "什么是进程？", "进程是程序的一次执行，拥有独立的地址空间 <1>。"),
            ("2", "什么是线程？", "线程是 CPU 调度的基本单位，例如 std::vector<int>。"),
            ("3", "死锁的必要条件有哪些？", "互斥、占有并等待、不可抢占、循环等待。"),
        ],
    ),
    (
        &["GBK", "UTF-16LE"],
        "网络基础\n\n一、传输层\n\n（1）TCP 和 UDP 有什么区别？\nTCP 面向连接，UDP 不保证到达。\n\n（2）为什么需要三次握手？\n\
         双方都要确认对方能收能发。\n\n二、应用层\n\n（1）HTTP 是无状态的吗？\n是的，状态靠 Cookie 保存。\n\n（2）什么是 DNS？\n把域名变成地址的系统。\n",
        &[
            ("1", "TCP 和 UDP 有什么区别？", "TCP 面向连接，UDP 不保证到达。"),
            ("2", "为什么需要三次握手？", "双方都要确认对方能收能发。"),
            ("1", "HTTP 是无状态的吗？", "是的，状态靠 Cookie 保存。"),
            ("2", "什么是 DNS？", "把域名变成地址的系统。"),
        ],
    ),
    (
        &["Big5", "UTF-16BE"],
        "資料庫問答\n\n一、什麼是交易？\n一組要嘛全部成功、要嘛全部失敗的操作。\n\n二、什麼是索引？\n加快查詢的資料結構，通常是 B 樹。\n\n\
         三、正規化的目的是什麼？\n減少重複，避免更新時的矛盾。\n",
        &[
            ("1", "什麼是交易？", "一組要嘛全部成功、要嘛全部失敗的操作。"),
            ("2", "什麼是索引？", "加快查詢的資料結構，通常是 B 樹。"),
            ("3", "正規化的目的是什麼？", "減少重複，避免更新時的矛盾。"),
        ],
    ),
    (
        &["Shift_JIS", "EUC-JP", "UTF-16LE"],
        "プログラミング面接\n\n１．プロセスとスレッドの違いは何ですか？\nスレッドはメモリを共有し、プロセスは共有しません。\n\n\
         ２．ガベージコレクションとは何ですか？\n使われなくなったメモリを自動で解放する仕組みです。\n\n３．なぜ再帰にはベースケースが必要ですか？\n\
         なければ呼び出しが終わらないからです。f<1> を参照。\n",
        &[
            (
                "1",
                "プロセスとスレッドの違いは何ですか？",
                "スレッドはメモリを共有し、プロセスは共有しません。",
            ),
            ("2", "ガベージコレクションとは何ですか？", "使われなくなったメモリを自動で解放する仕組みです。"),
            (
                "3",
                "なぜ再帰にはベースケースが必要ですか？",
                "なければ呼び出しが終わらないからです。f<1> を参照。",
            ),
        ],
    ),
    (
        &["EUC-KR", "UTF-16BE"],
        "운영체제 면접 질문\n\n1. 프로세스와 스레드의 차이는 무엇인가요?\n스레드는 같은 프로세스의 메모리를 공유합니다.\n\n\
         2. 교착 상태란 무엇인가요?\n서로가 가진 자원을 기다리며 멈춘 상태입니다.\n\n3. 캐시는 왜 빠른가요?\n\
         자주 쓰는 값을 가까운 곳에 두기 때문입니다. <typename T> 참고.\n",
        &[
            ("1", "프로세스와 스레드의 차이는 무엇인가요?", "스레드는 같은 프로세스의 메모리를 공유합니다."),
            ("2", "교착 상태란 무엇인가요?", "서로가 가진 자원을 기다리며 멈춘 상태입니다."),
            ("3", "캐시는 왜 빠른가요?", "자주 쓰는 값을 가까운 곳에 두기 때문입니다. <typename T> 참고."),
        ],
    ),
    (
        &["windows-1251", "KOI8-R", "UTF-16LE", "UTF-8"],
        "Вопросы по C++\n\n1. Что такое шаблон?\nОписание семейства типов, например template <typename T>.\n\n\
         2. Зачем нужен виртуальный деструктор?\nЧтобы удаление через указатель на базу вызвало нужный деструктор.\n\n\
         3. Чем ссылка отличается от указателя?\nСсылка всегда связана с объектом и не бывает пустой.\n",
        &[
            ("1", "Что такое шаблон?", "Описание семейства типов, например template <typename T>."),
            (
                "2",
                "Зачем нужен виртуальный деструктор?",
                "Чтобы удаление через указатель на базу вызвало нужный деструктор.",
            ),
            (
                "3",
                "Чем ссылка отличается от указателя?",
                "Ссылка всегда связана с объектом и не бывает пустой.",
            ),
        ],
    ),
    (
        &["windows-1252", "macintosh", "UTF-16LE", "UTF-16BE", "UTF-8"],
        "Questions de géologie\n\n1. Qu'est-ce qu'une faille ?\nUne fracture le long de laquelle les blocs ont glissé.\n\n\
         2. D'où vient le granite ?\nD'un magma refroidi lentement à grande profondeur.\n\n\
         3. Pourquoi l'Auvergne a-t-elle des volcans ?\nLa croûte y a été étirée et amincie ; voir la note <1>.\n",
        &[
            ("1", "Qu'est-ce qu'une faille ?", "Une fracture le long de laquelle les blocs ont glissé."),
            ("2", "D'où vient le granite ?", "D'un magma refroidi lentement à grande profondeur."),
            (
                "3",
                "Pourquoi l'Auvergne a-t-elle des volcans ?",
                "La croûte y a été étirée et amincie ; voir la note <1>.",
            ),
        ],
    ),
];

fn encode(text: &str, name: &str, mark: bool) -> Vec<u8> {
    let text = format!("{}{text}", if mark { "\u{feff}" } else { "" });
    match name {
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => {
            let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).expect("an encoding");
            let (bytes, _, lossy) = encoding.encode(&text);
            assert!(!lossy, "{name} has no such character");
            bytes.into_owned()
        }
    }
}

fn found(bytes: &[u8]) -> (Document, Tree, Vec<(String, String, String)>) {
    let document = intake::document("d".to_owned(), bytes, "detect").expect("text").document;
    let tree = markup::parse(&document.text);
    let findings = recognise(0, &document, tree.clone(), &Options::default());
    let entries = findings.entries.iter().map(|entry| {
        let answer = plain_text_of(entry.answer.as_deref().unwrap_or_default());
        (
            entry.number.as_deref().unwrap_or_default().to_owned(),
            plain_text(&entry.question),
            answer.trim().to_owned(),
        )
    });
    let entries = entries.collect();
    (document, tree, entries)
}

#[test]
fn short_documents_in_every_encoding_give_their_questions() {
    let mut failures = Vec::new();
    for (encodings, text, expected) in LETTERS {
        for name in *encodings {
            for mark in [false, true] {
                if mark && !name.starts_with("UTF") {
                    continue;
                }
                let (document, tree, entries) = found(&encode(text, name, mark));
                let read: Vec<(&str, &str, &str)> =
                    entries.iter().map(|(n, q, a)| (n.as_str(), q.as_str(), a.as_str())).collect();
                // GB18030 holds all of GBK, and KOI8-U all letters of KOI8-R.
                let family = |name: &str| name.replace("GBK", "gb18030").replace("KOI8-R", "KOI8-U");
                let right = family(&document.encoding) == family(name);
                if !right || !tree.plain || read != *expected || document.text != *text {
                    failures.push(format!("{name} (mark: {mark}) as {}: {read:?}", document.encoding));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_broken_byte_does_not_change_the_encoding() {
    for (name, at) in [("Shift_JIS", 3), ("EUC-JP", 3), ("GBK", 0), ("EUC-KR", 4), ("Big5", 2)] {
        let (_, text, expected) = LETTERS[at];
        // The line in the middle loses half a character.
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let broken = lines.iter().rposition(|line| line.chars().count() > 12).expect("a long line");
        let mut bytes = encode(&lines[..broken].concat(), name, false);
        bytes.extend(encode(lines[broken].trim_end(), name, false));
        bytes.extend(b"\x81\n");
        bytes.extend(encode(&lines[broken + 1..].concat(), name, false));
        let (document, _, entries) = found(&bytes);
        assert_eq!(document.encoding, name);
        assert_eq!(entries.len(), expected.len(), "{name}: {entries:?}");
        assert_eq!(entries[0].1, expected[0].1, "{name}");
    }
}

/// The second half of a document, whose questions damage in the first must not take.
const SOUND: &str = "\n\n## What is a fjord?\n\nA valley that a glacier carved and the sea filled.\n\n\
    ## Why are fjords deep?\n\nThe ice was thick:\n\n```text\ndepth = ice\n```\n\n\
    ## Where do they end?\n\nAt a sill of *gravel*.\n";

#[test]
fn damage_stays_where_it_is() {
    let deep = |open: &str| open.repeat(1000) + "deep";
    let quoted = (0..1000).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect::<String>();
    let mut failures = Vec::new();
    for (name, damage) in [
        ("an open fence", "```python\nprint(1)\n".to_owned()),
        ("an open fence without a language", "```\nprint(1)\n".to_owned()),
        ("an open fence of tildes", "~~~js\nlet a = 1;\n".to_owned()),
        ("an open fence in an item", "- item\n\n  ```js\n  let a = 1;\n".to_owned()),
        (
            "an open fence, then whole ones",
            "```py\na\n\n## What is ice?\n\nCold.\n\n```py\nb\n```\n\n```py\nc\n```\n".to_owned(),
        ),
        ("open details", "<details><summary>What is ice?</summary>\n\nCold water.\n".to_owned()),
        ("open details and fence", "<details>\n<summary>What is ice?</summary>\n\n```py\na\n".to_owned()),
        ("open accordion", "<Accordion title=\"What is ice?\">\nCold water.\n".to_owned()),
        ("open directive", ":::note\nCold water.\n".to_owned()),
        ("open list of HTML", "<ul>\n<li>ice\n<li>snow\n".to_owned()),
        ("open table of HTML", "<table>\n<tr><td>ice\n<tr><td>snow\n".to_owned()),
        ("open quote of HTML", "<blockquote>\nice\n".to_owned()),
        ("open preformatted text", "<pre>\nice\n".to_owned()),
        ("open script", "<script>\nlet ice;\n".to_owned()),
        ("open style", "<style>\np {}\n".to_owned()),
        ("open comment", "<!-- ice\n".to_owned()),
        ("open program", "<?php\necho 1;\n".to_owned()),
        ("open section of data", "<![CDATA[ ice\n".to_owned()),
        ("open front matter", "---\ntitle: Ice\n".to_owned()),
        ("open bold and link", "**ice [snow](http://a `firn\n".to_owned()),
        ("open formula", "$$\nx = 1\n\n\\[ y\n".to_owned()),
        ("tabs", "\tice\n\n\t\t- snow\n\t1.\tfirn\n".to_owned()),
        ("a mark in the middle", "ice\u{feff} and\u{feff}\n\u{feff}snow\n".to_owned()),
        ("NUL", "ice \0 snow\n".to_owned()),
        ("deep quotes", deep("> ")),
        ("deep quotes without spaces", deep(">")),
        ("deep bullets on a line", deep("- ")),
        ("deep bullets", quoted),
        ("deep brackets", deep("[")),
        ("deep emphasis", deep("*a ")),
        ("deep elements", deep("<div>")),
        ("deep lists of HTML", deep("<ul><li>")),
        ("deep details", deep("<details>\n")),
        ("deep spans", deep("<b>")),
    ] {
        for (breaks, text) in
            [("\n", format!("# Coasts\n\n{damage}{SOUND}")), ("\r\n", String::new()), ("\r", String::new())]
        {
            let text = if text.is_empty() {
                format!("# Coasts\n\n{damage}{SOUND}").replace('\n', breaks)
            } else {
                text
            };
            let (_, _, entries) = found(text.as_bytes());
            let last: Vec<_> =
                entries.iter().rev().take(3).rev().map(|(_, q, a)| (q.as_str(), a.as_str())).collect();
            let expected = [
                ("What is a fjord?", "A valley that a glacier carved and the sea filled."),
                ("Why are fjords deep?", "The ice was thick:\ndepth = ice"),
                ("Where do they end?", "At a sill of gravel."),
            ];
            if last != expected {
                failures.push(format!("{name} with {breaks:?}: {entries:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_language_is_stated_or_shows() {
    let german = "# Küste\n\n## Was ist ein Fjord?\n\nEin Tal, das ein Gletscher geschaffen hat und das vom Meer gefüllt ist.\n";
    let stated = format!("---\nlang: de-AT\n---\n\n{german}");
    let place = Workplace::new(&[
        ("a.md", german),
        ("b.md", &stated),
        ("c.md", SOUND),
        ("d.md", "# Fjord\n\n## Vik?\n\nNes.\n"),
    ]);
    let langs = || -> Vec<String> {
        place.build(&["--only", "json"]);
        let model = place.model();
        model["documents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["lang"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(langs(), ["de", "de-AT", "en", "und"]);
    place.write("deckpress.toml", b"language = \"nb\"\n");
    assert_eq!(langs(), ["nb", "de-AT", "nb", "nb"]);
}
