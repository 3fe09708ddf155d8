//! Pictures, read as far as paper needs them.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::{Arc, OnceLock};

use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader};

use super::units::Pt;
use super::vector::{self, Drawing};
use crate::model::Collection;
use crate::render::diagram;

/// The pictures that content may show, by name. Each is read when it is first asked for.
#[derive(Default)]
pub struct Pictures<'a> {
    files: BTreeMap<&'a str, File<'a>>,
    /// Those that diagrams are drawn as, by their source.
    diagrams: BTreeMap<&'a str, Diagram<'a>>,
}

struct Diagram<'a> {
    name: &'a str,
    /// It, drawn in other ways.
    others: OnceLock<Vec<Arc<Picture>>>,
}

struct File<'a> {
    bytes: &'a [u8],
    picture: OnceLock<Option<Arc<Picture>>>,
}

/// A picture.
#[derive(Debug, PartialEq)]
pub struct Picture {
    /// Its name, which tells it from all others.
    pub name: String,
    /// Its natural width on paper.
    pub width: Pt,
    /// Its natural height on paper.
    pub height: Pt,
    /// What it is made of.
    pub content: Content,
}

/// What a picture is made of.
#[derive(Debug, PartialEq)]
pub enum Content {
    /// A JPEG file, upright, in grey or in red, green and blue.
    Jpeg {
        /// The file.
        bytes: Vec<u8>,
        /// Width and height in pixels.
        size: (u32, u32),
        /// Whether it is grey.
        grey: bool,
    },
    /// Pixels, row by row from the top.
    Pixels {
        /// Width and height in pixels.
        size: (u32, u32),
        /// Red, green and blue of each.
        colours: Vec<u8>,
        /// How opaque each is; `None` where all are.
        opacity: Option<Vec<u8>>,
    },
    /// Paths.
    Drawing(Drawing),
}

/// How large a pixel is on paper: 144 to the inch, what screens of today have.
const PIXEL: Pt = Pt(0.5);
/// Pictures with a longer side than this are made smaller: 300 to the inch on the width of a page.
const MOST_PIXELS: u32 = 2_200;
/// Memory that a picture may take while it is read.
const MOST_MEMORY: u64 = 256 << 20;

impl<'a> Pictures<'a> {
    /// Those of `collection`.
    pub fn of(collection: &'a Collection) -> Self {
        let file = |bytes: &'a Vec<u8>| File { bytes, picture: OnceLock::new() };
        let of_cards = collection.media.iter().map(|media| (media.name.as_str(), file(&media.bytes)));
        let others = collection.pictures.iter().map(|media| (media.name.as_str(), file(&media.bytes)));
        let diagram = |(source, name): (&'a String, &'a String)| {
            (source.as_str(), Diagram { name, others: OnceLock::new() })
        };
        let diagrams = collection.drawn.iter().map(diagram).collect();
        Self { files: of_cards.chain(others).collect(), diagrams }
    }

    /// The picture at `address`; `None` when there is none, or it cannot be read.
    pub fn at(&self, address: &str) -> Option<Arc<Picture>> {
        let file = self.files.get(address)?;
        file.picture.get_or_init(|| read(address, file.bytes).map(Arc::new)).clone()
    }

    /// What a diagram is drawn as; `None` when it stays text.
    pub fn of_diagram(&self, source: &str) -> Option<Arc<Picture>> {
        self.at(self.diagrams.get(source)?.name)
    }

    /// Other drawings of a diagram, which may be larger on a narrow page: those most like it first.
    pub fn of_diagram_in_other_ways(&self, source: &str) -> &[Arc<Picture>] {
        let Some(Diagram { name, others }) = self.diagrams.get(source) else { return &[] };
        let draw = || {
            let ways = diagram::other_ways(source).into_iter().enumerate();
            ways.filter_map(|(way, svg)| read(&format!("{way}-{name}"), svg.as_bytes()).map(Arc::new))
                .collect()
        };
        others.get_or_init(draw)
    }
}

impl Picture {
    /// Size of its smallest text at its natural width; `None` where none is known.
    pub fn letters(&self) -> Option<Pt> {
        match &self.content {
            Content::Drawing(drawing) => drawing.letters,
            Content::Jpeg { .. } | Content::Pixels { .. } => None,
        }
    }

