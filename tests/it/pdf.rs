//! The cheat sheet as readers see it: qpdf for the file, PDFium for its text and glyphs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use deckpress::model::content::{
    Align, Code, Definition, Hyperlink, Image, Item, List, Row, Table, plain_text,
};
use deckpress::model::{
    Block, BlockKind, Blocks, Collection, Difficulty, Document, Draft, Fields, Inline, InlineKind, Inlines,
    LineIndex, Link, Media, Note, NoteKind, OffsetMap, Passage, Span, Stamp,
};
use deckpress::render::diagram;
use deckpress::sheet::Options;
use deckpress::write::note_type::NoteType;
use deckpress::write::pdf::Print;
use deckpress::write::pdf::cheatsheet::{self, Fit};
use deckpress::write::pdf::content::{Measure, Setter};
use deckpress::write::pdf::emit;
use deckpress::write::pdf::flow::paginate;
use deckpress::write::pdf::handbook::handbook;
use deckpress::write::pdf::language::Language;
use deckpress::write::pdf::page::{GlyphRun, Mark, Page, Paper};
use deckpress::write::pdf::picture::Pictures;
use deckpress::write::pdf::shape::Shaper;
use deckpress::write::pdf::tag::Tag;
use deckpress::write::pdf::theme::Theme;
use deckpress::write::pdf::units::Pt;
use deckpress::write::{WriteContext, Writer, pdf::Pdf};
use serde_json::Value;

use crate::clients;

pub const CONTEXT: WriteContext = WriteContext {
    now: 1_790_000_000,
    version: "0.0.0",
    note_type: NoteType::SHIPPED,
    print: Print::SHIPPED,
    sheet: Options::DEFAULT,
};

#[test]
fn qpdf_finds_nothing_to_complain_about() {
    if clients::left_out("qpdf_finds_nothing_to_complain_about") {
        return;
    }
    let said = read("clean", &everything());
    assert_eq!(said["problems"], serde_json::json!([]));
    assert_eq!(said["version"], "1.7");
    assert_eq!(said["lang"], "en");
    assert_eq!(said["title"], "A deck & its <title>");
    assert_eq!(said["xmp_title"], "A deck & its <title>");
    assert_eq!(said["created"], "D:20260921141320Z");
}

#[test]
fn fonts_are_embedded_subsets_and_no_glyph_is_missing() {
    if clients::left_out("fonts_are_embedded_subsets_and_no_glyph_is_missing") {
        return;
    }
    let said = read("fonts", &everything());
    let fonts = said["fonts"].as_object().expect("fonts by name");
    assert!(fonts.len() >= 6, "{fonts:?}");
    for (name, embedded) in fonts {
        let (tag, _) = name.split_once('+').expect("a subset has a tag");
        assert!(tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()), "{name}");
        assert_eq!(embedded, true, "{name}");
    }
    assert_eq!(said["notdefs"], 0);
}

#[test]
fn every_word_can_be_copied() {
    if clients::left_out("every_word_can_be_copied") {
        return;
    }
    let collection = everything();
    let text = squeezed(&all_text(&read("words", &collection)));
    for note in &collection.notes {
        let question = squeezed(&plain_text(&note.draft.question));
        assert!(text.contains(&question), "{question} is not in {text}");
        assert!(text.contains(note.short_id()), "{}", note.short_id());
    }
    let blocks = collection.notes.iter().filter_map(|note| note.draft.answer.as_ref()).flatten();
    let mut expected = Vec::new();
    for block in blocks.chain(collection.passages.iter().flat_map(|passage| &passage.blocks)) {
        words(block, &mut expected);
    }
    assert!(expected.len() > 100, "{}", expected.len());
    // Mathematics is set, not written out.
    assert!(text.contains("eiπ+1=0") && text.contains("∑k=1nk"), "{text}");
    for word in expected.into_iter().filter(|word| !word.contains(['^', '\\'])) {
        assert!(text.contains(&squeezed(&word)), "{word} is not in {text}");
    }
}

#[test]
fn indentation_of_code_is_text_and_no_gap() {
    // PDFium runs spaces together when it copies, so this asks the page itself.
    let paper = cheatsheet(&everything(), &Theme::cheatsheet());
    let said: String = glyph_runs(&paper).map(|run| run.text.as_str()).collect();
    assert!(said.contains("def area(radius):    if radius < 0:        raise ValueError("), "{said}");
}

