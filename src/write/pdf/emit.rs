//! Finished pages into the bytes of a PDF. The only file that knows printpdf and lopdf.
//!
//! printpdf writes pages and fonts; what it lacks or does in its own way (outline, language,
//! metadata, identifiers, object streams) is set on the lopdf document that it hands over.

mod file;
mod fonts;
mod links;
mod metadata;
mod ops;
mod outline;
mod pictures;
mod structure;

use std::collections::BTreeMap;

use lopdf::{Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{PdfDocument, PdfFont, PdfPage, PdfSaveOptions};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::font::FontId;
use super::language::Language;
use super::page::{Page, Paper, Place};
use super::units::Pt;
use crate::write::WriteContext;
use file::File;
use fonts::Embedded;
use ops::PageParts;
use structure::Structure;

/// Why a PDF could not be made.
#[derive(Debug, thiserror::Error)]
pub enum EmitError {
    /// A font could not be cut down to the glyphs that are used.
    #[error("cannot subset the font `{0}`: {1}")]
    Subset(String, subsetter::Error),
    /// A cut font could not be read again.
    #[error("cannot read the subset of the font `{0}`")]
    Reread(String),
    /// The document could not be put together.
    #[error(transparent)]
    Document(#[from] lopdf::Error),
    /// The document could not be written.
    #[error(transparent)]
    Write(#[from] std::io::Error),
}

/// Pages that are emitted together, on all processors: what is between marks and bytes is large.
const PAGES_AT_ONCE: usize = 64;

/// The bytes of `paper`.
pub fn pdf(mut paper: Paper, context: &WriteContext) -> Result<Vec<u8>, EmitError> {
    let fonts = fonts::embed(&paper)?;
    let drawable = pictures::of(&paper);
    // Pages are taken out of `paper` one by one: at no time do all of them stand in memory twice.
    let mut structure = Structure::default();
    let (mut packed, mut links) =
        (Vec::with_capacity(paper.pages.len()), Vec::with_capacity(paper.pages.len()));
    for pages in paper.pages.chunks_mut(PAGES_AT_ONCE) {
        let emit = |page: &mut Page| {
            let marks = std::mem::take(&mut page.marks);
            ops::emit_page(Page { marks, ..*page }, &fonts)
        };
        let parts: Vec<PageParts> = pages.par_iter_mut().map(emit).collect::<Result<_, _>>()?;
        for part in parts {
            packed.push(part.packed);
            structure.add_page(part.tree);
            links.push(part.links);
        }
    }
    let mut pdf = skeleton(&paper, &fonts);
    drop(fonts);
    let pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    for (&page, operators) in pages.iter().zip(packed) {
        let operators =
            Stream::new(dictionary! { "Filter" => "FlateDecode" }, operators).with_compression(false);
        let contents = pdf.get_dictionary(page)?.get(b"Contents")?.as_reference()?;
        pdf.objects.insert(contents, Object::Stream(operators));
    }
    pictures::add(&mut pdf, &pages, drawable);
    let (mut annotations, links) = links::add(&mut pdf, &paper, &pages, links);
    let keys = structure.number(&mut pdf, &pages, &links, &mut annotations);
    let root = pdf.new_object_id();
    finish(&mut pdf, &paper, &pages, root, context)?;
    pack(&mut pdf)?;
    let catalog = pdf.trailer.get(b"Root")?.clone();
    let information = pdf.trailer.get(b"Info")?.clone();
    let id = Object::String(fingerprint(&pdf), StringFormat::Hexadecimal);
    let mut file = File::new(pdf.max_id + 1);
    let behind = pdf.objects.split_off(&annotations.first());
    for ((number, _), object) in std::mem::take(&mut pdf.objects) {
        file.object(number, &object)?;
    }
    annotations.write(&mut file, &paper, &pages)?;
    for ((number, _), object) in behind {
        file.object(number, &object)?;
    }
    structure.write(&mut file, root, &pages, &links, &keys)?;
    let trailer = dictionary! { "Root" => catalog, "Info" => information, "ID" => vec![id.clone(), id] };
    Ok(file.finish(trailer)?)
}

/// The document with its fonts and empty pages. What the fonts have to show stands on the first page, until its own
/// operators replace it.
fn skeleton(paper: &Paper, fonts: &BTreeMap<FontId, Embedded>) -> lopdf::Document {
    let mut document = PdfDocument::new(&paper.title);
    let mut shown = Vec::new();
    for embedded in fonts.values() {
        document.resources.fonts.map.insert(embedded.id.clone(), PdfFont::new(embedded.font.clone()));
        shown.extend(embedded.shown());
    }
    for page in &paper.pages {
        let mut sheet = PdfPage::new(printpdf::Mm(0.0), printpdf::Mm(0.0), std::mem::take(&mut shown));
        let size = printpdf::Rect::from_wh(pt(page.width), pt(page.height));
        (sheet.media_box, sheet.trim_box, sheet.crop_box) = (size.clone(), size.clone(), size);
        document.pages.push(sheet);
    }
    document.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new())
}

/// In printpdf's type, to the thousandth: more digits only cost bytes.
fn pt(length: Pt) -> printpdf::Pt {
    printpdf::Pt((length.0 * 1000.0).round() / 1000.0)
}

/// UTF-16 with its mark, as text strings in a PDF want it (ISO 32000-1, 7.9.2.2).
fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_be_bytes).collect()
}

