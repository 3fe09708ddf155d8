//! What is printed: cheat sheet, handbook and cards, and where things lie on them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

use deckpress::model::{Collection, Note, Severity, Status};
use deckpress::write::pdf::cards::cards;
use deckpress::write::pdf::cheatsheet::{self, Fit};
use deckpress::write::pdf::handbook::handbook;
use deckpress::write::pdf::page::{Mark, Page, Paper, Place, Point, Target};
use deckpress::write::pdf::theme::{LEAST_BODY, LEAST_CODE, Theme, ThemeTexts, Themes};
use deckpress::write::pdf::units::Pt;
use deckpress::write::pdf::{CardBacks, Options, PaperSize, Pdf, PerSheet, Print, Products};
use deckpress::write::{WriteContext, Writer};
use serde_json::Value;

use crate::build::Workplace;
use crate::clients;
use crate::pdf::{CONTEXT, everything, glyph_runs, many, one_answer, plain, runs};

const MARGIN: Pt = Pt(10.0 * 72.0 / 25.4);

fn themes(paper: PaperSize) -> Themes {
    Themes::read(&ThemeTexts::SHIPPED).expect("sound").on(paper, false)
}

fn ready(collection: &Collection) -> impl Iterator<Item = &Note> {
    collection.notes.iter().filter(|note| note.status() == Status::Ready)
}

/// Where on a page a text stands; it stands there once.
fn place(page: &Page, text: &str) -> Point {
    let found: Vec<Point> = page
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Glyphs(run) if run.text == text => Some(run.at),
            _ => None,
        })
        .collect();
    let [at] = found[..] else { panic!("{text} stands {} times", found.len()) };
    at
}

fn near(a: Pt, b: Pt) -> bool {
    (a - b).0.abs() < 0.01
}

#[test]
fn backs_lie_exactly_behind_their_fronts_whichever_edge_the_sheet_turns_over() {
    let collection = many(21);
    for paper in [PaperSize::A4, PaperSize::Letter] {
        let theme = themes(paper).cards;
        for (card_backs, cards_per_sheet) in [
            (CardBacks::LongEdge, PerSheet::Eight),
            (CardBacks::LongEdge, PerSheet::Four),
            (CardBacks::ShortEdge, PerSheet::Eight),
            (CardBacks::ShortEdge, PerSheet::Four),
        ] {
            let options = Options { card_backs, cards_per_sheet, ..Options::SHIPPED };
            let paper = cards(&collection, &theme, &options, None);
            let ids: Vec<&str> = ready(&collection).map(Note::short_id).collect();
            let per_sheet = usize::from(u8::from(cards_per_sheet));
            assert_eq!(paper.pages.len(), ids.len().div_ceil(per_sheet) * 2);
            let (width, height) = (
                theme.page_width / 2.0,
                (theme.page_height - theme.margin * 2.0 - theme.header * 2.0) / cards_per_sheet.rows() as f32,
            );
            for (sheet, ids) in paper.pages.chunks(2).zip(ids.chunks(per_sheet)) {
                for id in ids {
                    let (front, back) = (place(&sheet[0], id), place(&sheet[1], id));
                    // From the middle of the sheet to the middle of the face that the id stands on.
                    let face = |at: Point| {
                        let column = if at.x < width { -1.0 } else { 1.0 };
                        let row = ((at.y - theme.margin - theme.header) / height).floor();
                        (column, row * 2.0 + 1.0 - cards_per_sheet.rows() as f32)
                    };
                    let (before, behind) = (face(front), face(back));
                    let turned = match card_backs {
                        CardBacks::LongEdge => (-before.0, before.1),
                        _ => (before.0, -before.1),
                    };
                    assert_eq!(behind, turned, "{id} {card_backs:?}");
                    // And both have the id at the same corner of the face.
                    let step = (theme.page_width - theme.margin * 2.0) / 2.0;
                    assert!(near(back.x - front.x, step * ((behind.0 - before.0) / 2.0)), "{id}");
                    assert!(near(back.y - front.y, height * ((behind.1 - before.1) / 2.0)), "{id}");
                }
                assert_eq!(cuts(&sheet[0]), cuts(&sheet[1]), "both sides are cut at the same places");
            }
            // Turned over either edge, the sheet is cut at the same places.
            let mirrored = |(x, y): (i32, i32)| {
                let whole = |length: Pt| (length.0 * 10.0).round() as i32;
                (whole(theme.page_width) - x, whole(theme.page_height) - y)
            };
            let cuts = cuts(&paper.pages[0]);
            let close = |a: (i32, i32), b: (i32, i32)| (a.0 - b.0).abs() <= 1 && (a.1 - b.1).abs() <= 1;
            assert!(
                cuts.iter().all(|&cut| cuts.iter().any(|&other| close(mirrored(cut), other))),
                "{cuts:?}"
            );
        }
    }
}

