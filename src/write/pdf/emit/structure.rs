//! The tree of structure (ISO 32000-1, 14.7): what the pieces of all pages are, in order of reading.

use lopdf::{Document, Object, ObjectId, dictionary};

use super::super::tag::Tag;
use super::file::{File, push_object, push_reference};
use super::links::Annotations;
use super::text_string;

/// The elements on one page.
#[derive(Default)]
pub(super) struct PageTree {
    nodes: Vec<Node>,
    /// The element of each marked piece.
    owners: Vec<usize>,
}

struct Node {
    tag: Tag,
    /// Whether it starts on this page, at this place.
    starts: bool,
    parent: Option<usize>,
    kids: Vec<Kid>,
}

/// What an element holds on its page.
pub(super) enum Kid {
    Node(usize),
    /// A marked piece, by number.
    Content(usize),
    /// A link, by number.
    Link(usize),
}

impl PageTree {
    pub fn open(&mut self, tag: Tag, starts: bool, parent: Option<usize>) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node { tag, starts, parent, kids: Vec::new() });
        if let Some(parent) = parent {
            self.add(parent, Kid::Node(node));
        }
        node
    }

    /// Begins a marked piece of `node`: its tag and its number on the page.
    pub fn content(&mut self, node: usize) -> (&'static str, usize) {
        let number = self.owners.len();
        self.owners.push(node);
        self.add(node, Kid::Content(number));
        (self.nodes[node].tag.name(), number)
    }

    pub fn add(&mut self, node: usize, kid: Kid) {
        self.nodes[node].kids.push(kid);
    }
}

/// The elements of all pages.
#[derive(Default)]
pub(super) struct Structure {
    elements: Vec<Element>,
    /// For each page the element of each marked piece.
    owners: Vec<Vec<usize>>,
    /// The element of each link, page by page.
    link_owners: Vec<Vec<(usize, usize)>>,
    /// Level of the last heading.
    heading: u8,
}

struct Element {
    tag: Tag,
    parent: Option<usize>,
    kids: Vec<Part>,
}

/// Numbers are narrow: a book has millions of parts.
#[derive(Clone, Copy)]
enum Part {
    Element(u32),
    Content { page: u32, number: u32 },
    Link { page: u32, number: u32 },
}

impl Structure {
    /// Adds the elements of the next page; those that go on join with what they go on from.
    pub fn add_page(&mut self, tree: PageTree) {
        if self.elements.is_empty() {
            self.elements.push(Element { tag: Tag::Division, parent: None, kids: Vec::new() });
        }
        let mut owner = vec![0; tree.nodes.len()];
        let mut links = Vec::new();
        for (root, _) in tree.nodes.iter().enumerate().filter(|(_, node)| node.parent.is_none()) {
            self.add(root, 0, &tree, &mut owner, &mut links);
        }
        self.link_owners.push(links);
        self.owners.push(tree.owners.into_iter().map(|node| owner[node]).collect());
    }

    /// Adds a node to the element that holds it, with all that it holds.
    fn add(
        &mut self,
        node: usize,
        parent: usize,
        tree: &PageTree,
        owner: &mut [usize],
        links: &mut Vec<(usize, usize)>,
    ) {
        let page = self.owners.len();
        let element = self.element(&tree.nodes[node], parent);
        owner[node] = element;
        for kid in &tree.nodes[node].kids {
            let part = match *kid {
                Kid::Node(kid) => {
                    self.add(kid, element, tree, owner, links);
                    continue;
                }
                Kid::Content(number) => Part::Content { page: page as u32, number: number as u32 },
                Kid::Link(number) => {
                    links.push((number, element));
                    Part::Link { page: page as u32, number: number as u32 }
                }
            };
            self.elements[element].kids.push(part);
        }
    }