    /// It, a quarter turned; `None` where it is no drawing.
    pub fn turned(&self) -> Option<Self> {
        let Content::Drawing(drawing) = &self.content else { return None };
        Some(Self {
            name: format!("{}-turned", self.name),
            width: self.height,
            height: self.width,
            content: Content::Drawing(drawing.turned()),
        })
    }
}

fn read(name: &str, bytes: &[u8]) -> Option<Picture> {
    if name.to_ascii_lowercase().ends_with(".svg") {
        let drawing = vector::read(bytes)?;
        let (width, height) = (drawing.width, drawing.height);
        return Some(Picture { name: name.to_string(), width, height, content: Content::Drawing(drawing) });
    }
    let content = raster(bytes)?;
    let (Content::Jpeg { size, .. } | Content::Pixels { size, .. }) = &content else { return None };
    let natural = natural_size(bytes).unwrap_or(*size);
    let (width, height) = (PIXEL * natural.0 as f32, PIXEL * natural.1 as f32);
    Some(Picture { name: name.to_string(), width, height, content })
}

/// A JPEG stays as it is where every reader of PDF takes it so; all else becomes pixels.
fn raster(bytes: &[u8]) -> Option<Content> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let is_jpeg = reader.format() == Some(ImageFormat::Jpeg);
    let mut decoder = reader.into_decoder().ok()?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder.set_limits(limits).ok()?;
    let size = decoder.dimensions();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let grey = decoder.original_color_type() == ExtendedColorType::L8;
    let three = matches!(decoder.original_color_type(), ExtendedColorType::Rgb8 | ExtendedColorType::L8)
        && matches!(decoder.color_type(), ColorType::Rgb8 | ColorType::L8);
    if is_jpeg && three && orientation == Orientation::NoTransforms {
        return Some(Content::Jpeg { bytes: bytes.to_vec(), size, grey });
    }
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    image.apply_orientation(orientation);
    if image.width().max(image.height()) > MOST_PIXELS {
        image = image.thumbnail(MOST_PIXELS, MOST_PIXELS);
    }
    let pixels = image.to_rgba8();
    let colours = pixels.pixels().flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let opaque = pixels.pixels().all(|pixel| pixel[3] == u8::MAX);
    let opacity = (!opaque).then(|| pixels.pixels().map(|pixel| pixel[3]).collect());
    Some(Content::Pixels { size: pixels.dimensions(), colours, opacity })
}

/// Width and height as the file has them, upright.
fn natural_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let turned = matches!(
        decoder.orientation(),
        Ok(Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH)
    );
    Some(if turned { (height, width) } else { (width, height) })
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    fn png(width: u32, height: u32, pixel: Rgba<u8>) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        RgbaImage::from_pixel(width, height, pixel)
            .write_to(&mut bytes, ImageFormat::Png)
            .expect("a picture");
        bytes.into_inner()
    }

    #[test]
    fn opaque_pictures_have_no_opacity() {
        let picture = read("dot.png", &png(20, 10, Rgba([1, 2, 3, 255]))).expect("a picture");
        assert_eq!((picture.width, picture.height), (Pt(10.0), Pt(5.0)));
        let Content::Pixels { size, colours, opacity } = picture.content else { panic!("pixels") };
        assert_eq!((size, &colours[..3], colours.len(), opacity), ((20, 10), &[1, 2, 3][..], 600, None));
        let clear = read("dot.png", &png(2, 1, Rgba([1, 2, 3, 128]))).expect("a picture");
        assert!(
            matches!(clear.content, Content::Pixels { opacity: Some(opacity), .. } if opacity == [128, 128])
        );
    }

    #[test]
    fn large_pictures_become_smaller_and_keep_their_size_on_paper() {
        let picture = read("wide.png", &png(4400, 100, Rgba([0; 4]))).expect("a picture");
        assert_eq!(picture.width, Pt(2200.0));
        assert!(matches!(picture.content, Content::Pixels { size: (2200, 50), .. }));
    }

    #[test]
    fn what_is_no_picture_is_none() {
        assert_eq!(read("dot.png", b"not a picture"), None);
        assert_eq!(read("dot.svg", b"not a picture"), None);
    }
}