/// The ends of all straight strokes on a page, in tenths of a point.
fn cuts(page: &Page) -> BTreeSet<(i32, i32)> {
    let points = page.marks.iter().filter_map(|mark| match mark {
        Mark::Stroke { points, .. } if points.len() == 2 => Some(points),
        _ => None,
    });
    let tenths = |length: Pt| (length.0 * 10.0).round() as i32;
    points.flatten().map(|at| (tenths(at.x), tenths(at.y))).collect()
}

#[test]
fn a_folded_card_has_its_answer_beside_its_question() {
    let collection = many(9);
    let theme = themes(PaperSize::Letter).cards;
    let options = Options { card_backs: CardBacks::Fold, ..Options::SHIPPED };
    let paper = cards(&collection, &theme, &options, None);
    assert_eq!(paper.pages.len(), ready(&collection).count().div_ceil(4));
    for note in ready(&collection) {
        let ids: Vec<Point> =
            glyph_runs(&paper).filter(|run| run.text == note.short_id()).map(|run| run.at).collect();
        let [question, answer] = ids[..] else { panic!("{}: {ids:?}", note.short_id()) };
        assert_eq!(question.y, answer.y);
        assert!(question.x < theme.page_width / 2.0 && answer.x > theme.page_width / 2.0);
    }
}

#[test]
fn what_stands_on_a_card_stays_on_it() {
    for paper in [PaperSize::A4, PaperSize::Letter] {
        let theme = themes(paper).cards;
        for collection in [everything(), many(30)] {
            for (left, right, y, text) in runs(&cards(&collection, &theme, &Options::SHIPPED, None)) {
                let middle = theme.page_width / 2.0;
                assert!(left >= MARGIN && right <= theme.page_width - MARGIN, "{text}");
                assert!(
                    right <= middle - Pt(5.0) || left >= middle + Pt(5.0) || y > theme.page_height - Pt(60.0),
                    "{text}"
                );
                assert!(y >= MARGIN && y <= theme.page_height - MARGIN, "{text}");
            }
        }
    }
}

#[test]
fn what_is_too_long_for_a_card_is_smaller_then_cut_and_says_where_it_goes_on() {
    let theme = themes(PaperSize::A4).cards;
    let said = |paper: &Paper| glyph_runs(paper).map(|run| run.text.as_str()).collect::<String>();
    let words = |count| one_answer(vec![plain(&"several words ".repeat(count))]);
    let body = |paper: &Paper| {
        glyph_runs(paper)
            .filter(|run| run.text.contains("several"))
            .map(|run| run.size.0)
            .fold(f32::MAX, f32::min)
    };
    let short = cards(&words(10), &theme, &Options::SHIPPED, None);
    assert!(body(&short) == theme.body.0 && !said(&short).contains('…'));
    let long = cards(&words(55), &theme, &Options::SHIPPED, None);
    assert!(body(&long) < theme.body.0 && !said(&long).contains('…'), "{}", said(&long));
    let longer = words(400);
    let at = Place { page: 6, at: Point::default() };
    let places: BTreeMap<Arc<str>, Place> = [(longer.notes[0].guid.as_str().into(), at)].into();
    let cut = cards(&longer, &theme, &Options::SHIPPED, Some(&places));
    assert!(said(&cut).contains("… goes on in the handbook, page 7"), "{}", said(&cut));
    assert!(
        said(&cards(&longer, &theme, &Options::SHIPPED, None)).contains("its Anki card has the whole answer")
    );
    for paper in [cut, cards(&everything(), &theme, &Options::SHIPPED, None)] {
        assert!(body(&paper) >= LEAST_BODY.0);
        let code = glyph_runs(&paper).filter(|run| run.text.contains("def "));
        assert!(code.into_iter().all(|run| run.size >= LEAST_CODE));
    }
}

