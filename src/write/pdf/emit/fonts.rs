//! Fonts cut down to the glyphs that a document shows.

use std::collections::BTreeMap;

use printpdf::{FontId as PdfFontId, ParsedFont};
use sha2::{Digest, Sha256};

use super::super::font::{FontId, shipped};
use super::super::page::{Glyph, GlyphRun, Mark, Paper};
use super::EmitError;

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
    /// The last page that shows it.
    pub last_page: usize,
}

/// What the pages say of a glyph.
#[derive(Default)]
struct Use {
    /// What it says when it stands alone; empty when it never does.
    text: String,
    last_page: usize,
}

pub(super) fn embed(paper: &Paper) -> Result<BTreeMap<FontId, Embedded>, EmitError> {
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
pub(super) struct ClusterOf<'a> {
    pub glyphs: &'a [Glyph],
    pub text: &'a str,
}

pub(super) fn clusters(run: &GlyphRun) -> impl Iterator<Item = ClusterOf<'_>> {
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
