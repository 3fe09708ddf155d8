//! Pictures as objects that pages draw (ISO 32000-1, 8.9 and 8.10), one unit wide and high each.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use usvg::tiny_skia_path::PathSegment;

use super::super::page::{Mark, Paper};
use super::super::picture::{Content, Picture};
use super::super::theme::Colour;
use super::super::vector::{Drawing, Outline, Shape, Step, Stroke};
use super::ops::push_number;

/// What pages call a picture.
pub(super) fn name(picture: &Picture) -> String {
    format!("Picture-{}", picture.name)
}

/// All pictures of `paper`, by name.
pub(super) fn of(paper: &Paper) -> BTreeMap<String, Arc<Picture>> {
    let marks = paper.pages.iter().flat_map(|page| &page.marks);
    let pictures = marks.filter_map(|mark| match mark {
        Mark::Picture(_, picture) => Some((name(picture), Arc::clone(picture))),
        _ => None,
    });
    pictures.collect()
}

/// Adds `pictures` to what all `pages` may draw.
pub(super) fn add(pdf: &mut Document, pages: &[ObjectId], pictures: BTreeMap<String, Arc<Picture>>) {
    let objects: Vec<(String, ObjectId)> =
        pictures.into_iter().map(|(name, picture)| (name, object(pdf, &picture.content))).collect();
    if objects.is_empty() {
        return;
    }
    let shared = pages.first().and_then(|&page| {
        let resources = pdf.get_dictionary(page).ok()?.get(b"Resources").ok()?.as_reference().ok()?;
        pdf.get_dictionary(resources).ok()?.get(b"XObject").ok()?.as_reference().ok()
    });
    if let Some(drawable) = shared.and_then(|shared| pdf.get_dictionary_mut(shared).ok()) {
        for (name, object) in objects {
            drawable.set(name, object);
        }
    }
}

fn object(pdf: &mut Document, content: &Content) -> ObjectId {
    match content {
        Content::Jpeg { bytes, size, grey } => {
            let mut image = image(*size, if *grey { "DeviceGray" } else { "DeviceRGB" });
            image.set("Filter", "DCTDecode");
            pdf.add_object(Stream::new(image, bytes.clone()).with_compression(false))
        }
        Content::Pixels { size, colours, opacity } => {
            let mut image_of = image(*size, "DeviceRGB");
            if let Some(opacity) = opacity {
                let mask = pdf.add_object(Stream::new(image(*size, "DeviceGray"), opacity.clone()));
                image_of.set("SMask", mask);
            }
            pdf.add_object(Stream::new(image_of, colours.clone()))
        }
        Content::Drawing(drawing) => form(pdf, drawing),
    }
}

fn image((width, height): (u32, u32), colours: &str) -> Dictionary {
    dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(width),
        "Height" => i64::from(height),
        "ColorSpace" => colours,
        "BitsPerComponent" => 8,
    }
}

/// A drawing as a form: its own units, turned upside down and scaled to one.
fn form(pdf: &mut Document, drawing: &Drawing) -> ObjectId {
    let mut out = Operators::default();
    for step in &drawing.steps {
        match step {
            Step::Draw(shape) => out.shape(shape),
            Step::Clip(outlines) => out.clip(outlines),
            Step::EndClip => out.write(format_args!("Q\n")),
        }
    }
    let states: Vec<(String, Object)> = out
        .opacities
        .iter()
        .map(|&thousandths| {
            let opacity = Object::Real(f32::from(thousandths) / 1000.0);
            let state = dictionary! { "Type" => "ExtGState", "ca" => opacity.clone(), "CA" => opacity };
            (format!("O{thousandths}"), Object::Dictionary(state))
        })
        .collect();
    let (width, height) = drawing.size;
    let unit: Vec<Object> = [1.0 / width, 0.0, 0.0, -1.0 / height, 0.0, 1.0].map(Object::Real).to_vec();
    let form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => [0.0, 0.0, width, height].map(Object::Real).to_vec(),
        "Matrix" => unit,
        "Resources" => dictionary! { "ExtGState" => Dictionary::from_iter(states) },
    };
    pdf.add_object(Stream::new(form, out.out))
}