#[test]
fn every_glyph_lies_inside_the_margins() {
    if clients::left_out("every_glyph_lies_inside_the_margins") {
        return;
    }
    let ten_millimetres = 10.0 * 72.0 / 25.4;
    for (name, collection) in [("margins", everything()), ("margins-many", many(150))] {
        for page in read(name, &collection)["pages"].as_array().expect("pages") {
            let side = |list: &str, index: usize| page[list][index].as_f64().expect("a length");
            assert!(side("box", 0) >= ten_millimetres, "{}", page["box"]);
            assert!(side("box", 1) >= ten_millimetres, "{}", page["box"]);
            assert!(side("box", 2) <= side("size", 0) - ten_millimetres, "{}", page["box"]);
            assert!(side("box", 3) <= side("size", 1) - ten_millimetres, "{}", page["box"]);
        }
    }
}

#[test]
fn footers_count_the_pages() {
    if clients::left_out("footers_count_the_pages") {
        return;
    }
    let said = read("footers", &many(150));
    let pages = said["pages"].as_array().expect("pages");
    assert!(pages.len() >= 4, "{}", pages.len());
    for (index, page) in pages.iter().enumerate() {
        let footer = format!("page {} of {}", index + 1, pages.len());
        assert!(page["text"].as_str().expect("text").contains(&footer), "{footer}");
    }
}

#[test]
fn the_outline_leads_to_where_the_titles_stand() {
    if clients::left_out("the_outline_leads_to_where_the_titles_stand") {
        return;
    }
    let collection = many(150);
    let said = read("outline", &collection);
    let outline = said["outline"].as_array().expect("outline");
    let questions = outline.iter().filter(|item| item["level"] == 1).count();
    assert_eq!(questions, collection.notes.iter().filter(|note| note.draft.answer.is_some()).count());
    for item in outline {
        let page = usize::try_from(item["page"].as_u64().expect("a page")).expect("few pages");
        let text = squeezed(said["pages"][page]["text"].as_str().expect("text"));
        let title = squeezed(item["title"].as_str().expect("a title"));
        assert!(text.contains(&title), "{title} is not on page {page}");
    }
    let paper = cheatsheet(&collection, &Theme::cheatsheet());
    assert_eq!(paper.outline.len(), outline.len());
    for (bookmark, item) in paper.outline.iter().zip(outline) {
        let first_word = bookmark.title.split(' ').next().expect("a word");
        let below = |mark: &Mark| match mark {
            Mark::Glyphs(run) => {
                run.text.contains(first_word)
                    && run.at.x == bookmark.at.at.x
                    && (bookmark.at.at.y..bookmark.at.at.y + Pt(15.0)).contains(&run.at.y)
            }
            _ => false,
        };
        let page = &paper.pages[bookmark.at.page];
        assert!(page.marks.iter().any(below), "{bookmark:?}");
        assert_eq!(item["page"], bookmark.at.page);
        let top = item["top"].as_f64().expect("a height");
        assert!(
            (top - f64::from((page.height - bookmark.at.at.y).0)).abs() < 0.01,
            "{bookmark:?} and {item}"
        );
    }
}

#[test]
fn links_can_be_followed_and_have_no_border() {
    if clients::left_out("links_can_be_followed_and_have_no_border") {
        return;
    }
    let said = read("links", &everything());
    let links: Vec<&Value> = said["links"]
        .as_array()
        .expect("pages")
        .iter()
        .flat_map(|page| page.as_array().expect("links"))
        .collect();
    let to = |url: &str| links.iter().any(|link| link["uri"] == url);
    assert!(to("https://example.org/a?b=c&d=%C3%A9"), "{links:?}");
    assert!(to("https://example.org/practice"), "{links:?}");
    assert!(!to("../elsewhere.md"), "{links:?}");
    assert!(links.iter().all(|link| link["border"] == serde_json::json!([0.0, 0.0, 0.0])), "{links:?}");
}

#[test]
fn everything_on_a_page_is_part_of_the_structure_or_decoration() {
    if clients::left_out("everything_on_a_page_is_part_of_the_structure_or_decoration") {
        return;
    }
    for (name, collection) in [("structure", everything()), ("structure-many", many(150))] {
        let said = read(name, &collection);
        let mut pieces: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        let mut roles: BTreeMap<String, usize> = BTreeMap::new();
        walk(&said["structure"], &mut |role| *roles.entry(role.to_string()).or_default() += 1, &mut pieces);
        for (index, page) in said["marked"].as_array().expect("pages").iter().enumerate() {
            assert_eq!(page["bare"], 0, "page {index}");
            // Each piece stands in the tree once, in the order in which it is drawn.
            assert_eq!(serde_json::json!(pieces[&(index as u64)]), page["numbers"], "page {index}");
            assert_eq!(page["owners"], page["numbers"].as_array().map(Vec::len).expect("numbers"));
        }
        let mut expected = vec!["Document", "H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Code"];
        if name == "structure" {
            expected.extend(["H4", "Table", "TR", "TH", "TD", "BlockQuote", "Note", "Link"]);
        }
        for role in expected {
            assert!(roles.contains_key(role), "{role} is not in {roles:?}");
        }
        for link in
            said["links"].as_array().expect("pages").iter().flat_map(|page| page.as_array().expect("links"))
        {
            assert!(link["in_tree"] == true && link["contents"] != "", "{link}");
        }
    }
}

