//! Pictures that documents show: those that lie beside them come along, named by their content.
//!
//! A picture on the web stays a link, and one that cannot be had keeps its address, with a diagnostic. Reading files
//! is [`discover`](mod@super::discover)'s; here is what is asked of it and what its answer is worth.

use sha2::{Digest, Sha256};

use super::hexadecimal;
use crate::model::content::Image;
use crate::model::walk::Part;
use crate::model::{Block, BlockKind, Diagnostic, Inline, InlineKind, Media, Severity, Span};

/// Why a picture that a document shows cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureError {
    /// There is no such file.
    Missing,
    /// It does not lie under the source root.
    Outside,
    /// It has so many bytes.
    TooLarge(u64),
    /// What the system said.
    Unreadable(String),
}

/// The pictures of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Those that come along, each once.
    pub media: Vec<Media>,
    /// What is to be said of the others.
    pub diagnostics: Vec<Diagnostic>,
}

/// Takes the local pictures that `blocks` of the document `id` show into the media, and lets the blocks refer to them.
///
/// `load` reads a path with `/` between its parts, relative to the document, or to the source root where it starts
/// with one. `index` is the document's place in the collection.
pub fn take(
    blocks: &mut [Block],
    id: &str,
    index: usize,
    load: &dyn Fn(&str) -> Result<Vec<u8>, PictureError>,
) -> Taken {
    let mut taken = Taken::default();
    visit(blocks, &mut |span, image| {
        let Some(paths) = local_paths(&image.url) else { return };
        match first(&paths, load) {
            Ok(media) => {
                if image.alt.is_empty() && image.title.is_empty() {
                    // Where it cannot be shown its old name says more than its new one.
                    image.alt = name(&paths[0]).into();
                }
                image.url = media.name.as_str().into();
                if !taken.media.contains(&media) {
                    taken.media.push(media);
                }
            }
            Err(problem) => {
                let path = paths.first().map_or("", String::as_str);
                taken.diagnostics.push(problem.diagnostic(path, id, (index, span)));
                // An address that looks like one of the media must not become one.
                if image.url.starts_with(PREFIX) {
                    image.url = format!("./{}", image.url).into();
                }
            }
        }
    });
    taken
}

/// The file name in `path`, without its extension.
fn name(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What the names of pictures in the media begin with.
const PREFIX: &str = "deckpress-";

/// Why a picture does not come along.
enum Problem {
    File(PictureError),
    /// Its content is no picture that every client shows.
    Unknown,
    /// It can run programs or load from elsewhere.
    Active,
}

impl Problem {
    fn diagnostic(&self, path: &str, id: &str, place: (usize, Span)) -> Diagnostic {
        let missing = |message: String, hint: String| Diagnostic {
            code: "missing-picture",
            severity: Severity::Warning,
            message,
            places: vec![place],
            hint,
        };
        let unusable = |message: String, hint: &str| Diagnostic {
            code: "unusable-picture",
            severity: Severity::Warning,
            message,
            places: vec![place],
            hint: hint.to_owned(),
        };
        match self {
            Self::File(PictureError::Missing) => missing(
                format!("the picture `{path}` was not found"),
                format!("put it at `{}`, or correct the path", looked_for(path, id)),
            ),
            Self::File(PictureError::Outside) => missing(
                format!("the picture `{path}` lies outside the source folder"),
                "put it into the source folder: documents take nothing from elsewhere".to_owned(),
            ),
            Self::File(PictureError::TooLarge(bytes)) => unusable(
                format!(
                    "the picture `{path}` has {} MB, and pictures end at {} MB",
                    bytes >> 20,
                    MAX_BYTES >> 20
                ),
                "make it smaller: every device that studies the deck stores it",
            ),
            Self::File(PictureError::Unreadable(error)) => unusable(
                format!("the picture `{path}` cannot be read: {error}"),
                "check that you may read it",
            ),
            Self::Unknown => unusable(
                format!("`{path}` is no picture in PNG, JPEG, GIF, WebP or SVG"),
                "save it in one of these formats",
            ),
            Self::Active => unusable(
                format!("the picture `{path}` holds a script or loads something from elsewhere"),
                "save it as a plain SVG, or as a PNG",
            ),
        }
    }
}

/// The largest picture that comes along, in bytes.
pub const MAX_BYTES: u64 = 16 << 20;

/// The first of `paths` that leads to a picture; else what is wrong with the first that leads anywhere.
fn first(paths: &[String], load: &dyn Fn(&str) -> Result<Vec<u8>, PictureError>) -> Result<Media, Problem> {
    let mut problem = Problem::File(PictureError::Missing);
    for path in paths {
        match load(path) {
            Ok(bytes) => return media(bytes),
            Err(PictureError::Missing) => {}
            Err(error) => problem = Problem::File(error),
        }
    }
    Err(problem)
}

fn media(bytes: Vec<u8>) -> Result<Media, Problem> {
    let extension = extension(&bytes).ok_or(Problem::Unknown)?;
    if extension == "svg" && is_active(&String::from_utf8_lossy(&bytes)) {
        return Err(Problem::Active);
    }
    Ok(named(bytes, extension))
}

/// `bytes` as media, named by what they hold: Anki does not replace a file of the same name.
pub fn named(bytes: Vec<u8>, extension: &str) -> Media {
    let hash = hexadecimal(&Sha256::digest(&bytes)[..10]);
    Media { name: format!("{PREFIX}{hash}.{extension}"), bytes }
}

/// What kind of picture it is, by its first bytes, whatever it is called.
fn extension(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some("png");
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some("jpg");
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        return Some("gif");
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some("webp");
    }
    is_svg(bytes).then_some("svg")
}

