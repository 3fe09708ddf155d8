//! Fonts cut down to the glyphs that a document shows.

use std::collections::BTreeMap;

use printpdf::{Codepoint, FontId as PdfFontId, Op, ParsedFont, PdfFontHandle, TextItem};
use sha2::{Digest, Sha256};

use super::super::font::{FontId, Fonts};
use super::super::page::{Glyph, GlyphRun, Mark, Paper};
use super::EmitError;

/// What the hyphen at the end of a line says.
const SOFT_HYPHEN: &str = "\u{AD}";

/// A font cut down to what a document uses.
pub(super) struct Embedded {
    pub id: PdfFontId,
    pub font: ParsedFont,
    /// Number in the cut font, advance as a reader counts it, and text of each glyph.
    pub glyphs: BTreeMap<u16, Known>,
}

pub(super) struct Known {
    pub id: u16,
    pub advance: f32,
    pub text: String,
}

impl Embedded {
    /// Operators that show each glyph once: from these printpdf learns what the font has and what each glyph says.
    pub fn shown(&self) -> [Op; 2] {
        let code = |known: &Known| {
            let text = if known.text.is_empty() { "\u{FFFD}" } else { &known.text };
            Codepoint { gid: known.id, offset: 0.0, cid: Some(text.to_string()) }
        };
        let codes = self.glyphs.values().map(code).collect();
        let font = PdfFontHandle::External(self.id.clone());
        [
            Op::SetFont { font, size: printpdf::Pt(1.0) },
            Op::ShowText { items: vec![TextItem::GlyphIds(codes)] },
        ]
    }
}

pub(super) fn embed(paper: &Paper) -> Result<BTreeMap<FontId, Embedded>, EmitError> {
    let mut used: BTreeMap<FontId, BTreeMap<u16, String>> = BTreeMap::new();
    for mark in paper.pages.iter().flat_map(|page| &page.marks) {
        let run = match mark {
            Mark::Glyphs(run) => run,
            Mark::PageNumber(run, _) => run,
            _ => continue,
        };
        let glyphs = used.entry(run.font).or_default();
        for cluster in clusters(run) {
            for glyph in cluster.glyphs {
                let said = glyphs.entry(glyph.id).or_default();
                // What it says when it stands alone; nothing when it never does. What the ends of lines put in says
                // something else than the sign of the text that looks like it.
                if (said.is_empty() || said == SOFT_HYPHEN) && cluster.glyphs.len() == 1 {
                    *said = if cluster.text == "\u{A0}" { " " } else { cluster.text }.to_string();
                }
            }
        }
    }
    used.into_iter().map(|(font, glyphs)| Ok((font, embed_font(&paper.fonts, font, &glyphs)?))).collect()
}

fn embed_font(fonts: &Fonts, id: FontId, used: &BTreeMap<u16, String>) -> Result<Embedded, EmitError> {
    let file = fonts.get(id);
    let mut remapper = subsetter::GlyphRemapper::new();
    used.keys().for_each(|&glyph| {
        remapper.remap(glyph);
    });
    let weight = file.weight.map(|weight| (subsetter::Tag::new(b"wght"), weight));
    let subset = subsetter::subset_with_variations(file.bytes, file.index, weight.as_slice(), &remapper)
        .map_err(|error| EmitError::Subset(file.name.to_string(), error))?;
    let mut font = ParsedFont::from_bytes(&subset, 0, &mut Vec::new())
        .ok_or_else(|| EmitError::Reread(file.name.to_string()))?;
    let tag = subset_tag(file.name, used.keys());
    font.font_name = Some(format!("{tag}+{}", file.name));
    let units = f32::from(font.units_per_em.max(1));
    let known = |(&glyph, said): (&u16, &String)| {
        let new = remapper.get(glyph)?;
        // printpdf cuts widths to whole thousandths: what is lost is made up for between glyphs.
        let advance = (f32::from(font.get_glyph_width(new)?) * 1000.0 / units).trunc();
        Some((glyph, Known { id: new, advance, text: said.clone() }))
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
pub(super) struct ClusterOf<'a> {
    pub glyphs: &'a [Glyph],
    pub text: &'a str,
}

pub(super) fn clusters(run: &GlyphRun) -> impl Iterator<Item = ClusterOf<'_>> {
    let mut at = 0;
    let mut rest = run.text.as_str();
    std::iter::from_fn(move || {
        let first = run.glyphs.get(at)?;
        let more = run.glyphs[at + 1..].iter().take_while(|glyph| glyph.bytes == 0).count();
        let bytes = first.bytes as usize;
        let text;
        (text, rest) = if run.to_left {
            let (before, text) = rest.split_at(rest.len() - bytes);
            (text, before)
        } else {
            rest.split_at(bytes)
        };
        let cluster = ClusterOf { glyphs: &run.glyphs[at..=at + more], text };
        at += 1 + more;
        Some(cluster)
    })
}
