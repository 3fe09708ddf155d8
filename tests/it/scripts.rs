//! Scripts that the shipped fonts lack, in fonts of the user's own: outlines of both kinds, and text that runs to the left.

use std::fs;

use deckpress::model::content::{Align, Item, List, Row, Table};
use deckpress::model::{Block, BlockKind, Collection, Inline, InlineKind, Span};
use deckpress::write::pdf::cheatsheet::{Fit, cheatsheet};
use deckpress::write::pdf::emit;
use deckpress::write::pdf::font::{FontError, Fonts};
use deckpress::write::pdf::handbook::handbook;
use deckpress::write::pdf::page::{GlyphRun, Mark, Paper};
use deckpress::write::pdf::theme::Theme;
use deckpress::write::pdf::units::Pt;
use deckpress::write::{WriteContext, Writer, pdf::Pdf};
use lopdf::{Dictionary, Document};

use crate::clients;
use crate::pdf::{CONTEXT, glyph_runs, many, one_answer, plain, text};

const HEBREW: &[u8] = include_bytes!("../fixtures/fonts/NotoSansHebrew.ttf");
const ARABIC: &[u8] = include_bytes!("../fixtures/fonts/NotoNaskhArabic.ttf");
const CHINESE: &[u8] = include_bytes!("../fixtures/fonts/NotoSansCJKsc.otf");
const COLLECTION: &[u8] = include_bytes!("../fixtures/fonts/NotoSansCJK.ttc");

fn fonts(files: &[(&str, &[u8], Option<&str>)]) -> Fonts {
    let mut fonts = Fonts::default();
    for (name, bytes, face) in files {
        fonts.add(name, bytes.to_vec(), *face).expect("a font");
    }
    fonts
}

fn semitic() -> Fonts {
    fonts(&[("NotoSansHebrew.ttf", HEBREW, None), ("NotoNaskhArabic.ttf", ARABIC, None)])
}

fn printed(collection: &Collection, fonts: Fonts) -> Vec<u8> {
    let mut context: WriteContext = CONTEXT;
    context.print.fonts = fonts;
    let written = Pdf.write(collection, &context).expect("a PDF");
    assert_eq!(written.diagnostics, []);
    written.artifacts.into_iter().next().expect("a cheat sheet").bytes
}

fn one_column() -> Theme {
    Theme { columns: 1, ..Theme::cheatsheet() }
}

fn paper(answer: Vec<Block>, fonts: Fonts) -> Paper {
    let theme = Theme { fonts: fonts.clone(), ..one_column() };
    let paper = cheatsheet(&one_answer(answer), &theme, Fit::default()).0;
    Paper { fonts, ..paper }
}

/// What PDFium reads on the first page.
fn copied(name: &str, bytes: &[u8]) -> String {
    let folder = clients::target_folder().join("pdf");
    fs::create_dir_all(&folder).expect("the target folder is writable");
    let path = folder.join(format!("{name}.pdf"));
    fs::write(&path, bytes).expect("the target folder is writable");
    let said: serde_json::Value =
        serde_json::from_str(&clients::python("pdf_read.py", &[&path])).expect("JSON");
    assert_eq!(said["problems"], serde_json::json!([]));
    assert_eq!(said["notdefs"], 0);
    said["pages"][0]["text"].as_str().expect("text").to_string()
}

/// The run that holds `part`.
fn run<'a>(paper: &'a Paper, part: &str) -> &'a GlyphRun {
    let found = glyph_runs(paper).find(|run| run.text.contains(part));
    found.unwrap_or_else(|| panic!("{part} is not in {}", paper.dump()))
}