#[test]
fn a_budget_holds_and_what_is_left_out_is_told() {
    let collection = many(150);
    let theme = themes(PaperSize::A4).cheatsheet;
    let (whole, none) = cheatsheet::cheatsheet(&collection, &theme, Fit::default());
    assert!(none.ids.is_empty() && none.counts.iter().sum::<usize>() == 0);
    let all: BTreeSet<String> = ready(&collection).map(|note| note.short_id().to_string()).collect();
    for budget in [1, 3, whole.pages.len()] {
        let fit = Fit { budget, ..Fit::default() };
        let (paper, left_out) = cheatsheet::cheatsheet(&collection, &theme, fit);
        assert!(paper.pages.len() <= budget, "{} of {budget}", paper.pages.len());
        let printed: BTreeSet<String> = glyph_runs(&paper).map(|run| run.text.to_string()).collect();
        let printed: BTreeSet<String> = all.intersection(&printed).cloned().collect();
        let gone: BTreeSet<String> = left_out.ids.into_iter().collect();
        assert_eq!(printed.len() + gone.len(), all.len());
        assert!(
            printed.is_disjoint(&gone) && printed.len() >= all.len().min(budget * 10),
            "{}",
            printed.len()
        );
        // Nothing is set smaller for it.
        let sizes =
            |paper: &Paper| glyph_runs(paper).map(|run| run.size.0.to_bits()).collect::<BTreeSet<_>>();
        assert!(sizes(&paper).is_subset(&sizes(&whole)));
    }
}

#[test]
fn a_budget_that_costs_questions_is_a_warning_that_names_them() {
    let mut print = Print::SHIPPED;
    print.options.budget = 1;
    let context = WriteContext { print, ..CONTEXT };
    let remarks = Pdf.write(&many(60), &context).expect("a PDF").diagnostics;
    let [remark] = &remarks[..] else { panic!("{remarks:?}") };
    assert_eq!((remark.code, remark.severity), ("left-out", Severity::Warning));
    assert!(remark.message.starts_with("the cheat sheet leaves out "), "{}", remark.message);
    assert!(remark.message.ends_with(" to fit 1 page"), "{}", remark.message);
    assert!(remark.hint.contains("left out are `") && remark.hint.contains("` (n00"), "{}", remark.hint);
    assert_eq!(remark.hint.matches("(n00").count(), 5, "{}", remark.hint);
    assert!(remark.hint.ends_with(" more"), "{}", remark.hint);
}

#[test]
fn each_topic_may_begin_a_page() {
    let fit = Fit { per_topic_page: true, ..Fit::default() };
    let theme = themes(PaperSize::A4).cheatsheet;
    let paper = cheatsheet::cheatsheet(&many(30), &theme, fit).0;
    let topics: Vec<_> = paper.outline.iter().filter(|line| line.level == 0).collect();
    assert_eq!(topics.len(), 4);
    for topic in &topics[1..] {
        assert_eq!(topic.at.at, Point { x: theme.margin, y: theme.margin }, "{}", topic.title);
    }
}

#[test]
fn the_contents_say_the_pages_that_their_lines_lead_to() {
    let collection = many(120);
    let paper = handbook(&collection, &Theme::handbook());
    let (mut lines, mut target) = (0, None);
    // The contents end where the first topic begins.
    let first = paper.outline[0].at.page;
    for mark in paper.pages[..first].iter().flat_map(|page| &page.marks) {
        match mark {
            Mark::Link(_, Target::Anchor(anchor)) => target = Some(anchor),
            Mark::Glyphs(run) => {
                if let (Ok(page), Some(anchor)) = (run.text.parse::<usize>(), target) {
                    assert_eq!(page, paper.anchors[anchor].page + 1, "{anchor}");
                    lines += 1;
                    target = None;
                }
            }
            _ => {}
        }
    }
    let topics = paper.outline.iter().filter(|line| line.level == 0 && line.title != "Index").count();
    assert_eq!(lines, ready(&collection).count() + topics);
}

