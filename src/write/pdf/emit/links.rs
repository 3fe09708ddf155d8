//! Links as annotations.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::super::page::{Paper, Target};
use super::file::File;
use super::ops::Link;
use super::{destination, pt, text_string};

/// The annotations of a document, which stand one behind the other among its objects. A book has a great many, and as
/// objects they would take ten times their memory: they become such when they are written.
pub(super) struct Annotations {
    /// Number of the first.
    first: u32,
    all: Vec<Annotation>,
}

struct Annotation {
    link: Link,
    /// Its number in the tree of structure.
    key: Option<i64>,
}

/// Adds the links of each page; `None` in place of those that lead nowhere.
pub(super) fn add(
    pdf: &mut Document,
    paper: &Paper,
    pages: &[ObjectId],
    links: Vec<Vec<Link>>,
) -> (Annotations, Vec<Vec<Option<ObjectId>>>) {
    let mut added = Annotations { first: pdf.max_id + 1, all: Vec::new() };
    let mut ids = Vec::with_capacity(links.len());
    for (&page, links) in pages.iter().zip(links) {
        let mut add = |link: Link| {
            let leads = match &link.target {
                Target::Url(_) => true,
                Target::Anchor(name) => paper.anchors.contains_key(name),
            };
            leads.then(|| {
                added.all.push(Annotation { link, key: None });
                pdf.new_object_id()
            })
        };
        let on_page: Vec<_> = links.into_iter().map(&mut add).collect();
        let annotations: Vec<Object> = on_page.iter().flatten().copied().map(Object::Reference).collect();
        if let Ok(page) = pdf.get_dictionary_mut(page) {
            if annotations.is_empty() {
                page.remove(b"Annots");
            } else {
                page.set("Annots", annotations);
            }
        }
        ids.push(on_page);
    }
    (added, ids)
}

impl Annotations {
    /// The number that the first has, or would have.
    pub fn first(&self) -> ObjectId {
        (self.first, 0)
    }

    /// Tells an annotation by which number it is found in the tree of structure.
    pub fn set_key(&mut self, (number, _): ObjectId, key: i64) {
        let index = number.checked_sub(self.first).map(|index| index as usize);
        if let Some(annotation) = index.and_then(|index| self.all.get_mut(index)) {
            annotation.key = Some(key);
        }
    }

    /// Writes them.
    ///
    /// # Errors
    /// When they cannot be packed.
    pub fn write(self, file: &mut File, paper: &Paper, pages: &[ObjectId]) -> std::io::Result<()> {
        for (number, annotation) in (self.first..).zip(self.all) {
            file.object(number, &Object::Dictionary(dictionary_of(annotation, paper, pages)))?;
        }
        Ok(())
    }
}

fn dictionary_of(Annotation { link, key }: Annotation, paper: &Paper, pages: &[ObjectId]) -> Dictionary {
    let area: Vec<Object> = link.area.iter().map(|&edge| pt(edge).0.into()).collect();
    let mut annotation = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => area,
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => 4,
    };
    match link.target {
        Target::Url(url) => {
            annotation.set("Contents", text_string(&url));
            annotation
                .set("A", dictionary! { "S" => "URI", "URI" => Object::string_literal(url.as_bytes()) });
        }
        Target::Anchor(name) => {
            annotation.set("Contents", text_string(&link.label));
            if let Some(&place) = paper.anchors.get(&name) {
                annotation.set("Dest", destination(paper, pages, place));
            }
        }
    }
    if let Some(key) = key {
        annotation.set("StructParent", key);
    }
    annotation
}