#[test]
fn pictures_and_diagrams_are_drawn_and_say_what_they_show() {
    if clients::left_out("pictures_and_diagrams_are_drawn_and_say_what_they_show") {
        return;
    }
    let dot = clear_dot();
    let diagram = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"20\"><rect width=\"9\" height=\"9\"/></svg>";
    let image = |url: &str, alt: &str| Image { url: url.into(), alt: alt.into(), title: "".into() };
    let source = "graph TD; A-->B";
    let mut collection = one_answer(vec![
        block(BlockKind::Image(image("dot.png", "a clear dot").into())),
        block(BlockKind::Diagram { language: "mermaid".into(), source: source.into() }),
        block(BlockKind::Image(image("lost.png", "not to be found").into())),
    ]);
    collection.media = vec![Media { name: "dot.png".to_string(), bytes: dot }];
    collection.pictures = vec![Media { name: "drawn.svg".to_string(), bytes: diagram.into() }];
    collection.drawn.insert(source.to_string(), "drawn.svg".to_string());
    let said = read("pictures", &collection);
    assert_eq!(said["problems"], serde_json::json!([]));
    let expected = serde_json::json!([["Form", 0, 0, false], ["Image", 3, 2, true]]);
    assert_eq!(said["drawn"], expected);
    let structure = said["structure"].to_string();
    for words in ["[\"Figure\",\"a clear dot\"", "[\"Figure\",\"mermaid diagram: graph TD; A-->B\""] {
        assert!(structure.contains(words), "{words} is not in {structure}");
    }
    assert!(all_text(&said).contains("not to be found"));
    let theme = Theme::cheatsheet();
    for mark in cheatsheet(&collection, &theme).pages.iter().flat_map(|page| &page.marks) {
        if let Mark::Picture(area, picture) = mark {
            let scale = area.width / picture.width;
            assert!(scale <= 1.0 && area.width <= theme.column_width(), "{area:?}");
            assert!((area.height / picture.height - scale).abs() < 0.001, "{area:?}");
        }
    }
}

/// Seven points are the least that is printed; a tenth less is no reason to draw a diagram in another way.
#[test]
fn letters_of_large_diagrams_can_be_read_in_a_column() {
    let list =
        |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<Vec<_>>().join("\n");
    let chain = list(10, &|n| format!("  A{n}[Step {n} does work] --> A{}[Step {} does work]", n + 1, n + 1));
    let fan = list(10, &|n| format!("  R[Root] --> A{n}[Leaf number {n}]"));
    let grid =
        list(8, &|n| format!("  R[Root] --> A{n}[Leaf number {n}] --> B{n}[Second stage {n}] --> E[End]"));
    let tree =
        list(16, &|n| format!("  R[Root of all] --> A{0}[Branch {0}] --> L{n}[Leaf {n} with text]", n / 4));
    let kinds = list(7, &|n| format!("  Base <|-- Kind{n}\n  Kind{n} : +run(argument) bool"));
    let heads = ["flowchart LR", "graph TD", "graph LR", "graph TD", "classDiagram"];
    for (head, body) in heads.into_iter().zip([chain, fan, grid, tree, kinds]) {
        let source = format!("{head}\n{body}");
        let diagram = BlockKind::Diagram { language: "mermaid".into(), source: source.as_str().into() };
        let mut collection = one_answer(vec![block(diagram)]);
        let svg = diagram::svg("mermaid", &source).expect("a diagram");
        collection.pictures = vec![Media { name: "drawn.svg".to_string(), bytes: svg.into_bytes() }];
        collection.drawn.insert(source.clone(), "drawn.svg".to_string());
        let theme = Theme::handbook();
        let paper = handbook(&collection, &theme);
        let drawn = paper.pages.iter().flat_map(|page| &page.marks).find_map(|mark| match mark {
            Mark::Picture(area, picture) => Some((area, picture)),
            _ => None,
        });
        let (area, picture) = drawn.expect("a drawing");
        let letters = picture.letters().expect("letters") * (area.width / picture.width);
        assert!(letters >= Pt(6.3) && letters <= Pt(14.0), "{letters:?} in {source}");
        assert!(area.width <= theme.column_width() && area.height <= theme.column_height(), "{area:?}");
    }
}

