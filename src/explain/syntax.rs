//! What a document is written in, with the evidence.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{Block, BlockKind, Document, StructureKind, Tree};

/// What a document is written in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Syntax {
    /// `Markdown` or `plain text`.
    pub name: &'static str,
    /// Why, in words; what was found in it.
    pub evidence: String,
    /// The containers that were found, each as it is written, with how often; by name.
    pub containers: BTreeMap<String, usize>,
}

pub(super) fn of(document: &Document, tree: &Tree) -> Syntax {
    if tree.plain {
        let evidence = "no heading mark, fence, link or other markup is in it, so nothing is read as markup";
        return Syntax { name: "plain text", evidence: evidence.to_owned(), containers: BTreeMap::new() };
    }
    let mut counts = Counts::default();
    tree.blocks.iter().for_each(|block| counts.add(block));
    let evidence = counts.in_words();
    let evidence =
        if evidence.is_empty() { "links, code or emphasis inside its lines".to_owned() } else { evidence };
    Syntax { name: "Markdown", evidence, containers: containers(document, tree) }
}

/// How often each kind of block stands in a document.
#[derive(Default)]
struct Counts {
    headings: usize,
    lists: usize,
    code: usize,
    tables: usize,
    quotes: usize,
}

impl Counts {
    fn add(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { .. } => self.headings += 1,
            BlockKind::List(_) => self.lists += 1,
            BlockKind::Code(_) | BlockKind::Diagram { .. } => self.code += 1,
            BlockKind::Table(_) => self.tables += 1,
            BlockKind::Quote(_) => self.quotes += 1,
            _ => {}
        }
        block.children().into_iter().for_each(|child| self.add(child));
    }

    fn in_words(&self) -> String {
        let counted = [
            (self.headings, "heading"),
            (self.lists, "list"),
            (self.code, "code block"),
            (self.tables, "table"),
            (self.quotes, "quote"),
        ];
        let words = counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| {
            let plural = if count == 1 { "" } else { "s" };
            format!("{count} {what}{plural}")
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

/// Openings of containers by the way they are written: `<details>`, `??? success`, `:::tip`, `[!NOTE]`.
fn containers(document: &Document, tree: &Tree) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let tags = tree.structure.iter().filter(|structure| structure.kind == StructureKind::Container);
    for opening in tags.filter_map(|structure| opening(document.slice(structure.span))) {
        *found.entry(opening).or_default() += 1;
    }
    let mut waiting: Vec<&Block> = tree.blocks.iter().collect();
    while let Some(block) = waiting.pop() {
        waiting.extend(block.children());
        if matches!(block.kind, BlockKind::Callout { .. } | BlockKind::Disclosure { .. })
            && let source = document.slice(block.span).trim_start_matches(['>', ' ', '\t'])
            && source.starts_with("[!")
            && let Some(end) = source.find(']')
        {
            *found.entry(source[..=end].to_owned()).or_default() += 1;
        }
    }
    found
}

/// How the container that `tag` opens is written; `None` for a closing tag.
fn opening(tag: &str) -> Option<String> {
    if let Some(inner) = tag.strip_prefix('<') {
        let name = inner.split(|c: char| !c.is_alphanumeric() && c != '.').next()?;
        return (!name.is_empty()).then(|| format!("<{name}>"));
    }
    let mark: String = tag.chars().take_while(|c| matches!(c, '?' | '!' | ':' | '=' | '+')).collect();
    let kind = tag[mark.len()..].trim_start().split(|c: char| !c.is_alphanumeric() && c != '-').next()?;
    (!mark.is_empty() && !tag[mark.len()..].trim().is_empty())
        .then(|| format!("{mark} {kind}").trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_are_named_as_they_are_written() {
        for (tag, name) in [
            ("<details class=\"x\">", Some("<details>")),
            ("</details>", None),
            ("??? success \"View\"", Some("??? success")),
            (":::tip[Title]", Some("::: tip")),
            (":::", None),
            ("=== \"Tab\"", Some("===")),
        ] {
            assert_eq!(opening(tag).as_deref(), name, "{tag}");
        }
    }
}