    /// The element of a node: the last one of its parent where it goes on, else a new one.
    fn element(&mut self, node: &Node, parent: usize) -> usize {
        if !node.starts
            && let Some(Part::Element(last)) = self.elements[parent].kids.last()
            && self.elements[*last as usize].tag == node.tag
        {
            return *last as usize;
        }
        let tag = match node.tag {
            // No level is left out (ISO 14289-1, 7.4.2).
            Tag::Heading(level) => {
                self.heading = level.clamp(1, self.heading + 1);
                Tag::Heading(self.heading)
            }
            ref tag => tag.clone(),
        };
        let element = self.elements.len();
        self.elements.push(Element { tag, parent: Some(parent), kids: Vec::new() });
        self.elements[parent].kids.push(Part::Element(element as u32));
        element
    }

    /// Tells pages and annotations by which numbers they are found in the tree, and returns those of the annotations,
    /// page by page.
    pub fn number(
        &self,
        pdf: &mut Document,
        pages: &[ObjectId],
        links: &[Vec<Option<ObjectId>>],
        annotations: &mut Annotations,
    ) -> Vec<(i64, usize)> {
        for (number, &page) in pages.iter().enumerate() {
            if let Ok(page) = pdf.get_dictionary_mut(page) {
                page.set("StructParents", number as i64);
                page.set("Tabs", "S");
            }
        }
        let mut keys = Vec::new();
        for (page, owners) in self.link_owners.iter().enumerate() {
            for &(number, element) in owners {
                let Some(annotation) = links[page][number] else { continue };
                let key = (pages.len() + keys.len()) as i64;
                annotations.set_key(annotation, key);
                keys.push((key, element));
            }
        }
        keys
    }

    /// Writes the tree as the object `root`. `links` are the annotations of each page, `keys` their numbers and elements.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn write(
        &self,
        file: &mut File,
        root: ObjectId,
        pages: &[ObjectId],
        links: &[Vec<Option<ObjectId>>],
        keys: &[(i64, usize)],
    ) -> std::io::Result<()> {
        let writing = Writing { elements: &self.elements, pages, links };
        let ids: Vec<Option<ObjectId>> = (0..self.elements.len())
            .map(|index| writing.is_written(index).then(|| (file.reserve(), 0)))
            .collect();
        let mut text = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            if let Some((number, _)) = *id {
                text.clear();
                writing.push_element(index, root, &ids, &mut text);
                file.text(number, &text)?;
            }
        }
        let mut numbers = b"<</Nums[".to_vec();
        let refer = |element: usize, out: &mut Vec<u8>| match self.nearest(element, &ids) {
            Some(id) => push_reference(id, out),
            None => out.extend_from_slice(b" null"),
        };
        for (page, owners) in self.owners.iter().enumerate() {
            text.clear();
            text.push(b'[');
            owners.iter().for_each(|&owner| refer(owner, &mut text));
            text.push(b']');
            let list = file.reserve();
            file.text(list, &text)?;
            push_object(&Object::Integer(page as i64), &mut numbers);
            push_reference((list, 0), &mut numbers);
        }
        for &(key, element) in keys {
            push_object(&Object::Integer(key), &mut numbers);
            refer(element, &mut numbers);
        }
        numbers.extend_from_slice(b"]>>");
        let parents = file.reserve();
        file.text(parents, &numbers)?;
        let tree = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => ids.first().copied().flatten().map_or(Object::Null, Object::Reference),
            "ParentTree" => Object::Reference((parents, 0)),
            "ParentTreeNextKey" => (pages.len() + keys.len()) as i64,
        };
        file.object(root.0, &Object::Dictionary(tree))
    }

    /// The element itself where it is written, else the one that took what it holds.
    fn nearest(&self, element: usize, ids: &[Option<ObjectId>]) -> Option<ObjectId> {
        let mut at = Some(element);
        while let Some(index) = at {
            if let Some(id) = ids[index] {
                return Some(id);
            }
            at = self.elements[index].parent;
        }
        None
    }
}

struct Writing<'a> {
    elements: &'a [Element],
    pages: &'a [ObjectId],
    links: &'a [Vec<Option<ObjectId>>],
}