/// Three pixels by two, half of them clear, as PNG.
fn clear_dot() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixel = |x: u32, _: u32| image::Rgba([10, 20, 30, if x == 0 { 0 } else { 255 }]);
    image::RgbaImage::from_fn(3, 2, pixel).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

#[test]
fn a_table_repeats_its_head_and_code_shows_that_it_goes_on() {
    let rows = (0..120).map(|index| row(&[&format!("row {index}"), "what it means"]));
    let table =
        Table { align: [Align::Left; 2].into(), head: row(&["Name", "Meaning"]), rows: rows.collect() };
    let code: Vec<String> = (0..120).map(|index| format!("step_{index}()")).collect();
    let code = Code { language: None, fenced: true, text: code.join("\n").into() };
    let collection = one_answer(vec![block(BlockKind::Table(table.into())), block(BlockKind::Code(code))]);
    let paper = cheatsheet(&collection, &Theme::cheatsheet());
    let said = |word: &str| glyph_runs(&paper).filter(|run| run.text.trim() == word).count();
    let columns_of = |word: &str| {
        let on_page = |(number, page): (usize, &Page)| {
            let starts = page.marks.iter().filter_map(|mark| match mark {
                Mark::Glyphs(run) if run.text.starts_with(word) => Some((number, run.at.x.0 as i32)),
                _ => None,
            });
            starts.collect::<BTreeSet<_>>()
        };
        paper.pages.iter().enumerate().flat_map(on_page).count()
    };
    assert!(columns_of("row ") >= 2, "{}", paper.dump());
    assert_eq!(said("Name"), columns_of("row "));
    let marks = || paper.pages.iter().flat_map(|page| &page.marks);
    let heads = marks().filter(|mark| matches!(mark, Mark::Open { tag: Tag::HeadCell, .. })).count();
    assert_eq!(heads, 2, "the repeated head is decoration");
    let torn =
        marks().filter(|mark| matches!(mark, Mark::Stroke { points, .. } if points.len() > 20)).count();
    assert_eq!(torn, (columns_of("step_") - 1) * 2);
}

#[test]
fn footnotes_lead_there_and_back() {
    if clients::left_out("footnotes_lead_there_and_back") {
        return;
    }
    let look = Theme::cheatsheet();
    let mut shaper = Shaper::default();
    let pictures = Pictures::default();
    let mut setter = Setter::new(&mut shaper, &look, &pictures);
    setter.scope = "note-1".to_string();
    let reference = inline(InlineKind::FootnoteReference("a".into()));
    let footnote = BlockKind::Footnote { label: "a".into(), blocks: [plain("what it says")].into() };
    let slabs =
        setter.blocks(&[paragraph(vec![text("see"), reference]), block(footnote)], &Measure::column(&look));
    let flowed = paginate(slabs, &look.sheet(Language::NONE));
    assert_eq!(flowed.anchors.len(), 2);
    let paper = Paper { pages: flowed.pages, anchors: flowed.anchors, ..Paper::default() };
    let bytes = emit::pdf(paper, &whole()).expect("a PDF");
    let path = folder().join("footnotes.pdf");
    fs::write(&path, bytes).expect("the target folder is writable");
    let said: Value =
        serde_json::from_str(&clients::python("pdf_read.py", &[Path::new(&path)])).expect("JSON");
    let links = said["links"][0].as_array().expect("links");
    assert_eq!(links.iter().map(|link| link["page"].clone()).collect::<Vec<_>>(), [0, 0]);
}

#[test]
fn columns_are_full_but_the_last_ones() {
    let collection = many(400);
    let theme = Theme::cheatsheet();
    let pictures = Pictures::default();
    let mut shaper = Shaper::default();
    let mut setter = Setter::new(&mut shaper, &theme, &pictures);
    let blocks = collection.notes.iter().filter_map(|note| note.draft.answer.as_ref()).flatten();
    let blocks: Vec<Block> = blocks.cloned().collect();
    let flowed = paginate(setter.blocks(&blocks, &Measure::column(&theme)), &theme.sheet(Language::NONE));
    let last = flowed.pages.len() - 1;
    let mut shares: Vec<f32> =
        flowed.columns.iter().filter(|column| column.page < last).map(|column| column.share).collect();
    shares.sort_by(f32::total_cmp);
    assert!(shares.len() > 20, "{}", shares.len());
    assert!(shares[0] > 0.8 && shares[shares.len() / 2] > 0.95, "{shares:?}");
}

