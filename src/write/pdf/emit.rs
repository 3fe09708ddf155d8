//! Finished pages into the bytes of a PDF. The only file that knows printpdf and lopdf.
//!
//! printpdf writes pages and fonts; what it lacks or does in its own way (outline, language,
//! metadata, identifiers, object streams) is set on the lopdf document that it hands over.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use printpdf::{
    Actions, BorderArray, Codepoint, Color, ColorArray, DictItem, FontId as PdfFontId, HighlightingMode,
    Line, LinePoint, LinkAnnotation, Op, PaintMode, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage,
    PdfSaveOptions, Rgb, TextItem, TextMatrix,
};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::font::{FontId, shipped};
use super::page::{Glyph, GlyphRun, Mark, Paper, Place, Point, Rect, Target};
use super::theme::Colour;
use super::units::Pt;
use crate::write::WriteContext;

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
    let fonts = embed(&paper)?;
    let mut document = PdfDocument::new(&paper.title);
    for (name, font) in fonts.values().map(|embedded| (&embedded.id, &embedded.font)) {
        document.resources.fonts.map.insert(name.clone(), PdfFont::new(font.clone()));
    }
    // Pages are taken out of `paper` one by one: at no time do all of them stand in memory twice.
    let pages = paper.pages.par_iter_mut().enumerate();
    document.pages = pages
        .map(|(index, page)| {
            emit_page(page.height, page.width, std::mem::take(&mut page.marks), index, &fonts)
        })
        .collect();
    let mut warnings = Vec::new();
    let mut pdf = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    drop(document);
    finish(&mut pdf, &paper, context)?;
    let mut bytes = Vec::new();
    let options =
        SaveOptions::builder().use_object_streams(true).use_xref_streams(true).compression_level(9).build();
    pdf.save_with_options(&mut bytes, options)?;
    Ok(bytes)
}

/// A font cut down to what a document uses.
struct Embedded {
    id: PdfFontId,
    font: ParsedFont,
    /// Number in the cut font, advance as a reader counts it, and text of each glyph.
    glyphs: BTreeMap<u16, Known>,
}

struct Known {
    id: u16,
    advance: f32,
    text: String,
    /// The last page that shows it.
    last_page: usize,
}

/// What the pages say of a glyph.
#[derive(Default)]
struct Use {
    /// What it says when it stands alone; empty when it never does.
    text: String,
    last_page: usize,
}

fn embed(paper: &Paper) -> Result<BTreeMap<FontId, Embedded>, EmitError> {
    let mut used: BTreeMap<FontId, BTreeMap<u16, Use>> = BTreeMap::new();
    for (index, page) in paper.pages.iter().enumerate() {
        for mark in &page.marks {
            let run = match mark {
                Mark::Glyphs(run) => run,
                Mark::PageNumber(run, _) => run,
                _ => continue,
            };
            let glyphs = used.entry(run.font).or_default();
            for cluster in clusters(run) {
                for glyph in cluster.glyphs {
                    let known = glyphs.entry(glyph.id).or_default();
                    known.last_page = index;
                    if known.text.is_empty() && cluster.glyphs.len() == 1 {
                        known.text.push_str(cluster.text);
                    }
                }
            }
        }
    }
    used.into_iter().map(|(font, glyphs)| Ok((font, embed_font(font, &glyphs)?))).collect()
}

