//! Links as annotations.

use lopdf::{Document, Object, ObjectId, dictionary};

use super::super::page::{Paper, Target};
use super::ops::Link;
use super::{destination, pt, text_string};

/// Adds the links of each page; `None` in place of those that lead nowhere.
pub(super) fn add(
    pdf: &mut Document,
    paper: &Paper,
    pages: &[ObjectId],
    links: Vec<Vec<Link>>,
) -> Vec<Vec<Option<ObjectId>>> {
    let mut ids = Vec::with_capacity(links.len());
    for (&page, links) in pages.iter().zip(links) {
        let on_page: Vec<_> = links.into_iter().map(|link| add_link(pdf, paper, pages, link)).collect();
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
    ids
}

fn add_link(pdf: &mut Document, paper: &Paper, pages: &[ObjectId], link: Link) -> Option<ObjectId> {
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
            annotation.set("Dest", destination(paper, pages, *paper.anchors.get(&name)?));
        }
    }
    Some(pdf.add_object(annotation))
}