/// Goes through a tree of structure: what each element is, and the pieces of each page in order.
fn walk(element: &Value, role: &mut impl FnMut(&str), pieces: &mut BTreeMap<u64, Vec<u64>>) {
    role(element[0].as_str().expect("a role"));
    for kid in element[2].as_array().expect("kids") {
        match (kid[0].as_u64(), kid[1].as_u64()) {
            (Some(page), Some(number)) => pieces.entry(page).or_default().push(number),
            _ if kid == "link" => {}
            _ => walk(kid, role, pieces),
        }
    }
}

#[test]
fn two_builds_are_equal_byte_by_byte() {
    let collection = many(60);
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let first = Pdf.write(&collection, &whole()).expect("a PDF").artifacts;
    let second = one_thread.install(|| Pdf.write(&collection, &whole()).expect("a PDF").artifacts);
    assert_eq!(first, second);
}

#[test]
fn no_line_is_wider_than_its_column() {
    let theme = Theme::cheatsheet();
    for collection in [everything(), many(100)] {
        let paper = cheatsheet(&collection, &theme);
        let step = theme.column_width() + theme.gutter;
        let foot = theme.page_height - theme.margin - theme.footer;
        for (left, right, y, text) in runs(&paper) {
            if y > foot {
                continue;
            }
            let column = ((left - theme.margin + Pt(0.01)) / step).floor();
            let edge = theme.margin + step * column + theme.column_width();
            assert!(right <= edge + Pt(0.05), "{text:?} ends at {right:?}, its column at {edge:?}");
        }
    }
}

#[test]
fn no_two_runs_of_text_overlap() {
    for page in cheatsheet(&everything(), &Theme::cheatsheet()).pages {
        let paper = Paper { pages: vec![page], ..Paper::default() };
        let runs: Vec<&GlyphRun> = glyph_runs(&paper).collect();
        for (index, run) in runs.iter().enumerate() {
            for other in &runs[index + 1..] {
                let shared =
                    (run.at.x + run.width()).min(other.at.x + other.width()) - run.at.x.max(other.at.x);
                let apart = Pt((run.at.y - other.at.y).0.abs());
                let least = run.size.min(other.size) * 0.8;
                assert!(shared < Pt(0.5) || apart > least, "{:?} and {:?}", run.text, other.text);
            }
        }
    }
}

#[test]
fn a_character_without_a_font_is_spelled_out_and_copies() {
    if clients::left_out("a_character_without_a_font_is_spelled_out_and_copies") {
        return;
    }
    let collection = one_answer(vec![paragraph(vec![text("before 漢 after")])]);
    assert_eq!(cheatsheet(&collection, &Theme::cheatsheet()).missing, BTreeMap::from([('漢', 1)]));
    let diagnostics = Pdf.write(&collection, &whole()).expect("a PDF").diagnostics;
    let said: Vec<(&str, &str)> = diagnostics.iter().map(|one| (one.code, one.message.as_str())).collect();
    let named = "no font has the character `漢` (U+6F22, 1): paper shows its number";
    assert_eq!(said, [("missing-character", named)]);
    let said = read("spelled", &collection);
    assert_eq!(said["notdefs"], 0);
    let text = all_text(&said);
    assert!(text.contains("before 漢 after") || text.contains("before U+6F22 after"), "{text}");
}

#[test]
fn nothing_at_all_is_still_a_page() {
    let collection = Collection { name: "Empty".to_string(), ..Collection::default() };
    assert_eq!(cheatsheet(&collection, &Theme::cheatsheet()).pages.len(), 1);
}

#[test]
fn endless_words_and_deep_nesting_stay_in_their_column() {
    let mut deep = vec![paragraph(vec![text(&"unbreakable".repeat(60))])];
    for _ in 0..40 {
        let item = Item { span: Span::default(), task: None, blocks: deep.into() };
        deep = vec![block(BlockKind::Quote(
            [block(BlockKind::List(List { start: Some(9999), tight: true, items: [item].into() }))].into(),
        ))];
    }
    let theme = Theme::cheatsheet();
    let paper = cheatsheet(&one_answer(deep), &theme);
    for (_, right, _, text) in runs(&paper) {
        assert!(right <= theme.page_width - theme.margin + Pt(0.05), "{text:?} ends at {right:?}");
    }
}

#[test]
fn signs_without_width_neither_hang_nor_panic() {
    let answer = vec![plain(&"\u{200B}".repeat(100_000)), plain(&format!("a{}", "\u{301}".repeat(100_000)))];
    assert!(Pdf.write(&one_answer(answer), &whole()).is_ok());
}

#[test]
fn a_small_page_looks_as_it_did() {
    let collection =
        Collection { notes: many(2).notes, documents: vec![document()], ..one_answer(Vec::new()) };
    insta::assert_snapshot!(cheatsheet(&collection, &Theme::cheatsheet()).dump());
}