fn embed_font(id: FontId, used: &BTreeMap<u16, Use>) -> Result<Embedded, EmitError> {
    let file = shipped(id);
    let mut remapper = subsetter::GlyphRemapper::new();
    used.keys().for_each(|&glyph| {
        remapper.remap(glyph);
    });
    let subset =
        subsetter::subset(file.bytes, 0, &remapper).map_err(|error| EmitError::Subset(file.name, error))?;
    let mut font = ParsedFont::from_bytes(&subset, 0, &mut Vec::new()).ok_or(EmitError::Reread(file.name))?;
    let tag = subset_tag(file.name, used.keys());
    font.font_name = Some(format!("{tag}+{}", file.name));
    let units = f32::from(font.units_per_em.max(1));
    let known = |(&glyph, found): (&u16, &Use)| {
        let new = remapper.get(glyph)?;
        // printpdf cuts widths to whole thousandths: what is lost is made up for between glyphs.
        let advance = (f32::from(font.get_glyph_width(new)?) * 1000.0 / units).trunc();
        Some((glyph, Known { id: new, advance, text: found.text.clone(), last_page: found.last_page }))
    };
    let glyphs = used.iter().filter_map(known).collect();
    Ok(Embedded { id: PdfFontId(tag), font, glyphs })
}

/// Six letters that stand for the choice of glyphs (ISO 32000-1, 9.6.4).
fn subset_tag<'a>(name: &str, glyphs: impl Iterator<Item = &'a u16>) -> String {
    let mut hash = Sha256::new();
    hash.update(name);
    glyphs.for_each(|glyph| hash.update(glyph.to_be_bytes()));
    hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// Glyphs that say a text together.
struct ClusterOf<'a> {
    glyphs: &'a [Glyph],
    text: &'a str,
}

fn clusters(run: &GlyphRun) -> impl Iterator<Item = ClusterOf<'_>> {
    let (mut at, mut offset) = (0, 0);
    std::iter::from_fn(move || {
        let first = run.glyphs.get(at)?;
        let more = run.glyphs[at + 1..].iter().take_while(|glyph| glyph.bytes == 0).count();
        let end = offset + first.bytes as usize;
        let cluster = ClusterOf { glyphs: &run.glyphs[at..=at + more], text: &run.text[offset..end] };
        (at, offset) = (at + 1 + more, end);
        Some(cluster)
    })
}

/// Writes one page's operators.
struct PageOps<'a> {
    ops: Vec<Op>,
    index: usize,
    height: Pt,
    fonts: &'a BTreeMap<FontId, Embedded>,
    in_text: bool,
    font: Option<(FontId, f32)>,
    fill: Option<Colour>,
}

fn emit_page(
    height: Pt,
    width: Pt,
    marks: Vec<Mark>,
    index: usize,
    fonts: &BTreeMap<FontId, Embedded>,
) -> PdfPage {
    let mut out = PageOps { ops: Vec::new(), index, height, fonts, in_text: false, font: None, fill: None };
    for mark in marks {
        match mark {
            Mark::Glyphs(run) => out.glyphs(&run),
            Mark::Fill(area, colour) => out.area(area, colour),
            Mark::Stroke { points, width, colour } => out.stroke(&points, width, colour),
            Mark::Link(area, target) => out.link(area, &target),
            Mark::PageNumber(run, _) => out.glyphs(&run),
            Mark::Open { .. } | Mark::Close => {}
        }
    }
    out.text(false);
    let mut page = PdfPage::new(printpdf::Mm(0.0), printpdf::Mm(0.0), out.ops);
    let sheet = printpdf::Rect::from_wh(pt(width), pt(height));
    (page.media_box, page.trim_box, page.crop_box) = (sheet.clone(), sheet.clone(), sheet);
    page
}

