//! From bytes on disk to documents: decoding, repair, and the way back to the bytes.

use std::path::Path;

use deckpress::intake::{self, mojibake};
use deckpress::model::LineIndex;
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};
use proptest::prelude::*;

use crate::invariants::check_intake;

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
        // Private-use characters alone are no evidence.
        for sentence in GENUINE.iter().filter(|sentence| !sentence.contains('\u{e0a0}')) {
            let garbled = garble(sentence, encoding);
            assert_eq!(repaired(&garbled), *sentence, "{}: {garbled}", encoding.name());
        }
        let all = GENUINE.join("\n");
        assert_eq!(repaired(&garble(&all, encoding)), all, "{}", encoding.name());
    }
}

#[test]
fn long_runs_in_other_encodings_are_put_right() {
    let russian = "Привет, мир! Что такое замыкание?";
    assert_eq!(repaired(&garble(russian, WINDOWS_1251)), russian);
    let quoted = "it’s — “fine”…";
    assert_eq!(repaired(&garble(quoted, WINDOWS_1250)), quoted);
}

#[test]
fn short_runs_need_a_reason() {
    for (garbled, clean) in [
        ("O(nÂ²) and mÂ²", "O(n²) and m²"),
        ("cafÃ©", "café"),
        ("donâ€™t", "don’t"),
        ("donâ\u{80}\u{99}t", "don’t"),
        ("â€œyesâ€\u{9d}", "“yes”"),
        ("50Â\u{a0}%", "50\u{a0}%"),
        ("step â†\u{a0} two", "step \u{21a0} two"),
        ("âš\u{a0}ï¸\u{8f} careful", "\u{26a0}\u{fe0f} careful"),
        ("ï»¿# Title", "# Title"),
        ("caf√©", "café"),
        ("O(n¬≤)", "O(n²)"),
        ("don‚Äôt", "don’t"),
        ("ÃƒÂ© and donÃ¢â‚¬â„¢t", "é and don’t"),
        ("caf√É¬©", "café"),
    ] {
        assert_eq!(repaired(garbled), clean);
    }
}

#[test]
fn repairs_make_no_lines() {
    for text in ["aâ€¨b", "aâ€©b", "aÂ\u{85}b", "aÂ…b"] {
        assert_eq!(repaired(text), text, "{text:?}");
        assert_eq!(mojibake::suspicious(text).count(), 0);
    }
}

#[test]
fn clean_and_garbled_lines_stand_side_by_side() {
    let clean = "« L’été, ça va\u{a0}? Voilà\u{a0}», dit-il.\r\n";
    let text = format!("{clean}{}{clean}", garble(clean, WINDOWS_1252));
    assert_eq!(repaired(&text), clean.repeat(3));
    let text = format!("{clean}{}{clean}", garble(clean, MACINTOSH));
    assert_eq!(repaired(&text), clean.repeat(3));
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check_intake(&bytes);
    }

    #[test]
    fn text_with_odd_characters_never_panics(text in "[a é\u{80}-\u{ff}’“”€™‚Ä√¬‡\u{f8ff}üî•\r\n\u{feff}\u{0}]{0,80}") {
        check_intake(text.as_bytes());
        let once = repaired(&text);
        prop_assert_eq!(&repaired(&once), &once);
        prop_assert_eq!(mojibake::suspicious(&once).count(), 0);
        prop_assert_eq!(LineIndex::new(&once).count(), LineIndex::new(&text).count());
    }

    #[test]
    fn genuine_text_is_left_alone(picked in prop::collection::vec(0..GENUINE.len(), 1..8)) {
        let text: Vec<&str> = picked.iter().map(|&at| GENUINE[at]).collect();
        let text = text.join("\n");
        prop_assert_eq!(repaired(&text), text);
    }

    #[test]
    fn what_is_garbled_comes_back(picked in prop::collection::vec((0..GENUINE.len(), 0..3), 1..8), separator in "\n|\r\n") {
        let mac = picked.len() % 2 == 0;
        let lines = picked.iter().filter(|(at, _)| !GENUINE[*at].contains('\u{e0a0}'));
        let (clean, garbled): (Vec<String>, Vec<String>) = lines
            .map(|&(at, how)| {
                let encoding = if mac { MACINTOSH } else { WINDOWS_1252 };
                let clean = GENUINE[at].to_owned();
                let garbled = if how == 0 { clean.clone() } else { garble(&clean, encoding) };
                (clean, garbled)
            })
            .unzip();
        prop_assert_eq!(repaired(&garbled.join(&separator)), clean.join(&separator));
    }
}