fn cheatsheet(collection: &Collection, theme: &Theme) -> Paper {
    let theme = Theme { longest_answer: 0.0, ..theme.clone() };
    cheatsheet::cheatsheet(collection, &theme, Fit::default()).0
}

/// With long answers as they are, so that all of them can be looked for.
fn whole() -> WriteContext {
    let mut context = CONTEXT;
    context.print.themes.cheatsheet = "longest_answer = 0\n".into();
    context
}

/// Left, right and base line of every run of glyphs, spaces at the end left out, with its text.
pub fn runs(paper: &Paper) -> Vec<(Pt, Pt, Pt, String)> {
    let measured = |run: &GlyphRun| {
        let spaces = run.text.len() - run.text.trim_end_matches(' ').len();
        let drawn = &run.glyphs[..run.glyphs.len() - spaces];
        let width = run.size * (drawn.iter().map(|glyph| glyph.advance).sum::<f32>() / 1000.0);
        (run.at.x, run.at.x + width, run.at.y, run.text.to_string())
    };
    glyph_runs(paper).filter(|run| !run.text.trim().is_empty()).map(measured).collect()
}

pub fn glyph_runs(paper: &Paper) -> impl Iterator<Item = &GlyphRun> {
    paper.pages.iter().flat_map(|page| &page.marks).filter_map(|mark| match mark {
        Mark::Glyphs(run) => Some(run),
        _ => None,
    })
}

fn read(name: &str, collection: &Collection) -> Value {
    let artifacts = Pdf.write(collection, &whole()).expect("a PDF").artifacts;
    assert_eq!(artifacts[0].name, "cheatsheet.pdf");
    let path = folder().join(format!("{name}.pdf"));
    fs::write(&path, &artifacts[0].bytes).expect("the target folder is writable");
    serde_json::from_str(&clients::python("pdf_read.py", &[Path::new(&path)])).expect("JSON")
}

fn folder() -> PathBuf {
    let folder = clients::target_folder().join("pdf");
    fs::create_dir_all(&folder).expect("the target folder is writable");
    folder
}

fn all_text(said: &Value) -> String {
    let pages = said["pages"].as_array().expect("pages").iter();
    pages.map(|page| page["text"].as_str().expect("text").replace("\r\n", "\n") + "\n").collect()
}

/// Without spaces, and without the hyphens that line ends put in.
fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{AD}' | '\u{2}' | '\u{FFFE}' | '-' | '\u{FE0F}'))
        .collect()
}

fn words(block: &Block, out: &mut Vec<String>) {
    let mut add = |content: &[Inline]| out.extend(plain_text(content).split_whitespace().map(str::to_string));
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => add(content),
        BlockKind::Disclosure { summary, .. } => add(summary),
        BlockKind::Callout { title, .. } => title.iter().for_each(|title| add(title)),
        BlockKind::DefinitionList(list) => {
            list.iter().flat_map(|entry| &entry.terms).for_each(|term| add(term));
        }
        BlockKind::Table(table) => {
            std::iter::once(&table.head)
                .chain(&table.rows)
                .flat_map(|row| &row.cells)
                .for_each(|cell| add(cell));
        }
        BlockKind::Code(code) => out.extend(code.text.split_whitespace().map(str::to_string)),
        BlockKind::Diagram { source, .. } => out.extend(source.split_whitespace().map(str::to_string)),
        BlockKind::Math(tex) => out.extend(tex.split_whitespace().map(str::to_string)),
        BlockKind::Image(image) => out.extend(image.alt.split_whitespace().map(str::to_string)),
        BlockKind::List(_) | BlockKind::Quote(_) | BlockKind::Footnote { .. } | BlockKind::Rule => {}
    }
    block.children().into_iter().for_each(|child| words(child, out));
}

fn block(kind: BlockKind) -> Block {
    Block::new(Span::default(), kind)
}

fn inline(kind: InlineKind) -> Inline {
    Inline::new(Span::default(), kind)
}

pub fn text(text: &str) -> Inline {
    Inline::text(Span::default(), text)
}

fn paragraph(content: Vec<Inline>) -> Block {
    block(BlockKind::Paragraph(content.into()))
}

pub fn plain(words: &str) -> Block {
    paragraph(vec![text(words)])
}

fn item(task: Option<bool>, blocks: Vec<Block>) -> Item {
    Item { span: Span::default(), task, blocks: blocks.into() }
}

fn row(cells: &[&str]) -> Row {
    Row { span: Span::default(), cells: cells.iter().map(|cell| [text(cell)].into()).collect() }
}