impl PageOps<'_> {
    fn text(&mut self, wanted: bool) {
        if self.in_text != wanted {
            self.ops.push(if wanted { Op::StartTextSection } else { Op::EndTextSection });
            self.in_text = wanted;
        }
    }

    fn fill(&mut self, colour: Colour) {
        if self.fill != Some(colour) {
            self.ops.push(Op::SetFillColor { col: rgb(colour) });
            self.fill = Some(colour);
        }
    }

    fn glyphs(&mut self, run: &GlyphRun) {
        let Some(font) = self.fonts.get(&run.font) else { return };
        self.text(true);
        self.fill(run.colour);
        if self.font != Some((run.font, run.size.0)) {
            let handle = PdfFontHandle::External(font.id.clone());
            self.ops.push(Op::SetFont { font: handle, size: pt(run.size) });
            self.font = Some((run.font, run.size.0));
        }
        let matrix = TextMatrix::Translate(pt(run.at.x), pt(self.height - run.at.y));
        self.ops.push(Op::SetTextMatrix { matrix });
        let (mut wanted, mut pen) = (0.0_f32, 0.0_f32);
        let mut plain: Vec<Codepoint> = Vec::with_capacity(run.glyphs.len());
        for cluster in clusters(run) {
            let mut codes = Vec::with_capacity(cluster.glyphs.len());
            for glyph in cluster.glyphs {
                let Some(known) = font.glyphs.get(&glyph.id) else { continue };
                wanted += glyph.advance;
                pen += known.advance;
                let offset = (pen - wanted).round();
                pen -= offset;
                codes.push(Codepoint { gid: known.id, offset, cid: self.said(known) });
            }
            let says_itself = match cluster.glyphs {
                [glyph] => font.glyphs.get(&glyph.id).is_some_and(|known| known.text == cluster.text),
                _ => false,
            };
            if says_itself {
                plain.append(&mut codes);
            } else {
                self.show(std::mem::take(&mut plain));
                self.ops.push(actual_text(cluster.text));
                self.show(codes);
                self.ops.push(Op::EndMarkedContent);
            }
        }
        self.show(plain);
    }

    /// What printpdf is told that a glyph says. It believes what it hears last, so one page is enough,
    /// and the text of millions of glyphs need not be held.
    fn said(&self, known: &Known) -> Option<String> {
        let text = if known.text.is_empty() { "\u{FFFD}" } else { &known.text };
        (known.last_page == self.index).then(|| text.to_string())
    }

    fn show(&mut self, codes: Vec<Codepoint>) {
        if !codes.is_empty() {
            self.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(codes)] });
        }
    }

    fn area(&mut self, area: Rect, colour: Colour) {
        self.text(false);
        self.fill(colour);
        let mut rectangle = self.rect(area);
        rectangle.mode = Some(PaintMode::Fill);
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    fn stroke(&mut self, points: &[Point], width: Pt, colour: Colour) {
        self.text(false);
        self.ops.push(Op::SetOutlineColor { col: rgb(colour) });
        self.ops.push(Op::SetOutlineThickness { pt: pt(width) });
        let point = |at: &Point| LinePoint {
            p: printpdf::Point { x: pt(at.x), y: pt(self.height - at.y) },
            bezier: false,
        };
        let line = Line { points: points.iter().map(point).collect(), is_closed: false };
        self.ops.push(Op::DrawLine { line });
    }

    fn link(&mut self, area: Rect, target: &Target) {
        let Target::Url(url) = target else { return };
        let link = LinkAnnotation::new(
            self.rect(area),
            Actions::Uri(url.to_string()),
            Some(BorderArray::Solid([0.0, 0.0, 0.0])),
            Some(ColorArray::Transparent),
            Some(HighlightingMode::Invert),
        );
        self.ops.push(Op::LinkAnnotation { link });
    }

    fn rect(&self, area: Rect) -> printpdf::Rect {
        printpdf::Rect {
            x: pt(area.x),
            y: pt(self.height - area.y - area.height),
            width: pt(area.width),
            height: pt(area.height),
            mode: None,
            winding_order: None,
        }
    }
}

/// In printpdf's type, to the thousandth: more digits only cost bytes.
fn pt(length: Pt) -> printpdf::Pt {
    printpdf::Pt((length.0 * 1000.0).round() / 1000.0)
}

fn rgb(Colour(r, g, b): Colour) -> Color {
    Color::Rgb(Rgb { r, g, b, icc_profile: None })
}