#[test]
fn every_encoding_is_recognised_and_leads_back() {
    let french = "L'été à la plage, où le garçon préfère être près de l'hôtel. Voilà déjà août.\n".repeat(3);
    let russian = "Привет, мир! Что такое замыкание и зачем оно нужно?\n".repeat(3);
    let japanese = "プロセスとスレッドの違いは何ですか。ok 答え：メモリ。\n".repeat(3);
    let chinese = "进程和线程有什么区别？ok 答：线程共享内存。\n".repeat(3);
    for (text, name) in [
        (&french, "windows-1252"),
        (&french, "macintosh"),
        (&russian, "windows-1251"),
        (&japanese, "Shift_JIS"),
        (&japanese, "EUC-JP"),
        (&chinese, "GBK"),
        (&japanese, "UTF-16LE"),
        (&french, "UTF-16BE"),
        (&russian, "UTF-8"),
    ] {
        for mark in [false, true] {
            if mark && !name.starts_with("UTF") || !mark && name == "UTF-16LE" {
                continue;
            }
            let bytes = encode(&format!("{}{text}", if mark { "\u{feff}" } else { "" }), name);
            let document = read(&bytes);
            assert_eq!(
                (document.encoding.as_str(), document.text.as_str()),
                (name, text.as_str()),
                "mark: {mark}"
            );
            for (at, character) in document.text.char_indices() {
                let (from, to) = document.bytes.to_origin(at, at + character.len_utf8());
                let back = decode(&bytes[from..to], name);
                assert!(back.contains(character), "{name}: {character:?} leads to {back:?}");
                assert!(!character.is_ascii() || back.len() == 1, "{name}: {character:?} leads to {back:?}");
            }
        }
    }
}

fn encode(text: &str, name: &str) -> Vec<u8> {
    match name {
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => Encoding::for_label(name.as_bytes()).unwrap().encode(text).0.into_owned(),
    }
}

fn decode(bytes: &[u8], name: &str) -> String {
    Encoding::for_label(name.as_bytes()).unwrap().decode_without_bom_handling(bytes).0.into_owned()
}

#[test]
fn damage_is_local_and_reported() {
    let mut bytes = "один два три ".as_bytes().to_vec();
    bytes.extend(b"\xff\0 \xef\xbb\xbfend");
    let reading = intake::document("d".to_owned(), &bytes, "en").unwrap();
    assert_eq!(reading.document.text, "один два три \u{fffd}\u{fffd} end");
    assert_eq!(reading.document.encoding, "UTF-8");
    let diagnostics = reading.diagnostics(3);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].message, "bytes that are not UTF-8 were replaced by `\u{fffd}`");
    assert_eq!(diagnostics[0].places.len(), 2);
}

#[test]
fn what_is_no_text_is_refused() {
    let refused = |bytes: &[u8]| {
        intake::document("d".to_owned(), bytes, "en").unwrap_err().diagnostic("a/d.md").message
    };
    assert_eq!(refused(b""), "`a/d.md` was left out: the file is empty");
    assert_eq!(refused(b"\xef\xbb\xbf \n"), "`a/d.md` was left out: the file is empty");
    assert_eq!(refused(b"%PDF-1.7\n..."), "`a/d.md` was left out: the file is not text: it looks like a PDF");
    assert!(refused(b"abc\0def\0\0\0gh\0").contains("data with NUL bytes"));
    assert!(refused(b"\x01\x02\x03abc\x04").contains("data with control characters"));
    assert!(intake::document("d".to_owned(), b"BZhello, RIFF and ID3 are words", "en").is_ok());
}