impl Writing<'_> {
    /// Whether an element is written: empty ones are left out, but for cells, and the only paragraph of an item or a
    /// cell is not told from it.
    fn is_written(&self, index: usize) -> bool {
        let element = &self.elements[index];
        let is_cell = matches!(element.tag, Tag::Cell | Tag::HeadCell);
        let holds = is_cell || index == 0 || !element.kids.is_empty();
        holds && !self.is_only_paragraph(index)
    }

    fn is_only_paragraph(&self, index: usize) -> bool {
        let element = &self.elements[index];
        let Some(parent) = element.parent.map(|parent| &self.elements[parent]) else { return false };
        element.tag == Tag::Paragraph
            && matches!(parent.tag, Tag::ItemBody | Tag::Cell | Tag::HeadCell | Tag::Label)
            && parent.kids.len() == 1
    }

    fn push_element(&self, index: usize, root: ObjectId, ids: &[Option<ObjectId>], out: &mut Vec<u8>) {
        let element = &self.elements[index];
        let parent = element.parent.and_then(|parent| ids[parent]).unwrap_or(root);
        let tag = if index == 0 { "Document" } else { element.tag.name() };
        out.extend_from_slice(b"<</S/");
        out.extend_from_slice(tag.as_bytes());
        out.extend_from_slice(b"/P");
        push_reference(parent, out);
        let mut kids = Kids { own: None, count: 0, text: Vec::new() };
        self.collect(index, ids, &mut kids);
        if let Some(page) = kids.own {
            out.extend_from_slice(b"/Pg");
            push_reference(self.pages[page], out);
        }
        if kids.count > 0 {
            out.extend_from_slice(if kids.count == 1 { b"/K" } else { b"/K[" });
            out.append(&mut kids.text);
            out.extend_from_slice(if kids.count == 1 { b"" } else { b"]" });
        }
        if let Some(words) = element.tag.alternative() {
            out.extend_from_slice(b"/Alt");
            push_object(&text_string(words), out);
        }
        match element.tag {
            Tag::HeadCell => out.extend_from_slice(b"/A<</O/Table/Scope/Column>>"),
            Tag::Foreign(ref language) => {
                out.extend_from_slice(b"/Lang");
                push_object(&Object::string_literal(language.as_bytes()), out);
            }
            Tag::Note => out.extend_from_slice(format!("/ID(note-{index})").as_bytes()),
            _ => {}
        }
        out.extend_from_slice(b">>");
    }

    /// What an element holds, as it is written.
    fn collect(&self, index: usize, ids: &[Option<ObjectId>], kids: &mut Kids) {
        for part in &self.elements[index].kids {
            match *part {
                Part::Element(kid) => match ids[kid as usize] {
                    Some(id) => kids.push(|out| push_reference(id, out)),
                    None => self.collect(kid as usize, ids, kids),
                },
                Part::Content { page, number } => {
                    let (page, number) = (page as usize, Object::Integer(i64::from(number)));
                    if *kids.own.get_or_insert(page) == page {
                        kids.push(|out| push_object(&number, out));
                    } else {
                        let piece =
                            dictionary! { "Type" => "MCR", "Pg" => self.pages[page], "MCID" => number };
                        kids.push(|out| push_object(&Object::Dictionary(piece), out));
                    }
                }
                Part::Link { page, number } => {
                    let page = page as usize;
                    if let Some(annotation) = self.links[page][number as usize] {
                        let link =
                            dictionary! { "Type" => "OBJR", "Obj" => annotation, "Pg" => self.pages[page] };
                        kids.push(|out| push_object(&Object::Dictionary(link), out));
                    }
                }
            }
        }
    }
}

/// What an element holds.
struct Kids {
    /// The page of its first piece, which is its own.
    own: Option<usize>,
    count: usize,
    text: Vec<u8>,
}

impl Kids {
    fn push(&mut self, kid: impl FnOnce(&mut Vec<u8>)) {
        kid(&mut self.text);
        self.count += 1;
    }
}