#[test]
fn outlines_in_cff_are_embedded_as_what_they_are() {
    let answer = vec![plain("哈希表把键映射到数组的下标。")];
    let bytes = printed(&one_answer(answer), fonts(&[("NotoSansCJKsc.otf", CHINESE, None)]));
    let pdf = Document::load_mem(&bytes).expect("a PDF");
    let dictionaries = || pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let has_name = |dictionary: &&Dictionary, key: &[u8], name: &str| {
        dictionary
            .get(key)
            .and_then(|value| value.as_name())
            .is_ok_and(|found| found.ends_with(name.as_bytes()))
    };
    let descriptor = dictionaries()
        .find(|dictionary| has_name(dictionary, b"FontName", "+NotoSansCJKsc"))
        .expect("the font is embedded");
    let program =
        descriptor.get(b"FontFile3").and_then(|file| pdf.dereference(file)).expect("a font program");
    let program = program.1.as_stream().expect("a stream");
    assert!(has_name(&&program.dict, b"Subtype", "CIDFontType0C"), "{:?}", program.dict);
    assert!(program.content.len() < CHINESE.len(), "{} bytes", program.content.len());
    let font = dictionaries()
        .filter(|dictionary| has_name(dictionary, b"BaseFont", "+NotoSansCJKsc"))
        .find_map(|font| font.get(b"DescendantFonts").and_then(|fonts| fonts.as_array()).ok())
        .expect("a composite font");
    let font = font[0].as_dict().expect("a font");
    assert!(has_name(&font, b"Subtype", "CIDFontType0") && !font.has(b"CIDToGIDMap"), "{font:?}");
    if clients::left_out("outlines_in_cff_are_embedded_as_what_they_are") {
        return;
    }
    let said = copied("cff", &bytes);
    assert!(said.contains("哈希表把键映射到数组的下标。"), "{said}");
}

#[test]
fn a_collection_gives_the_font_that_is_named() {
    let answer = || one_answer(vec![plain("直角")]);
    let of = |face| printed(&answer(), fonts(&[("NotoSansCJK.ttc", COLLECTION, face)]));
    assert_eq!(of(None), of(Some("noto sans cjk jp")));
    assert_eq!(of(Some("Noto Sans CJK SC")), of(Some("1")));
    assert_ne!(of(Some("0")), of(Some("1")));
    let error = Fonts::default().add("a.ttc", COLLECTION.to_vec(), Some("Noto Sans CJK KR"));
    let Err(FontError::NoFace { known, .. }) = error else { panic!("{error:?}") };
    assert_eq!(known, "`Noto Sans CJK JP`, `Noto Sans CJK SC`");
}

#[test]
fn hebrew_begins_at_the_right_edge_with_markers_bars_and_columns() {
    let item = |words| Item { span: Span::default(), task: None, blocks: [plain(words)].into() };
    let list = List {
        start: Some(1), tight: true, items: vec![item("פריט ראשון"), item("פריט שני")].into()
    };
    let row = |cells: [&str; 2]| Row {
        span: Span::default(),
        cells: cells.iter().map(|cell| vec![text(cell)].into()).collect(),
    };
    let table = Table {
        align: vec![Align::Default; 2].into(),
        head: row(["שם", "ערך"]),
        rows: vec![row(["תור", "7"]), row(["ערימה", "8"])].into(),
    };
    let block = |kind| Block::new(Span::default(), kind);
    let answer = vec![
        plain("פרוטוקול TCP שולח 3 חבילות."),
        block(BlockKind::List(list)),
        block(BlockKind::Table(table.into())),
        plain("In English שלום is a word."),
    ];
    let paper = paper(answer, semitic());
    let right = one_column().margin + one_column().column_width();
    let ends = |run: &GlyphRun| run.at.x + run.width();
    let first = run(&paper, "פרוטוקול");
    let (tcp, stop) = (run(&paper, "TCP"), run(&paper, "חבילות"));
    assert!((ends(first) - right).0.abs() < 0.1 && first.to_left, "{first:?}");
    assert!(ends(tcp) <= first.at.x + Pt(0.1) && stop.at.x < tcp.at.x && !tcp.to_left);
    // Its marker stands right of an item, its number right of its stop.
    let item = run(&paper, "פריט ראשון");
    let beside = |said: &str| {
        let mut beside = glyph_runs(&paper).filter(|run| run.at.y == item.at.y);
        beside.find(|run| run.text == said).unwrap_or_else(|| panic!("{said} is not in {}", paper.dump()))
    };
    let (number, stop) = (beside("1"), beside("."));
    let (from, to) = (ends(item), right + Pt(0.1));
    assert!(from < stop.at.x && stop.at.x < number.at.x && ends(number) <= to, "{}", paper.dump());
    assert!(ends(run(&paper, "שם")) <= right && run(&paper, "ערך").at.x < run(&paper, "שם").at.x);
    assert!((ends(run(&paper, "7")) - ends(run(&paper, "8"))).0.abs() < 0.1);
    let english = run(&paper, "In English");
    assert!((english.at.x - Theme::cheatsheet().margin).0.abs() < 0.1, "{english:?}");
}