#[test]
fn the_running_head_tells_the_question_that_goes_on() {
    let paper = handbook(&many(60), &Theme::handbook());
    let page = paper.pages.len() / 2;
    let first =
        paper.outline.iter().find(|line| line.at.page == page && line.level == 1).expect("a question");
    let before =
        paper.outline.iter().rev().find(|line| line.at.page < page && line.level == 1).expect("one before");
    let head = paper.pages[page].marks.iter().find_map(|mark| match mark {
        Mark::Glyphs(run)
            if run.at.y < Theme::handbook().margin + Theme::handbook().header && run.at.x > Pt(200.0) =>
        {
            Some(&run.text)
        }
        _ => None,
    });
    let head = head.expect("a running head").trim_end_matches('…');
    assert!(first.title.starts_with(head) || before.title.starts_with(head), "{head}");
}

#[test]
fn every_product_on_every_paper_is_sound() {
    if clients::left_out("every_product_on_every_paper_is_sound") {
        return;
    }
    let place = Workplace::new(&[
        ("every.md", include_str!("../fixtures/cards/every-construct.md")),
        ("own.md", include_str!("../../source/04-topic-guide.md")),
        ("deep.mdx", include_str!("../../source/03-deep-dive.mdx")),
    ]);
    for (paper, width) in [("a4", 595.276), ("letter", 612.0)] {
        place.build(&["--only", "pdf,json", "--products", "cheatsheet,handbook,cards", "--paper", paper]);
        let notes = place.model()["notes"].as_array().expect("notes").clone();
        let is_ready = |note: &&Value| note["status"] == "ready";
        let ids: Vec<&str> =
            notes.iter().filter(is_ready).map(|note| note["short_id"].as_str().expect("an id")).collect();
        assert!(ids.len() > 20, "{}", ids.len());
        for product in ["cheatsheet", "handbook", "cards"] {
            let path = place.path(&format!("output/{product}.pdf"));
            let said: Value = serde_json::from_str(&clients::python("pdf_read.py", &[&path])).expect("JSON");
            assert_eq!(said["problems"], serde_json::json!([]), "{product}");
            assert_eq!(said["notdefs"], 0, "{product}");
            let links = said["links"]
                .as_array()
                .expect("pages")
                .iter()
                .flat_map(|page| page.as_array().expect("links"));
            for link in links {
                assert!(link["uri"].is_string() || link["page"].is_number(), "{product}: {link}");
            }
            let pages = said["pages"].as_array().expect("pages");
            let text: String = pages.iter().map(|page| page["text"].as_str().expect("text")).collect();
            let times = if product == "cards" { 2 } else { 1 };
            for id in &ids {
                assert!(text.matches(id).count() >= times, "{product}: {id}");
            }
            for page in pages {
                let number = |list: &str, index: usize| page[list][index].as_f64().expect("a length");
                let short = number("size", 0).min(number("size", 1));
                assert!((short - width).abs() < 0.1, "{product}: {short}");
                let margin = f64::from(MARGIN.0) - 0.01;
                assert!(
                    number("box", 0) >= margin && number("box", 1) >= margin,
                    "{product}: {}",
                    page["box"]
                );
                assert!(number("box", 2) <= number("size", 0) - margin, "{product}: {}", page["box"]);
                assert!(number("box", 3) <= number("size", 1) - margin, "{product}: {}", page["box"]);
            }
        }
    }
}

