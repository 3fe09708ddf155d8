//! What columns are filled with: slices that are never cut, and what holds them together.

use std::sync::Arc;

use super::page::Mark;
use super::tag::Tag;
use super::theme::Colour;
use super::units::Pt;

/// A horizontal slice that is never cut: a line of text, a row of a table, a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slab {
    /// Its height.
    pub height: Pt,
    /// Free above it, but not at the head of a column. What is left over in a column goes here.
    pub gap: Pt,
    /// Whether it stands in the same column as the next.
    pub keep: Keep,
    /// Whether it begins a page. What stands before it ends like the last page: its columns are even.
    pub new_page: bool,
    /// What stands in it, from its upper left corner.
    pub marks: Vec<Mark>,
    /// What runs behind it and joins with the same rail of its neighbours.
    pub rails: Vec<Rail>,
    /// What it is part of, from the innermost outwards; see [`wrap`].
    pub path: Vec<Step>,
    /// Lines of the outline that lead here: level and title.
    pub bookmarks: Vec<(usize, String)>,
    /// Names that links and page numbers find this place by, each unique in the product.
    pub anchors: Vec<Arc<str>>,
    /// What stands above it where it is the first of its column: a table's head, the word that something goes on.
    pub resume: Option<Arc<Slab>>,
    /// What stands below it where it is the last of its column and more follows.
    pub suspend: Option<Arc<Slab>>,
}

/// How firmly a slab holds on to the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keep {
    /// A column may end here.
    #[default]
    Free,
    /// A column ends here only where it would else stay empty by more than an eighth.
    Rather,
    /// No column ends here, unless what must stay together is taller than a column.
    Must,
}

/// A band down the column: a code block's ground, a quote's bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rail {
    /// From the column's left edge.
    pub x: Pt,
    /// Its width.
    pub width: Pt,
    /// Its colour.
    pub colour: Colour,
    /// Whether it starts here, so that it does not join with one above.
    pub starts: bool,
}

/// An element of structure that a slab lies in.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it is.
    pub tag: Tag,
    /// Whether it starts here, so that it is not the one that the slab above lies in.
    pub starts: bool,
}

impl Rail {
    /// Whether it goes on from the rail `above` it.
    pub(super) fn joins(&self, above: &Self) -> bool {
        !self.starts && (self.x, self.width, self.colour) == (above.x, above.width, above.colour)
    }
}

/// Runs `rail` behind `slabs`.
pub fn lay_rail(slabs: &mut [Slab], rail: Rail) {
    for (index, slab) in slabs.iter_mut().enumerate() {
        slab.rails.push(Rail { starts: index == 0, ..rail });
    }
}

/// Makes `slabs` one element of structure, outside of those that they are already.
pub fn wrap(slabs: &mut [Slab], tag: &Tag) {
    for (index, slab) in slabs.iter_mut().enumerate() {
        slab.path.push(Step { tag: tag.clone(), starts: index == 0 });
    }
}

/// Says that `slabs` are in a language, where the `whole` that they are part of is in another; both are BCP 47 tags.
pub fn wrap_foreign(slabs: &mut [Slab], language: &str, whole: &str) {
    if !language.is_empty() && !language.eq_ignore_ascii_case(whole) {
        wrap(slabs, &Tag::Foreign(language.into()));
    }
}

/// `slabs`, each in the same column as the next, and the last as what follows.
pub fn kept(mut slabs: Vec<Slab>) -> Vec<Slab> {
    slabs.iter_mut().for_each(|slab| slab.keep = Keep::Must);
    slabs
}
