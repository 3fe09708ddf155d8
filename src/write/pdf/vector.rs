//! SVG as paths that paper can draw.
//!
//! `usvg` resolves styles, references and texts; what is left is paths with a fill and a line. Filters and masks are
//! left out, of a gradient its first colour is taken: what study documents hold are diagrams.

use std::sync::{Arc, LazyLock};

use usvg::tiny_skia_path::PathSegment;
use usvg::{
    FillRule, Group, ImageHrefResolver, LineCap, LineJoin, Node, Options, Paint, PaintOrder, Transform, Tree,
    fontdb,
};

use super::font::FONTS;
use super::theme::Colour;
use super::units::Pt;

/// A drawing.
#[derive(Debug, Default, PartialEq)]
pub struct Drawing {
    /// Its natural width on paper.
    pub width: Pt,
    /// Its natural height on paper.
    pub height: Pt,
    /// Width and height in its own units, from its upper left corner.
    pub size: (f32, f32),
    /// Size of its smallest text on paper, at its natural width; `None` where it has no text.
    pub letters: Option<Pt>,
    /// In the order in which they are drawn.
    pub steps: Vec<Step>,
}

/// A step of a drawing.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// Draws a path.
    Draw(Shape),
    /// From here on only what lies inside of the paths is drawn.
    Clip(Vec<Outline>),
    /// The last clip ends.
    EndClip,
}

/// A path in a drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its course.
    pub outline: Outline,
    /// What is inside it; `None` for nothing.
    pub fill: Option<Fill>,
    /// Its line; `None` for none.
    pub line: Option<Stroke>,
}

/// The course of a path, and how its units become those of the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Its parts.
    pub segments: Vec<PathSegment>,
    /// As in `a b c d e f cm`.
    pub transform: [f32; 6],
    /// Whether holes are where paths overlap evenly.
    pub even_odd: bool,
}

/// How a path is filled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// Its colour.
    pub colour: Colour,
    /// From 0 to 1.
    pub opacity: f32,
}

/// How a path is drawn. Lengths in units of the path.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub colour: Colour,
    /// From 0 to 1.
    pub opacity: f32,
    /// Its width.
    pub width: f32,
    /// Lengths of dashes and gaps; empty for none.
    pub dashes: Vec<f32>,
    /// Where in the dashes it starts.
    pub dash_start: f32,
    /// Its ends, as PDF counts them: flat, round, square.
    pub cap: u8,
    /// Its corners, as PDF counts them: pointed, round, cut.
    pub join: u8,
}

/// How large a unit is on paper: the text of diagrams, 16 units high, is then a little smaller than running text.
const UNIT: Pt = Pt(0.5);

/// The drawing in an SVG file; `None` when it is none, or is empty.
pub fn read(bytes: &[u8]) -> Option<Drawing> {
    let mut options = Options { fontdb: Arc::clone(&FONT_DATABASE), ..Options::default() };
    options.font_family = "Source Sans 3".to_string();
    // Nothing is fetched from anywhere.
    options.image_href_resolver =
        ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    let tree = Tree::from_data(bytes, &options).ok()?;
    let mut steps = Vec::new();
    draw(tree.root(), 1.0, &mut steps);
    let size = (tree.size().width(), tree.size().height());
    let (width, height) = (UNIT * size.0, UNIT * size.1);
    let letters = letters(tree.root()).map(|letters| UNIT * letters);
    (!steps.is_empty()).then_some(Drawing { width, height, size, letters, steps })
}

impl Drawing {
    /// It, a quarter turned: its left edge is then its foot.
    pub fn turned(&self) -> Self {
        let (width, _) = self.size;
        // What was at (x, y) is at (y, width - x).
        let place = |outline: &Outline| {
            let [a, b, c, d, e, f] = outline.transform;
            Outline { transform: [b, -a, d, -c, f, width - e], ..outline.clone() }
        };
        let turned = |step: &Step| match step {
            Step::Draw(shape) => Step::Draw(Shape { outline: place(&shape.outline), ..shape.clone() }),
            Step::Clip(outlines) => Step::Clip(outlines.iter().map(place).collect()),
            Step::EndClip => Step::EndClip,
        };
        Self {
            width: self.height,
            height: self.width,
            size: (self.size.1, self.size.0),
            letters: self.letters,
            steps: self.steps.iter().map(turned).collect(),
        }
    }
}

