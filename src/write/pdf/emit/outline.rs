//! The outline: nested, and closed where a topic holds its questions.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::super::page::Paper;
use super::{destination, text_string};

/// Adds the outline's objects and returns its root; `None` when it is empty.
pub(super) fn add(pdf: &mut Document, paper: &Paper, pages: &[ObjectId]) -> Option<ObjectId> {
    if paper.outline.is_empty() {
        return None;
    }
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
            let mut item = dictionary! {
                "Title" => text_string(&bookmark.title),
                "Parent" => parent_of(index).map_or(root, |parent| ids[parent]),
                "Dest" => destination(paper, pages, bookmark.at),
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
