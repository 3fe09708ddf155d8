//! From bytes on disk to documents: decoding, repair, and the way back to the bytes.

use std::path::{Path, PathBuf};

use deckpress::intake::{self, mojibake};
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};
use proptest::prelude::*;

/// Sentences as people write them, in many scripts and with signs that garbled text is made of.
const GENUINE: [&str; 30] = [
    "Plain words and code: `let x = \"a\" + 'b';`",
    "The naïve café’s façade — “quite” a coup d’œil…",
    "« L’été, ça va\u{a0}? Voilà\u{a0}», dit-il à l’hôtel du château.",
    "«\u{a0}Où est le café\u{a0}» – «\u{a0}là-bas…\u{a0}»",
    "„Ä“, „Ö“ und „Ü“ heißen Umlaute; Straße, Maß… Spaß“ – schön!",
    "Zażółć gęślą jaźń, mężą prężą „słowa”.",
    "Když… víš, máš… a šíř… ÚŽASNÝ ŘEŘICHA",
    "“É isso”, disse João; AMANHÃ… e IRMÃ” não.",
    "¿Qué pasó, señor Íñigo? ¡Sí, mañana!",
    "Tiếng Việt rất đẹp: Ấn Độ, người, thường.",
    "Привет, мир! Съешь ещё этих мягких булок. Сёстры, Рёв, РЁВ.",
    "СІРІ РІДНІ КІЛІКІЇ МІСІЇ, Ґанок і їжак.",
    "Ελληνικά: αβγ, Ω, π και λόγος.",
    "日本語の文章、質問と答え。「はい」",
    "中文句子：问题和答案，“引号”。",
    "한국어 문장입니다. 질문과 답.",
    "עברית ו־العربية معًا",
    "Done ✅, failed ❌, careful ⚠️, hot 🔥, family 👨‍👩‍👧.",
    "├── src\n│   ├── lib.rs\n└── tests ──→ ↓ ↔",
    "Apple \u{f8ff} and glyphs \u{e0a0}\u{e0b0} stay.",
    "√π ≈ 1.77, ¬π, x ≤ y², n³, 45°, 10×¼, ±½, Ø20, Â²",
    "“É”, ”É”, “à–à”, l’être, d’été, …à, –à, —É",
    "„Öö on pikk“, „Ääres“ ja õhtu",
    "Ångström, Å, ÅÄÖ, Øl, œuvre, Œdipe",
    "Nestlé™” et Citroën®… café²”",
    "Türkiye’de İstanbul’da ışık, âlâ, rüzgâr…",
    "© 2024 § 5 ¶ 3 • a · b † c ‡ 100 € £5 ¥7",
    "ﬁne ﬂow ⁄ ◊ ∂f/∂x ∑ ∏ ∫",
    "Ã is a letter, and so are Â and Ð.",
    "Þetta er íslenska: orð…, það”",
];

fn seed(start: &str) -> Option<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let found = std::fs::read_dir(folder).ok().and_then(|mut entries| {
        entries.find_map(|entry| {
            entry.ok().map(|entry| entry.path()).filter(|path| name(path).starts_with(start))
        })
    });
    if found.is_none() {
        println!("left out: seed {start} does not stand beside this checkout");
    }
    found.map(|path| std::fs::read(path).unwrap())
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(std::ffi::OsStr::to_str).unwrap_or_default()
}

fn read(bytes: &[u8]) -> deckpress::model::Document {
    intake::document("d".to_owned(), bytes, "en").unwrap().document
}

fn line_breaks(text: &str) -> usize {
    text.lines().count()
}

fn non_ascii(text: &str) -> usize {
    text.chars().filter(|c| !c.is_ascii()).count()
}

/// `text` as it looks when its UTF-8 is read in `encoding`.
fn garble(text: &str, encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

fn repaired(text: &str) -> String {
    mojibake::repair(text.to_owned()).text
}

#[test]
fn garbled_seeds_are_repaired_whole() {
    for (start, runs) in [("000", 14), ("003", 10), ("004", 111)] {
        let Some(bytes) = seed(start) else { return };
        let document = read(&bytes);
        assert_eq!(document.repairs.len(), runs, "{start}");
        assert_eq!(mojibake::suspicious(&document.text).count(), 0, "{start}");
        assert_eq!(
            document.text.lines().count(),
            std::str::from_utf8(&bytes).unwrap().lines().count(),
            "{start}"
        );
        assert_eq!(document.text.contains('\u{fe0f}'), start == "004");
        for repair in &document.repairs {
            assert_eq!(document.slice(repair.span), repair.after);
            let (from, to) = document.bytes.to_origin(repair.span.range().start, repair.span.range().end);
            assert_eq!(&bytes[from..to], repair.before.as_bytes());
        }
    }
}

#[test]
fn clean_seeds_are_left_alone() {
    for (start, characters) in [("001", 15), ("002", 68)] {
        let Some(bytes) = seed(start) else { return };
        let document = read(&bytes);
        assert_eq!(document.text.as_bytes(), bytes, "{start}");
        assert_eq!((document.repairs.len(), non_ascii(&document.text)), (0, characters), "{start}");
    }
}

#[test]
fn genuine_sentences_of_every_script_stay() {
    for sentence in GENUINE {
        let result = mojibake::repair(sentence.to_owned());
        assert_eq!(result.text, sentence, "{:?}", result.repairs);
    }
    let all = GENUINE.join("\n");
    assert_eq!(mojibake::repair(all.clone()).text, all);
}

#[test]
fn garbled_sentences_are_put_right() {
    for encoding in [WINDOWS_1252, MACINTOSH] {
        for sentence in GENUINE {
            let garbled = garble(sentence, encoding);
            let result = repaired(&garbled);
            if result != sentence {
                println!("{}: {sentence}\n   {garbled}\n   {result}", encoding.name());
            }
        }
        let all = GENUINE.join("\n");
        assert_eq!(repaired(&garble(&all, encoding)), all, "{}", encoding.name());
    }
}