fn document() -> Document {
    Document {
        id: "notes/sample.md".to_string(),
        name: "notes/sample.md".to_string(),
        lang: "en".to_string(),
        text: "".into(),
        encoding: "UTF-8".to_string(),
        repairs: Vec::new(),
        lines: LineIndex::default(),
        bytes: OffsetMap::default(),
        hash: String::new(),
    }
}

fn note(position: u32, topic: &str, question: Inlines, answer: Option<Blocks>) -> Note {
    Note {
        guid: format!("n{position:05}abc"),
        position,
        deck: format!("Deck::{topic}"),
        draft: Draft {
            merges: Vec::new(),
            kind: NoteKind::Basic,
            cloze: None,
            question,
            question_blocks: Blocks::new(),
            brief: None,
            answer,
            variants: Vec::new(),
            asides: Vec::new(),
            tags: Vec::new(),
            companies: Vec::new(),
            links: Vec::new(),
            difficulty: Some(Difficulty::Medium),
            topic: topic.to_string(),
            entries: Vec::new(),
        },
        fields: Fields::default(),
        anki_tags: Vec::new(),
        stamp: Stamp::default(),
    }
}

pub fn one_answer(answer: Vec<Block>) -> Collection {
    Collection {
        name: "Deck".to_string(),
        notes: vec![note(1, "Topic", [text("What is it?")].into(), Some(answer.into()))],
        ..Collection::default()
    }
}

/// Every block and every inline at least once, and every script that is promised.
pub fn everything() -> Collection {
    let inlines = vec![
        text("Plain, "),
        inline(InlineKind::Strong([text("strong with "), inline(InlineKind::Code("code".into()))].into())),
        inline(InlineKind::SoftBreak),
        inline(InlineKind::Emphasis([text("emphasised efficient office")].into())),
        inline(InlineKind::HardBreak),
        inline(InlineKind::Strike([text("struck")].into())),
        text(" and "),
        inline(InlineKind::Link(Box::new(Hyperlink {
            url: "https://example.org/a?b=c&d=é".into(),
            title: "".into(),
            content: [text("a link that is long enough to go on the next line of its column")].into(),
        }))),
        inline(InlineKind::Link(Box::new(Hyperlink {
            url: "../elsewhere.md".into(),
            title: "".into(),
            content: [text(" relative")].into(),
        }))),
        text(" x"),
        inline(InlineKind::Superscript([text("2")].into())),
        text(" H"),
        inline(InlineKind::Subscript([text("2")].into())),
        text("O "),
        inline(InlineKind::Key("Ctrl+C".into())),
        text(" "),
        inline(InlineKind::Math("e^{i\\pi} + 1 = 0".into())),
        inline(InlineKind::FootnoteReference("n1".into())),
        text(" "),
        inline(InlineKind::Image(Box::new(Image {
            url: "dot.png".into(),
            alt: "a dot".into(),
            title: "".into(),
        }))),
    ];
    let scripts = "Ελληνικά, кириллица, Łódź, façade, naïve; O(n²) ≤ x × y → z ⇒ ✓ ✗ ∑ √2 ≈ 1.41 … “quoted” — dash; ⚠️ 🔥 🟢 1️⃣ ℹ️ ✅";
    let long = "configuration.management_of_very_long_identifiers.getElementsByTagNameAndAttributeValue(https://example.org/a/very/long/path/that/never/ends/index.html)";
    let code = "def area(radius):\n    if radius < 0:\n        raise ValueError(\"a radius is never negative, and this message is too long for one line\")\n\n    return 3.14 * radius ** 2  # └── ≤ →";
    let answer = vec![
        paragraph(inlines),
        plain(scripts),
        plain(long),
        block(BlockKind::Heading { level: 4, content: [text("A heading inside")].into() }),
        block(BlockKind::List(List {
            start: Some(9),
            tight: false,
            items: [
                item(None, vec![plain("ninth"), plain("and its second paragraph")]),
                item(
                    None,
                    vec![
                        plain("tenth"),
                        block(BlockKind::List(List {
                            start: None,
                            tight: true,
                            items: [
                                item(Some(true), vec![plain("done")]),
                                item(Some(false), vec![plain("undone")]),
                                item(None, Vec::new()),
                            ]
                            .into(),
                        })),
                    ],
                ),
            ]
            .into(),
        })),
        block(BlockKind::Code(Code {
            language: Some("python".into()),
            fenced: true,
            text: code.to_string().into(),
        })),
        block(BlockKind::Table(Box::new(Table {
            align: [Align::Left, Align::Center, Align::Right].into(),
            head: row(&["Structure", "Ordered", "Lookup"]),
            rows: [
                row(&["list", "yes", "linear"]),
                row(&[
                    "dictionary that has a longer name so that its cell wraps",
                    "by insertion",
                    "constant",
                ]),
            ]
            .into(),
        }))),
        block(BlockKind::Table(Box::new(Table {
            align: [Align::Default; 7].into(),
            head: row(&[
                "Number",
                "Question title",
                "Practice links",
                "Companies asking",
                "Difficulty",
                "Topics",
                "Remarks",
            ]),
            rows: [row(&[
                "seven",
                "columnar tables",
                "somewhere",
                "nobody",
                "hardly",
                "tables",
                "too wide for a column",
            ])]
            .into(),
        }))),
        block(BlockKind::Quote([plain("Somebody said this."), plain("And that.")].into())),
        block(BlockKind::Callout {
            kind: "warning".into(),
            title: None,
            blocks: [plain("Mind the gap.")].into(),
        }),
        block(BlockKind::Callout {
            kind: "tip".into(),
            title: Some([text("Titled tip")].into()),
            blocks: [plain("Mind it too.")].into(),
        }),
        block(BlockKind::Disclosure {
            kind: None,
            summary: [text("More about it")].into(),
            shown: 0,
            open: false,
            blocks: [plain("Disclosed.")].into(),
        }),
        block(BlockKind::DefinitionList(
            [Definition {
                terms: [[text("Term")].into(), [text("Synonym")].into()].into(),
                definitions: [[plain("Its meaning.")].into()].into(),
            }]
            .into(),
        )),
        block(BlockKind::Image(Box::new(Image {
            url: "picture.png".into(),
            alt: "A picture of things".into(),
            title: "".into(),
        }))),
        block(BlockKind::Diagram { language: "mermaid".into(), source: "graph TD\n  Start --> End".into() }),
        block(BlockKind::Math("\\sum_{k=1}^{n} k".into())),
        block(BlockKind::Rule),
        block(BlockKind::Footnote { label: "n1".into(), blocks: [plain("A footnote's text.")].into() }),
    ];
    let mut first = note(
        1,
        "Everything",
        [text("What holds "), inline(InlineKind::Code("every_block".into())), text("?")].into(),
        Some(answer.into()),
    );
    first.draft.question_blocks = [block(BlockKind::List(List {
        start: Some(1),
        tight: true,
        items: [item(None, vec![plain("option one")]), item(None, vec![plain("option two")])].into(),
    }))]
    .into();
    first.draft.companies = vec!["Acme".to_string()];
    first.draft.links =
        vec![Link { url: "https://example.org/practice".to_string(), text: "practise".to_string() }];
    let open = note(2, "Everything", [text("Who answers this one?")].into(), None);
    Collection {
        name: "A deck & its <title>".to_string(),
        documents: vec![document()],
        passages: vec![Passage {
            topic: String::new(),
            document: 0,
            span: Span::default(),
            section: ["Everything".into(), "Background".into()].into(),
            blocks: [plain("A passage to read beforehand.")].into(),
        }],
        notes: vec![first, open],
        ..Collection::default()
    }
}