/// Whether the bytes are text whose first element is `<svg>`.
fn is_svg(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!") {
            ">"
        } else {
            break;
        };
        let Some(at) = rest.find(end) else { return false };
        rest = rest[at + end.len()..].trim_start();
    }
    rest.starts_with("<svg") && rest.contains("</svg")
        || rest.starts_with("<svg") && rest.trim_end().ends_with("/>")
}

/// Whether an SVG does more than draw: scripts, event handlers, content from elsewhere, entities that could hide them.
fn is_active(svg: &str) -> bool {
    let svg = svg.to_ascii_lowercase();
    let elements =
        ["<script", "<foreignobject", "<iframe", "<!entity", "<!doctype svg [", "javascript:", "&#"];
    let addresses = ["href", "url(", "@import", "src"];
    let leads_away = |at: usize, word: &str| {
        let value =
            svg[at + word.len()..].trim_start_matches(|c: char| c.is_whitespace() || "='\"(".contains(c));
        !(value.starts_with('#') || value.starts_with("data:image/"))
    };
    let used = |word: &str| {
        svg.match_indices(word).any(|(at, _)| {
            let rest = svg[at + word.len()..].trim_start();
            let assigned = rest.starts_with('=') || word.ends_with('(') || word.starts_with('@');
            let whole = svg[..at].ends_with([' ', '\t', '\n', '\r', ':', '"', '\'', ';', '('])
                || word.ends_with('(')
                || word.starts_with('@');
            assigned && whole && leads_away(at, word)
        })
    };
    elements.iter().any(|element| svg.contains(element))
        || has_handler(&svg)
        || addresses.iter().any(|word| used(word))
}