fn actual_text(text: &str) -> Op {
    let data = utf16(text);
    let map = BTreeMap::from([("ActualText".to_string(), DictItem::String { data, literal: false })]);
    Op::BeginMarkedContentWithProperties { tag: "Span".to_string(), properties: DictItem::Dict { map } }
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
fn finish(pdf: &mut lopdf::Document, paper: &Paper, context: &WriteContext) -> Result<(), EmitError> {
    pdf.version = "1.7".to_string();
    let outline = outline(pdf, paper);
    let metadata = pdf.add_object(
        Stream::new(
            dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
            xmp(paper, context).into_bytes(),
        )
        .with_compression(false),
    );
    let catalog = pdf.catalog_mut()?;
    catalog.set("Lang", Object::string_literal(paper.language.as_str()));
    catalog.set("Metadata", metadata);
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("PageLayout", "SinglePage");
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    let date = Object::string_literal(format!("D:{}Z", digits(context.now)));
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

/// Adds the outline's objects and returns its root; `None` when it is empty.
fn outline(pdf: &mut lopdf::Document, paper: &Paper) -> Option<ObjectId> {
    if paper.outline.is_empty() {
        return None;
    }
    let pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    let root = pdf.new_object_id();
    let ids: Vec<ObjectId> = paper.outline.iter().map(|_| pdf.new_object_id()).collect();
    let parent_of = |index: usize| {
        let level = paper.outline[index].level;
        (0..index).rev().find(|&before| paper.outline[before].level < level)
    };
    let mut children: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for index in 0..paper.outline.len() {
        children.entry(parent_of(index)).or_default().push(index);
    }
    for siblings in children.values() {
        for (place, &index) in siblings.iter().enumerate() {
            let bookmark = &paper.outline[index];
            let Place { page, at } = bookmark.at;
            let (left, top) = (at.x, paper.pages[page].height - at.y);
            let destination = vec![
                pages[page].into(),
                "XYZ".into(),
                pt(left).0.into(),
                pt(top).0.into(),
                Object::Null,
            ];
            let mut item = dictionary! {
                "Title" => text_string(&bookmark.title),
                "Parent" => parent_of(index).map_or(root, |parent| ids[parent]),
                "Dest" => destination,
            };
            if let Some(before) = place.checked_sub(1) {
                item.set("Prev", ids[siblings[before]]);
            }
            if let Some(&next) = siblings.get(place + 1) {
                item.set("Next", ids[next]);
            }
            // Closed: a reader opens a topic to see its questions.
            link_children(&mut item, children.get(&Some(index)), &ids, -1);
            pdf.objects.insert(ids[index], Object::Dictionary(item));
        }
    }
    let mut top = dictionary! { "Type" => "Outlines" };
    link_children(&mut top, children.get(&None), &ids, 1);
    pdf.objects.insert(root, Object::Dictionary(top));
    Some(root)
}

fn link_children(item: &mut Dictionary, children: Option<&Vec<usize>>, ids: &[ObjectId], sign: i64) {
    if let Some((first, last)) = children.and_then(|list| Some((list.first()?, list.last()?))) {
        item.set("First", ids[*first]);
        item.set("Last", ids[*last]);
        item.set("Count", sign * children.map_or(0, |list| list.len() as i64));
    }
}

fn xmp(paper: &Paper, context: &WriteContext) -> String {
    let digits = digits(context.now);
    let part = |range: std::ops::Range<usize>| &digits[range];
    let date = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0..4),
        part(4..6),
        part(6..8),
        part(8..10),
        part(10..12),
        part(12..14)
    );
    let title = escaped(&paper.title);
    let language = escaped(&paper.language);
    let version = context.version;
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n\
         <xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>\n\
         <pdf:Producer>deckpress {version}</pdf:Producer>\n\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Seconds since 1970 as `YYYYMMDDhhmmss` in UTC (days to date after Howard Hinnant, "chrono-compatible
/// low-level date algorithms").
fn digits(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}{month:02}{day:02}{:02}{:02}{:02}", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_off_the_calendar() {
        assert_eq!(digits(0), "19700101000000");
        assert_eq!(digits(951_827_696), "20000229123456");
        assert_eq!(digits(1_798_761_599), "20261231235959");
    }
}
