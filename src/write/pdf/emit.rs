//! Finished pages into the bytes of a PDF. The only file that knows printpdf and lopdf.
//!
//! printpdf writes pages and fonts; what it lacks or does in its own way (outline, language,
//! metadata, identifiers, object streams) is set on the lopdf document that it hands over.

mod fonts;
mod links;
mod metadata;
mod ops;
mod outline;
mod pictures;
mod structure;

use lopdf::{Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use printpdf::{PdfDocument, PdfFont, PdfSaveOptions};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::page::{Page, Paper, Place};
use super::units::Pt;
use crate::write::WriteContext;
use ops::{Link, PageParts};
use structure::Structure;

/// Why a PDF could not be made.
#[derive(Debug, thiserror::Error)]
pub enum EmitError {
    /// A font could not be cut down to the glyphs that are used.
    #[error("cannot subset the font `{0}`: {1}")]
    Subset(&'static str, subsetter::Error),
    /// A cut font could not be read again.
    #[error("cannot read the subset of the font `{0}`")]
    Reread(&'static str),
    /// The document could not be put together.
    #[error(transparent)]
    Document(#[from] lopdf::Error),
    /// The document could not be written.
    #[error(transparent)]
    Write(#[from] std::io::Error),
}

/// The bytes of `paper`.
pub fn pdf(mut paper: Paper, context: &WriteContext) -> Result<Vec<u8>, EmitError> {
    let fonts = fonts::embed(&paper)?;
    let mut document = PdfDocument::new(&paper.title);
    for (name, font) in fonts.values().map(|embedded| (&embedded.id, &embedded.font)) {
        document.resources.fonts.map.insert(name.clone(), PdfFont::new(font.clone()));
    }
    let drawable = pictures::of(&paper);
    // Pages are taken out of `paper` one by one: at no time do all of them stand in memory twice.
    let parts: Vec<PageParts> = paper
        .pages
        .par_iter_mut()
        .enumerate()
        .map(|(index, page)| {
            let marks = std::mem::take(&mut page.marks);
            ops::emit_page(Page { marks, ..*page }, index, &fonts)
        })
        .collect();
    let (mut structure, mut links) = (Structure::default(), Vec::with_capacity(parts.len()));
    for part in parts {
        document.pages.push(part.page);
        structure.add_page(part.tree);
        links.push(part.links);
    }
    let mut warnings = Vec::new();
    let mut pdf = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    drop(document);
    let pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    pictures::add(&mut pdf, &pages, drawable);
    finish(&mut pdf, &paper, &pages, structure, links, context)?;
    let mut bytes = Vec::new();
    let options =
        SaveOptions::builder().use_object_streams(true).use_xref_streams(true).compression_level(9).build();
    pdf.save_with_options(&mut bytes, options)?;
    Ok(bytes)
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

/// Sets what printpdf does not: version, information, language, metadata, outline, identifiers; then packs.
fn finish(
    pdf: &mut lopdf::Document,
    paper: &Paper,
    pages: &[ObjectId],
    structure: Structure,
    links: Vec<Vec<Link>>,
    context: &WriteContext,
) -> Result<(), EmitError> {
    pdf.version = "1.7".to_string();
    let links = links::add(pdf, paper, pages, links);
    let structure = structure.write(pdf, pages, &links);
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
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
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
    let id = Object::String(fingerprint(pdf), StringFormat::Hexadecimal);
    pdf.trailer.set("ID", vec![id.clone(), id]);
    pdf.objects.par_iter_mut().try_for_each(|(_, object)| match object {
        Object::Stream(stream) if stream.allows_compression => stream.compress(),
        _ => Ok(()),
    })?;
    Ok(())
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
