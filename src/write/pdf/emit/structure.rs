//! The tree of structure (ISO 32000-1, 14.7): what the pieces of all pages are, in order of reading.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::super::tag::Tag;
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

#[derive(Clone, Copy)]
enum Part {
    Element(usize),
    Content { page: usize, number: usize },
    Link { page: usize, number: usize },
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
                Kid::Content(number) => Part::Content { page, number },
                Kid::Link(number) => {
                    links.push((number, element));
                    Part::Link { page, number }
                }
            };
            self.elements[element].kids.push(part);
        }
    }

    /// The element of a node: the last one of its parent where it goes on, else a new one.
    fn element(&mut self, node: &Node, parent: usize) -> usize {
        if !node.starts
            && let Some(Part::Element(last)) = self.elements[parent].kids.last()
            && self.elements[*last].tag == node.tag
        {
            return *last;
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
        self.elements[parent].kids.push(Part::Element(element));
        element
    }

    /// Writes the tree. `links` are the annotations of each page. Pages and annotations learn where they are in it.
    pub fn write(self, pdf: &mut Document, pages: &[ObjectId], links: &[Vec<Option<ObjectId>>]) -> ObjectId {
        let root = pdf.new_object_id();
        let writing = Writing { elements: &self.elements, pages, links };
        let ids: Vec<Option<ObjectId>> = writing
            .elements
            .iter()
            .enumerate()
            .map(|(index, _)| writing.is_written(index).then(|| pdf.new_object_id()))
            .collect();
        for (index, id) in ids.iter().enumerate() {
            if let Some(id) = *id {
                let element = writing.dictionary(index, root, &ids);
                pdf.objects.insert(id, Object::Dictionary(element));
            }
        }
        let numbers = self.parents(pdf, pages, links, &ids);
        let parents = pdf.add_object(dictionary! { "Nums" => numbers });
        let kids = ids.first().copied().flatten().map_or(Object::Null, Object::Reference);
        let next = pages.len() + links.iter().map(Vec::len).sum::<usize>();
        let tree = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => kids,
            "ParentTree" => parents,
            "ParentTreeNextKey" => next as i64,
        };
        pdf.objects.insert(root, Object::Dictionary(tree));
        root
    }

    /// The way back from pieces of pages, and from annotations, to their elements.
    fn parents(
        &self,
        pdf: &mut Document,
        pages: &[ObjectId],
        links: &[Vec<Option<ObjectId>>],
        ids: &[Option<ObjectId>],
    ) -> Vec<Object> {
        let id = |element: usize| self.nearest(element, ids).map_or(Object::Null, Object::Reference);
        let mut numbers: Vec<Object> = Vec::new();
        for (page, owners) in self.owners.iter().enumerate() {
            let owners = pdf.add_object(owners.iter().map(|&owner| id(owner)).collect::<Vec<_>>());
            numbers.extend([Object::Integer(page as i64), Object::Reference(owners)]);
            if let Ok(page_dictionary) = pdf.get_dictionary_mut(pages[page]) {
                page_dictionary.set("StructParents", page as i64);
                page_dictionary.set("Tabs", "S");
            }
        }
        let mut key = self.owners.len() as i64;
        for (page, owners) in self.link_owners.iter().enumerate() {
            for &(number, element) in owners {
                let Some(annotation) = links[page][number] else { continue };
                if let Ok(annotation) = pdf.get_dictionary_mut(annotation) {
                    annotation.set("StructParent", key);
                }
                numbers.extend([Object::Integer(key), id(element)]);
                key += 1;
            }
        }
        numbers
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

    fn dictionary(&self, index: usize, root: ObjectId, ids: &[Option<ObjectId>]) -> Dictionary {
        let element = &self.elements[index];
        let parent = element.parent.and_then(|parent| ids[parent]).unwrap_or(root);
        let tag = if index == 0 { "Document" } else { element.tag.name() };
        let mut out = dictionary! { "S" => tag, "P" => parent };
        let mut kids = Vec::new();
        let mut page_of = None;
        self.collect(index, ids, &mut page_of, &mut kids);
        if let Some(page) = page_of {
            out.set("Pg", self.pages[page]);
        }
        match (kids.pop(), kids.is_empty()) {
            (Some(only), true) => out.set("K", only),
            (Some(last), false) => {
                kids.push(last);
                out.set("K", kids);
            }
            (None, _) => {}
        }
        if let Some(words) = element.tag.alternative() {
            out.set("Alt", text_string(words));
        }
        match element.tag {
            Tag::HeadCell => out.set("A", dictionary! { "O" => "Table", "Scope" => "Column" }),
            Tag::Note => out.set("ID", Object::string_literal(format!("note-{index}"))),
            _ => {}
        }
        out
    }

    /// What an element holds, as it is written. Its own page is that of its first piece.
    fn collect(
        &self,
        index: usize,
        ids: &[Option<ObjectId>],
        own: &mut Option<usize>,
        kids: &mut Vec<Object>,
    ) {
        for part in &self.elements[index].kids {
            match *part {
                Part::Element(kid) => match ids[kid] {
                    Some(id) => kids.push(Object::Reference(id)),
                    None => self.collect(kid, ids, own, kids),
                },
                Part::Content { page, number } => {
                    let here = *own.get_or_insert(page) == page;
                    kids.push(if here {
                        Object::Integer(number as i64)
                    } else {
                        Object::Dictionary(
                            dictionary! { "Type" => "MCR", "Pg" => self.pages[page], "MCID" => number as i64 },
                        )
                    });
                }
                Part::Link { page, number } => {
                    if let Some(annotation) = self.links[page][number] {
                        kids.push(Object::Dictionary(dictionary! {
                            "Type" => "OBJR", "Obj" => annotation, "Pg" => self.pages[page],
                        }));
                    }
                }
            }
        }
    }
}