#[test]
fn the_handbook_holds_all_that_stands_beside_an_answer_and_names_its_pages() {
    if clients::left_out("the_handbook_holds_all_that_stands_beside_an_answer_and_names_its_pages") {
        return;
    }
    let place = Workplace::new(&[
        (
            "long.md",
            "# Locks\n\n## What is a mutex?\n\nA lock that one thread owns until it lets go of it, so that nobody else \
             walks in.\n\nIt has `acquire` and `release`.\n\n**Red flag:** mixing it up with a barrier.\n\n\
             **Follow-up questions:**\n\n- What is a semaphore? (count the permits)\n- And who wakes first?\n\n\
             ## What is a semaphore?\n\nA counter of permits that threads take and give back.\n",
        ),
        ("short.md", "# Cards\n\n## What is a mutex?\n\nMutual exclusion: a lock.\n"),
    ]);
    place.build(&["--only", "pdf", "--products", "handbook"]);
    let path = place.path("output/handbook.pdf");
    let said: Value = serde_json::from_str(&clients::python("pdf_read.py", &[&path])).expect("JSON");
    let pages = said["pages"].as_array().expect("pages");
    let text: Vec<&str> = pages.iter().map(|page| page["text"].as_str().expect("text")).collect();
    let text = text.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "nobody else walks in.",
        "Red flag mixing it up with a barrier.",
        "What is a semaphore? – count the permits → p. 2",
        "And who wakes first?",
        "Another answer (short.md › Cards) Mutual exclusion: a lock.",
        "Index",
        "acquire 2",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}

#[test]
fn saving_ink_fills_nothing_but_bars() {
    let fills = |mut paper: Paper| {
        paper.save_ink();
        paper
            .pages
            .iter()
            .flat_map(|page| &page.marks)
            .filter(|mark| matches!(mark, Mark::Fill(area, _) if area.width > Pt(3.0)))
            .count()
    };
    assert_eq!(fills(handbook(&everything(), &Theme::handbook())), 0);
    let place = Workplace::new(&[("every.md", include_str!("../fixtures/cards/every-construct.md"))]);
    place.build(&["--only", "pdf"]);
    let filled = place.read("output/cheatsheet.pdf");
    place.build(&["--only", "pdf", "--ink-saving"]);
    assert_ne!(filled, place.read("output/cheatsheet.pdf"));
}

#[test]
fn themes_of_the_user_s_own_change_what_they_name_and_are_checked() {
    let place = Workplace::new(&[("own.md", include_str!("../../source/04-topic-guide.md"))]);
    place.write("deckpress.toml", b"templates = \"mine\"\n[pdf]\nproducts = [\"handbook\"]\n");
    place.write("mine/pdf/handbook.toml", b"columns = 1\ninclude = [\"code\"]\n");
    place.build(&["--only", "pdf"]);
    assert!(fs::exists(place.path("output/handbook.pdf")).expect("a folder"));
    assert!(!fs::exists(place.path("output/cheatsheet.pdf")).expect("a folder"));
    place.write("mine/pdf/handbook.toml", b"columns = 1\nmargins = 3\n");
    let said = place.refused(&[], 2);
    assert!(said.contains("handbook.toml:2: unknown key `margins`; did you mean `margin_mm`?"), "{said}");
    place.write("deckpress.toml", b"\n[pdf]\ncards_per_sheet = 6\n");
    let said = place.refused(&[], 2);
    assert!(said.contains("deckpress.toml:3: `cards_per_sheet` is 6; a sheet holds 8 or 4"), "{said}");
    place.write("deckpress.toml", b"[pdf]\nproducts = []\n");
    let said = place.refused(&[], 2);
    assert!(said.contains("deckpress.toml:2: `products` names none"), "{said}");
}

#[test]
fn all_products_repeat_byte_by_byte_on_any_number_of_threads() {
    let mut print = Print::SHIPPED;
    print.options.products = Products { cheatsheet: true, handbook: true, cards: true };
    let context = WriteContext { print, ..CONTEXT };
    let collection = many(60);
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let first = Pdf.write(&collection, &context).expect("PDFs").artifacts;
    let second = one_thread.install(|| Pdf.write(&collection, &context).expect("PDFs").artifacts);
    assert_eq!(first, second);
    let names: Vec<&str> = first.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["cheatsheet.pdf", "handbook.pdf", "cards.pdf"]);
}