#[derive(Default)]
struct Operators {
    out: Vec<u8>,
    /// In thousandths.
    opacities: std::collections::BTreeSet<u16>,
}

impl Operators {
    fn shape(&mut self, Shape { outline, fill, line }: &Shape) {
        let operator = match (fill, line, outline.even_odd) {
            (Some(_), Some(_), false) => "B",
            (Some(_), Some(_), true) => "B*",
            (Some(_), None, false) => "f",
            (Some(_), None, true) => "f*",
            (None, Some(_), _) => "S",
            (None, None, _) => return,
        };
        self.write(format_args!("q "));
        self.numbers(&outline.transform, "cm");
        if let Some(fill) = fill {
            let Colour(r, g, b) = fill.colour;
            self.numbers(&[r, g, b], "rg");
            self.opacity(fill.opacity);
        }
        if let Some(Stroke { colour: Colour(r, g, b), opacity, width, dashes, dash_start, cap, join }) = line
        {
            self.numbers(&[*r, *g, *b], "RG");
            self.numbers(&[*width], "w");
            self.write(format_args!("{cap} J {join} j "));
            if !dashes.is_empty() {
                self.write(format_args!("["));
                self.numbers(dashes, "]");
                self.numbers(&[*dash_start], "d");
            }
            if fill.is_none() {
                self.opacity(*opacity);
            }
        }
        self.path(&outline.segments, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        self.write(format_args!("{operator} Q\n"));
    }

    fn clip(&mut self, outlines: &[Outline]) {
        self.write(format_args!("q "));
        for outline in outlines {
            self.path(&outline.segments, outline.transform);
        }
        self.write(format_args!("W n\n"));
    }

    fn opacity(&mut self, opacity: f32) {
        let thousandths = (opacity.clamp(0.0, 1.0) * 1000.0).round() as u16;
        if thousandths < 1000 {
            self.opacities.insert(thousandths);
            self.write(format_args!("/O{thousandths} gs "));
        }
    }

    /// Cubic curves: PDF has no others.
    fn path(&mut self, segments: &[PathSegment], [a, b, c, d, e, f]: [f32; 6]) {
        let at = |x: f32, y: f32| [a * x + c * y + e, b * x + d * y + f];
        let mut before = (0.0, 0.0);
        for segment in segments {
            match *segment {
                PathSegment::MoveTo(p) => {
                    self.numbers(&at(p.x, p.y), "m");
                    before = (p.x, p.y);
                }
                PathSegment::LineTo(p) => {
                    self.numbers(&at(p.x, p.y), "l");
                    before = (p.x, p.y);
                }
                PathSegment::QuadTo(q, p) => {
                    let toward = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
                    let first = at(toward(before.0, q.x), toward(before.1, q.y));
                    let second = at(toward(p.x, q.x), toward(p.y, q.y));
                    self.numbers(&[first, second, at(p.x, p.y)].concat(), "c");
                    before = (p.x, p.y);
                }
                PathSegment::CubicTo(q, r, p) => {
                    self.numbers(&[at(q.x, q.y), at(r.x, r.y), at(p.x, p.y)].concat(), "c");
                    before = (p.x, p.y);
                }
                PathSegment::Close => self.write(format_args!("h ")),
            }
        }
    }

    fn numbers(&mut self, numbers: &[f32], operator: &str) {
        for &number in numbers {
            push_number(number, 3, &mut self.out);
            self.out.push(b' ');
        }
        self.write(format_args!("{operator} "));
    }

    fn write(&mut self, text: std::fmt::Arguments) {
        // Writing into memory does not fail.
        let _ = self.out.write_fmt(text);
    }
}