/// `count` notes in three topics, of words that come out the same each time.
pub fn many(count: u32) -> Collection {
    const WORDS: [&str; 24] = [
        "iterator",
        "memory",
        "the",
        "a",
        "of",
        "scheduling",
        "lock",
        "exchange",
        "transaction",
        "is",
        "when",
        "between",
        "configuration",
        "and",
        "request",
        "boundary",
        "each",
        "consistency",
        "to",
        "reference",
        "thread",
        "internationalisation",
        "value",
        "by",
    ];
    let mut state = 7_u32;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let notes = (1..=count).map(|position| {
        let mut sentence =
            |length: usize| (0..length).map(|_| WORDS[next(WORDS.len())]).collect::<Vec<_>>().join(" ");
        let question = format!("{} number {position}?", sentence(6));
        let code = format!("for value in range({position}):\n    print(value, {:?})", sentence(9));
        let answer = vec![
            plain(&(sentence(40) + ".")),
            block(BlockKind::List(List {
                start: None,
                tight: true,
                items: [item(None, vec![plain(&sentence(12))]), item(None, vec![plain(&sentence(5))])].into(),
            })),
            block(BlockKind::Code(Code { language: Some("python".into()), fenced: true, text: code.into() })),
        ];
        let topic = ["Alpha", "Beta", "Gamma"][position as usize * 3 / (count as usize + 1)];
        note(position, topic, [text(&question)].into(), (position % 11 != 0).then_some(answer.into()))
    });
    Collection {
        name: "Many".to_string(),
        documents: vec![document()],
        notes: notes.collect(),
        ..Collection::default()
    }
}