/// Size of the smallest text below `group`, in units of the drawing.
fn letters(group: &Group) -> Option<f32> {
    let sizes = group.children().iter().filter_map(|node| match node {
        Node::Group(inner) => letters(inner),
        Node::Text(text) => {
            let scale = text.abs_transform().get_scale();
            let spans = text.chunks().iter().flat_map(usvg::TextChunk::spans);
            let size = spans.map(|span| span.font_size().get()).min_by(f32::total_cmp)?;
            Some(size * scale.0.min(scale.1))
        }
        Node::Path(_) | Node::Image(_) => None,
    });
    sizes.min_by(f32::total_cmp)
}

/// The shipped fonts: a drawing looks the same on every machine.
static FONT_DATABASE: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut database = fontdb::Database::new();
    for font in FONTS.iter() {
        database.load_font_source(fontdb::Source::Binary(Arc::new(font.bytes)));
    }
    database.set_sans_serif_family("Source Sans 3");
    database.set_serif_family("Source Sans 3");
    database.set_cursive_family("Source Sans 3");
    database.set_fantasy_family("Source Sans 3");
    database.set_monospace_family("Source Code Pro");
    Arc::new(database)
});

fn draw(group: &Group, opacity: f32, steps: &mut Vec<Step>) {
    let opacity = opacity * group.opacity().get();
    let clip = group.clip_path().map(|clip| {
        let place = group.abs_transform().pre_concat(clip.transform());
        outlines(clip.root(), place)
    });
    let is_clipped = clip.is_some();
    steps.extend(clip.map(Step::Clip));
    for node in group.children() {
        match node {
            Node::Group(inner) => draw(inner, opacity, steps),
            Node::Path(path) if path.is_visible() => shape(path, opacity, steps),
            Node::Text(text) => draw(text.flattened(), opacity, steps),
            Node::Path(_) | Node::Image(_) => {}
        }
    }
    if is_clipped {
        steps.push(Step::EndClip);
    }
}

fn shape(path: &usvg::Path, opacity: f32, steps: &mut Vec<Step>) {
    let fill = path
        .fill()
        .map(|fill| Fill { colour: colour(fill.paint()), opacity: fill.opacity().get() * opacity });
    let line = path.stroke().map(|stroke| Stroke {
        colour: colour(stroke.paint()),
        opacity: stroke.opacity().get() * opacity,
        width: stroke.width().get(),
        dashes: stroke.dasharray().map(<[f32]>::to_vec).unwrap_or_default(),
        dash_start: stroke.dashoffset(),
        cap: match stroke.linecap() {
            LineCap::Butt => 0,
            LineCap::Round => 1,
            LineCap::Square => 2,
        },
        join: match stroke.linejoin() {
            LineJoin::Miter | LineJoin::MiterClip => 0,
            LineJoin::Round => 1,
            LineJoin::Bevel => 2,
        },
    });
    let outline = outline(path, path.abs_transform());
    // PDF fills first; the other order takes two shapes.
    if path.paint_order() == PaintOrder::StrokeAndFill && fill.is_some() && line.is_some() {
        steps.push(Step::Draw(Shape { outline: outline.clone(), fill: None, line }));
        steps.push(Step::Draw(Shape { outline, fill, line: None }));
    } else {
        steps.push(Step::Draw(Shape { outline, fill, line }));
    }
}

/// The paths of a clip that stands at `place`.
fn outlines(group: &Group, place: Transform) -> Vec<Outline> {
    let mut found = Vec::new();
    for node in group.children() {
        match node {
            Node::Path(path) => found.push(outline(path, place.pre_concat(path.abs_transform()))),
            Node::Group(inner) => found.append(&mut outlines(inner, place)),
            Node::Text(text) => found.append(&mut outlines(text.flattened(), place)),
            Node::Image(_) => {}
        }
    }
    found
}

fn outline(path: &usvg::Path, t: Transform) -> Outline {
    Outline {
        segments: path.data().segments().collect(),
        transform: [t.sx, t.ky, t.kx, t.sy, t.tx, t.ty],
        even_odd: path.fill().is_some_and(|fill| fill.rule() == FillRule::EvenOdd),
    }
}

