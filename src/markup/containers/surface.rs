//! What every scan of a document asks of its text, looked up once: a document is scanned up to five times.

use std::collections::BTreeMap;

use crate::markup::derived::Mend;
use crate::markup::{drawn, mend};

/// What scans ask of a text.
pub struct Surface<'a> {
    pub text: &'a str,
    /// What the Markdown parser would misread, in order of place.
    pub mends: Vec<Mend>,
    /// The names in closing tags, each with the place of its last one.
    pub closers: BTreeMap<&'a str, usize>,
    /// The same whatever their case, the names in lower case.
    pub ends: Ends,
    /// Where the last end of a comment stands.
    pub comments_end: Option<usize>,
}

/// The names in closing tags, in lower case, each with the place of its last one.
pub type Ends = BTreeMap<String, usize>;

impl<'a> Surface<'a> {
    /// The surface of `text`; `fence_ends` are the lines that end a fence without being its closing one.
    pub fn new(text: &'a str, fence_ends: &[usize]) -> Self {
        let closers = closers(text);
        let mut ends = Ends::new();
        for (name, at) in &closers {
            let last = ends.entry(name.to_ascii_lowercase()).or_default();
            *last = (*at).max(*last);
        }
        let mut mends = mend::mends(text, fence_ends);
        let drawn = drawn::mends(text, fence_ends);
        if !drawn.is_empty() {
            mends.extend(drawn);
            mends.sort_by_key(|mend| mend.at);
        }
        Self { text, mends, closers, ends, comments_end: text.rfind("-->") }
    }
}

/// The names in closing tags, each with the place of its last one.
fn closers(text: &str) -> BTreeMap<&str, usize> {
    text.match_indices("</")
        .map(|(at, _)| {
            let rest = &text[at + 2..];
            (&rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '.').unwrap_or(rest.len())], at)
        })
        .collect()
}