#[test]
fn arabic_letters_join_and_copy_in_their_order() {
    let code = Inline::new(Span::default(), InlineKind::Code("f(x)".into()));
    let content = vec![text("الفهرس يسرع البحث، والأمر "), code, text(" اختياري.")];
    let answer = vec![Block::new(Span::default(), BlockKind::Paragraph(content.into()))];
    let paper = paper(answer.clone(), semitic());
    let joined = run(&paper, "البحث");
    // Five letters, the last four of which join: alone they would be as wide as in the table of the font.
    assert!(joined.to_left && joined.glyphs.len() >= 5, "{joined:?}");
    let code = run(&paper, "f(x)");
    assert!(!code.to_left && code.at.x < joined.at.x);
    if clients::left_out("arabic_letters_join_and_copy_in_their_order") {
        return;
    }
    let said = copied("arabic", &printed(&one_answer(answer), semitic()));
    for word in ["الفهرس", "يسرع", "البحث", "والأمر", "اختياري"] {
        assert!(said.contains(word), "{word} is not in {said}");
    }
}

#[test]
fn a_book_that_runs_to_the_left_is_mirrored() {
    let mut collection = many(60);
    collection.documents[0].lang = "he".to_string();
    collection.notes[0].draft.question = [text("מהו תור עדיפויות?")].into();
    let fonts = semitic();
    let theme = Theme { fonts: fonts.clone(), ..Theme::handbook() };
    let paper = Paper { fonts: fonts.clone(), ..handbook(&collection, &theme) };
    let (left, right) = (theme.margin, theme.page_width - theme.margin);
    let ends = |run: &GlyphRun| run.at.x + run.width();
    let near = |a: Pt, b: Pt| (a - b).0.abs() < 0.1;
    let on = |page: usize| {
        paper.pages[page].marks.iter().filter_map(|mark| match mark {
            Mark::Glyphs(run) => Some(run),
            _ => None,
        })
    };
    // Titles of either script begin at the right edge of the first column, which is the one at the right; their pages
    // stand at its left edge, dots between them.
    let column = right - theme.column_width();
    let [topic, question] =
        ["Alpha", "מהו"].map(|part| on(0).find(|run| run.text.starts_with(part)).expect("a line"));
    assert!(near(ends(topic), right) && !topic.to_left, "{topic:?}");
    assert!(ends(question) < right && question.to_left && near(right - ends(question), theme.indent * 0.6));
    let page = on(0).find(|run| run.at.y == question.at.y && run.text == "2").expect("a page");
    assert!(near(page.at.x, column), "{page:?}");
    let dots = paper.pages[0].marks.iter().filter_map(|mark| match mark {
        Mark::Stroke { points, .. } if points[0].y == question.at.y && points[0].x >= column => {
            Some(points[0].x)
        }
        _ => None,
    });
    let dots: Vec<Pt> = dots.collect();
    let first_word = on(0).filter(|run| run.at.y == question.at.y && run.to_left).map(|run| run.at.x);
    let until = first_word.fold(right, Pt::min);
    assert!(dots.len() > 10 && dots.iter().all(|dot| (ends(page)..until).contains(dot)), "{dots:?}");
    // Heads and feet are mirrored too.
    let head = on(1).find(|run| run.text == "Many" && run.at.y < theme.margin + theme.header);
    assert!(head.is_some_and(|head| near(ends(head), right)), "{head:?}");
    let foot = on(1).find(|run| run.text.starts_with("page"));
    assert!(foot.is_some_and(|foot| near(foot.at.x, left)), "{foot:?}");
    let bytes = emit::pdf(paper, &CONTEXT).expect("a PDF");
    let pdf = Document::load_mem(&bytes).expect("a PDF");
    let preferences =
        pdf.catalog().and_then(|catalog| catalog.get(b"ViewerPreferences")).expect("preferences");
    let direction = preferences.as_dict().and_then(|all| all.get(b"Direction")?.as_name()).expect("a name");
    assert_eq!(direction, b"R2L");
}