fn colour(paint: &Paint) -> Colour {
    let colour = match paint {
        Paint::Color(colour) => Some(*colour),
        Paint::LinearGradient(gradient) => gradient.stops().first().map(usvg::Stop::color),
        Paint::RadialGradient(gradient) => gradient.stops().first().map(usvg::Stop::color),
        Paint::Pattern(_) => None,
    };
    let part = |part: u8| f32::from(part) / 255.0;
    colour.map_or(Colour::grey(0.7), |colour| Colour(part(colour.red), part(colour.green), part(colour.blue)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_and_texts_become_paths() {
        let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">
            <style>.box { fill: #ff0000; stroke: blue; stroke-dasharray: 2 1 }</style>
            <rect class="box" x="1" y="1" width="10" height="5"/>
            <g opacity="0.5" transform="translate(3 4)"><text font-family="sans-serif">Hi</text></g></svg>"##;
        let drawing = read(svg).expect("a drawing");
        assert_eq!((drawing.width, drawing.size), (Pt(20.0), (40.0, 20.0)));
        let Step::Draw(shape) = &drawing.steps[0] else { panic!("a shape") };
        assert_eq!(shape.fill, Some(Fill { colour: Colour(1.0, 0.0, 0.0), opacity: 1.0 }));
        assert_eq!(shape.line.as_ref().map(|line| line.dashes.clone()), Some(vec![2.0, 1.0]));
        let Some(Step::Draw(text)) = drawing.steps.last() else { panic!("a text") };
        assert!(text.outline.segments.len() > 10, "letters are paths: {:?}", text.outline);
        assert!((text.fill.expect("a colour").opacity - 0.5).abs() < 0.01);
        assert_eq!(text.outline.transform[4..], [3.0, 4.0]);
    }

    #[test]
    fn arrow_heads_lie_inside_their_clips() {
        let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">
            <marker id="head" viewBox="0 0 10 10" refX="5" refY="5" markerWidth="8" markerHeight="8">
            <path d="M0 0L10 5L0 10z"/></marker>
            <path d="M1 1L30 15" stroke="black" marker-end="url(#head)"/></svg>"##;
        let steps = read(svg).expect("a drawing").steps;
        let place = |outline: &Outline, (x, y): (f32, f32)| {
            let [a, b, c, d, e, f] = outline.transform;
            (a * x + c * y + e, b * x + d * y + f)
        };
        let corners = |outline: &Outline| -> Vec<(f32, f32)> {
            let point = |segment: &PathSegment| match segment {
                PathSegment::MoveTo(p) | PathSegment::LineTo(p) => Some(place(outline, (p.x, p.y))),
                _ => None,
            };
            outline.segments.iter().filter_map(point).collect()
        };
        let at = steps.iter().position(|step| matches!(step, Step::Clip(_))).expect("a clip");
        let (Step::Clip(clip), Step::Draw(head)) = (&steps[at], &steps[at + 1]) else { panic!("{steps:?}") };
        let clip = corners(&clip[0]);
        let least = clip.iter().fold((f32::MAX, f32::MAX), |least, p| (least.0.min(p.0), least.1.min(p.1)));
        let most = clip.iter().fold((f32::MIN, f32::MIN), |most, p| (most.0.max(p.0), most.1.max(p.1)));
        for (x, y) in corners(&head.outline) {
            let inside =
                (least.0 - 0.1..most.0 + 0.1).contains(&x) && (least.1 - 0.1..most.1 + 0.1).contains(&y);
            assert!(inside, "{x} {y} is not in {least:?} {most:?}");
            assert!((20.0..40.0).contains(&x), "the head is at the end: {x}");
        }
    }

    #[test]
    fn a_turned_drawing_lies_on_its_left_edge() {
        let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">
            <path d="M0 5L40 5" stroke="black"/><text font-size="12" transform="scale(0.5)">Hi</text></svg>"##;
        let drawing = read(svg).expect("a drawing");
        assert_eq!(drawing.letters, Some(Pt(3.0)));
        let turned = drawing.turned();
        assert_eq!((turned.width, turned.height, turned.size), (Pt(10.0), Pt(20.0), (20.0, 40.0)));
        let Step::Draw(shape) = &turned.steps[0] else { panic!("a shape") };
        let [a, b, c, d, e, f] = shape.outline.transform;
        let place = |x: f32, y: f32| (a * x + c * y + e, b * x + d * y + f);
        assert_eq!((place(0.0, 5.0), place(40.0, 5.0)), ((5.0, 40.0), (5.0, 0.0)));
    }

    #[test]
    fn nothing_is_fetched() {
        let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2">
            <image href="/etc/hostname.png" width="4" height="2"/></svg>"##;
        assert_eq!(read(svg), None);
    }
}