fn text_string(text: &str) -> Object {
    Object::String(utf16(text), StringFormat::Hexadecimal)
}

/// Sets what printpdf does not: information, language, metadata, outline, and where the structure is.
fn finish(
    pdf: &mut lopdf::Document,
    paper: &Paper,
    pages: &[ObjectId],
    structure: ObjectId,
    context: &WriteContext,
) -> Result<(), EmitError> {
    let outline = outline::add(pdf, paper, pages);
    let metadata = pdf.add_object(
        Stream::new(
            dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
            metadata::xmp(paper, context).into_bytes(),
        )
        .with_compression(false),
    );
    let catalog = pdf.catalog_mut()?;
    catalog.set("StructTreeRoot", structure);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("Lang", Object::string_literal(paper.language.as_str()));
    catalog.set("Metadata", metadata);
    let mut preferences = dictionary! { "DisplayDocTitle" => true };
    if Language::of(&paper.language).to_left {
        // Pages beside each other follow from right to left.
        preferences.set("Direction", "R2L");
    }
    catalog.set("ViewerPreferences", preferences);
    catalog.set("PageLayout", "SinglePage");
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    let date = Object::string_literal(format!("D:{}Z", metadata::digits(context.now)));
    let info = dictionary! {
        "Title" => text_string(&paper.title),
        "Producer" => text_string(&format!("deckpress {}", context.version)),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    };
    let old = pdf.trailer.get(b"Info").and_then(Object::as_reference).ok();
    if let Some(old) = old {
        pdf.objects.insert(old, Object::Dictionary(info));
    }
    Ok(())
}

/// Packs the streams that are not packed yet.
fn pack(pdf: &mut lopdf::Document) -> Result<(), EmitError> {
    pdf.objects.par_iter_mut().try_for_each(|(_, object)| match object {
        Object::Stream(stream) if stream.allows_compression && !stream.dict.has(b"Filter") => {
            stream.set_content(file::zlib(&stream.content)?);
            stream.dict.set("Filter", "FlateDecode");
            Ok(())
        }
        _ => Ok(()),
    })
}

/// Sixteen bytes that change with what the pages show.
fn fingerprint(pdf: &lopdf::Document) -> Vec<u8> {
    let mut hash = Sha256::new();
    for object in pdf.objects.values() {
        if let Object::Stream(stream) = object {
            hash.update(&stream.content);
        }
    }
    hash.finalize()[..16].to_vec()
}

/// A place as links and outline name it.
fn destination(paper: &Paper, pages: &[ObjectId], Place { page, at }: Place) -> Vec<Object> {
    let top = paper.pages[page].height - at.y;
    vec![pages[page].into(), "XYZ".into(), pt(at.x).0.into(), pt(top).0.into(), Object::Null]
}