/// Whether an attribute such as `onload=` stands in the text.
fn has_handler(svg: &str) -> bool {
    svg.match_indices("on").any(|(at, _)| {
        let before = svg[..at].chars().next_back().is_some_and(|c| c.is_whitespace() || "\"'/".contains(c));
        let name = svg[at + 2..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        before && name.len() < svg.len() - at - 2 && name.trim_start().starts_with('=')
    })
}

/// The paths that `url` may mean, the likeliest first; `None` when it leads elsewhere.
fn local_paths(url: &str) -> Option<Vec<String>> {
    let url = url.trim().replace('\\', "/");
    let scheme = url.split_once(':').is_some_and(|(scheme, _)| {
        // One letter is a drive.
        scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    if url.is_empty() || url.starts_with("//") || url.starts_with('#') || scheme {
        return None;
    }
    let bare = url.split(['?', '#']).next().unwrap_or_default();
    let mut paths = Vec::new();
    for path in
        [unescaped(bare), Some(bare.to_owned()), unescaped(&url), Some(url.clone())].into_iter().flatten()
    {
        if !path.is_empty() && !path.contains('\0') && !paths.contains(&path) {
            paths.push(path);
        }
    }
    Some(paths)
}

/// A path with its `%20` undone; `None` where that gives no text.
fn unescaped(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = (byte == b'%').then(|| after.get(..2)).flatten();
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(code.unwrap_or(byte));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).ok()
}

/// Where `path` leads from the document `id`, in the form of an id.
fn looked_for(path: &str, id: &str) -> String {
    let folder = id.rsplit_once('/').map_or("", |(folder, _)| folder);
    let start = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Shows every picture in `blocks` to `see`, with its place.
fn visit(blocks: &mut [Block], see: &mut dyn FnMut(Span, &mut Image)) {
    for block in blocks {
        let span = block.span;
        if let BlockKind::Image(image) = &mut block.kind {
            see(span, image);
        }
        block.parts_mut(|part| match part {
            Part::Place(_) => {}
            Part::Run(content) => visit_inlines(content, see),
            Part::Flow(blocks) => visit(blocks.make_mut(), see),
        });
    }
}

fn visit_inlines(content: &mut [Inline], see: &mut dyn FnMut(Span, &mut Image)) {
    for inline in content {
        let span = inline.span;
        if let InlineKind::Image(image) = &mut inline.kind {
            see(span, image);
        }
        if let Some(content) = inline.content_mut() {
            visit_inlines(content, see);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_paths() {
        let paths = |url| local_paths(url).map(|paths| paths.join(" | "));
        for url in ["https://a.b/c.png", "//a.b/c.png", "data:image/png;base64,AA", "mailto:a@b", "#a", ""] {
            assert_eq!(paths(url), None, "{url}");
        }
        assert_eq!(paths("a/b.png?raw=true").as_deref(), Some("a/b.png | a/b.png?raw=true"));
        assert_eq!(paths(r"..\a%20b.png").as_deref(), Some("../a b.png | ../a%20b.png"));
        assert_eq!(paths(r"C:\a.png").as_deref(), Some("C:/a.png"));
        assert_eq!(paths("%E4%BD%A0.png").as_deref(), Some("你.png | %E4%BD%A0.png"));
        assert_eq!(paths("100%.png").as_deref(), Some("100%.png"));
    }

    #[test]
    fn kinds_show_in_the_first_bytes() {
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\n..."[..], Some("png")),
            (b"\xff\xd8\xff\xe0", Some("jpg")),
            (b"GIF89a", Some("gif")),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some("webp")),
            (b"RIFF\0\0\0\0WAVE", None),
            (b"<?xml version='1.0'?>\n<!-- a -->\n<svg xmlns='x'></svg>", Some("svg")),
            (b"root:x:0:0", None),
            (b"<html><svg></svg></html>", None),
        ] {
            assert_eq!(extension(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn drawings_that_do_more_than_draw_are_refused() {
        for active in [
            "<svg><script>x</script></svg>",
            "<svg onload=\"x()\"></svg>",
            "<svg><a\nonclick = 'x'></a></svg>",
            "<svg><image xlink:href=\"https://a.b/c.png\"/></svg>",
            "<svg><use href='file:///a#b'/></svg>",
            "<svg><style>@import \"a.css\"</style></svg>",
            "<svg><rect fill='url(https://a.b)'/></svg>",
            "<svg><foreignObject/></svg>",
            "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg></svg>",
        ] {
            assert!(is_active(active), "{active}");
        }
        let quiet = "<svg xmlns=\"http://www.w3.org/2000/svg\"><defs><g id='a'/></defs><use href=\"#a\"/>\
                     <rect fill='url(#b)'/><text>on = one</text><path d='M0 0'/></svg>";
        assert!(!is_active(quiet));
    }

    #[test]
    fn what_was_looked_for_is_named_from_the_root() {
        assert_eq!(looked_for("../img/a.png", "notes/deep/x.md"), "notes/img/a.png");
        assert_eq!(looked_for("/img/a.png", "notes/x.md"), "img/a.png");
    }
}
