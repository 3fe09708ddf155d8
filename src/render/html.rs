//! The content tree as HTML for Anki.
//!
//! Made from the tree only: whatever a source says reaches the page as text. Appearance is the
//! style sheet's, so nothing here carries a style, a size or a colour, only short class names.

mod direction;
mod escape;

use super::diagram::Drawn;
use crate::code::{self, Class};
use crate::model::content::{Align, Code, Definition, Image, Item, List, Row, Table};
use crate::model::{
    AsideKind, Block, BlockKind, Cloze, Difficulty, Document, Draft, Entry, Fields, FollowUp, Inline,
    InlineKind, Inlines, Link, Piece,
};

/// The fields of `draft`, whose entries and variants index `entries`, which in turn index `documents`; diagrams as
/// they were `drawn`. `parent` is the draft that it was made from, if it is a part of one.
pub fn fields(
    draft: &Draft,
    parent: Option<&Draft>,
    entries: &[Entry],
    documents: &[Document],
    drawn: &Drawn,
) -> Fields {
    let shared = Fields {
        asides: asides(draft, drawn),
        follow_ups: follow_ups(draft),
        links: links(&draft.links),
        source: source(draft, entries, documents),
        topic: text(&draft.topic),
        difficulty: draft.difficulty.map(Difficulty::word).unwrap_or_default().to_owned(),
        parent: parent.map(|parent| wording(&parent.question)).unwrap_or_default(),
        ..Fields::default()
    };
    if let Some(cloze) = &draft.cloze {
        return Fields { question: self::cloze(cloze), ..shared };
    }
    let blocks = |blocks: &[Block]| {
        let mut html = Html::new(drawn);
        html.blocks(blocks);
        html.out
    };
    Fields {
        question: question(draft, drawn),
        brief: draft.brief.as_deref().map(blocks).unwrap_or_default(),
        answer: draft.answer.as_deref().map(blocks).unwrap_or_default(),
        variants: variants(draft, entries, documents, drawn),
        ..shared
    }
}

/// A text with Anki's marks around what fills its gaps: `{{c1::filling::hint}}`.
fn cloze(cloze: &Cloze) -> String {
    let mut html = Html::of_text();
    for piece in &cloze.pieces {
        match piece {
            Piece::Text(text) => {
                html.inlines(text);
            }
            Piece::Gap(gap) => {
                let number = gap.number.unwrap_or(1).to_string();
                html.raw("{{c").raw(&number).raw("::").raw(&escape::in_gap(&wording(&gap.filling)));
                if !gap.hint.is_empty() {
                    html.raw("::").raw(&escape::in_gap(&text(&gap.hint)));
                }
                html.raw("}}");
            }
        }
    }
    html.out
}

/// A question without what stands beside its wording.
pub fn wording(question: &[Inline]) -> String {
    let mut html = Html::of_text();
    html.inlines(question);
    html.out
}

/// `text` as HTML that says it.
pub fn text(text: &str) -> String {
    let mut html = Html::of_text();
    html.text(text);
    html.out
}

fn question(draft: &Draft, drawn: &Drawn) -> String {
    let mut html = Html::new(drawn);
    html.inlines(&draft.question);
    if !draft.question_blocks.is_empty() {
        html.raw("\n");
        html.blocks(&draft.question_blocks);
    }
    html.out
}

fn asides(draft: &Draft, drawn: &Drawn) -> String {
    let mut html = Html::new(drawn);
    for aside in &draft.asides {
        let (class, label, blocks) = match &aside.kind {
            AsideKind::Tested(blocks) => ("tested", "What is tested", blocks),
            AsideKind::RedFlag(blocks) => ("red-flag", "Red flag", blocks),
            AsideKind::Insight(blocks) => ("insight", "Interviewer’s insight", blocks),
            AsideKind::FollowUps(_) => continue,
        };
        html.separate();
        html.raw("<div class=\"aside ").raw(class).raw("\"").direction(direction::of_blocks(blocks));
        html.raw("><div class=\"label\">").raw(label).raw("</div>\n");
        html.blocks(blocks);
        html.raw("</div>");
    }
    html.out
}

fn follow_ups(draft: &Draft) -> String {
    let mut html = Html::of_text();
    for aside in &draft.asides {
        let AsideKind::FollowUps(follow_ups) = &aside.kind else { continue };
        for follow_up in follow_ups {
            if html.out.is_empty() {
                html.raw("<ol").direction(direction::of_inlines(&follow_up.question)).raw(">");
            }
            html.raw("\n").follow_up(follow_up);
        }
    }
    if !html.out.is_empty() {
        html.raw("\n</ol>");
    }
    html.out
}

/// What stands around the place of another answer, and around nothing else: whatever a source says is text.
const CITE: (&str, &str) = ("<cite>", "</cite>");

/// The field of other answers, `variants`, without the places that they stand in.
pub fn without_places(variants: &str) -> String {
    let mut parts = variants.split(CITE.0);
    let first = parts.next().unwrap_or_default();
    let rests = parts.map(|part| part.split_once(CITE.1).map_or(part, |(_, rest)| rest));
    std::iter::once(first).chain(rests).collect()
}

/// The other answers, but for the one that is the brief as it stands.
fn variants(draft: &Draft, entries: &[Entry], documents: &[Document], drawn: &Drawn) -> String {
    let mut html = Html::new(drawn);
    for variant in draft.variants.iter().filter(|variant| draft.brief.as_ref() != Some(&variant.blocks)) {
        html.separate();
        html.raw("<details class=\"variant\"><summary>Another answer ").raw(CITE.0);
        html.place(&entries[variant.entry], documents).raw(CITE.1).raw("</summary>\n");
        html.blocks(&variant.blocks);
        html.raw("</details>");
    }
    html.out
}

fn links(links: &[Link]) -> String {
    let mut html = Html::of_text();
    for link in links {
        html.raw(if html.out.is_empty() { "<ul>\n<li>" } else { "\n<li>" });
        let text = if link.text.trim().is_empty() { &link.url } else { &link.text };
        html.link(&link.url, "", |html| {
            html.text(text);
        });
        html.raw("</li>");
    }
    if !html.out.is_empty() {
        html.raw("\n</ul>");
    }
    html.out
}

/// Each place that asks the question once, then who asks it. No line numbers: a line added above would
/// change every card below.
fn source(draft: &Draft, entries: &[Entry], documents: &[Document]) -> String {
    let mut places: Vec<String> = Vec::new();
    for &entry in &draft.entries {
        let mut html = Html::of_text();
        html.raw("<div class=\"place\">").place(&entries[entry], documents).raw("</div>");
        if !places.contains(&html.out) {
            places.push(html.out);
        }
    }
    if !draft.companies.is_empty() {
        let mut html = Html::of_text();
        html.raw("<div class=\"companies\">Asked at ").text(&draft.companies.join(", ")).raw("</div>");
        places.push(html.out);
    }
    places.join("\n")
}

/// HTML in the making. Only [`Html::text`] and its kin let anything of a source in.
struct Html<'a> {
    out: String,
    drawn: &'a Drawn,
}

impl<'a> Html<'a> {
    fn new(drawn: &'a Drawn) -> Self {
        Self { out: String::new(), drawn }
    }

    /// For what holds no blocks.
    fn of_text() -> Html<'static> {
        static NOTHING: Drawn = Drawn::new();
        Html::new(&NOTHING)
    }

    /// Our own markup.
    fn raw(&mut self, html: &str) -> &mut Self {
        self.out.push_str(html);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        escape::push_text(&mut self.out, text);
        self
    }

    fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"");
        escape::push_attribute(&mut self.out, value);
        self.raw("\"")
    }

    /// In an opening tag: that its content runs from right to left, where it does.
    fn direction(&mut self, is_right_to_left: Option<bool>) -> &mut Self {
        self.raw(if is_right_to_left == Some(true) { " dir=\"rtl\"" } else { "" })
    }

    /// A line break, unless at the start.
    fn separate(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// `name` as an element around inlines.
    fn element(&mut self, name: &str, content: &[Inline]) -> &mut Self {
        self.raw("<").raw(name).raw(">").inlines(content).raw("</").raw(name).raw(">")
    }

    /// The document and the section of `entry`.
    fn place(&mut self, entry: &Entry, documents: &[Document]) -> &mut Self {
        self.text(&documents[entry.document].name);
        for title in &entry.section {
            self.raw(" › ").text(title);
        }
        self
    }

    fn follow_up(&mut self, follow_up: &FollowUp) {
        self.raw("<li>").inlines(&follow_up.question);
        if !follow_up.hint.is_empty() {
            self.raw("<details class=\"hint\"><summary>Hint</summary>")
                .inlines(&follow_up.hint)
                .raw("</details>");
        }
        self.raw("</li>");
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.raw("\n");
            }
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        let direction = || direction::of_block(block);
        match &block.kind {
            BlockKind::Paragraph(content) => {
                self.element("p", content);
            }
            BlockKind::Heading { level, content } => {
                self.element(
                    ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(*level).clamp(1, 6) - 1],
                    content,
                );
            }
            BlockKind::List(list) => self.list(list, direction()),
            BlockKind::Code(code) => self.code(code),
            BlockKind::Table(table) => self.table(table, direction()),
            BlockKind::Quote(blocks) => {
                self.raw("<blockquote").direction(direction()).raw(">\n").blocks(blocks);
                self.raw("</blockquote>");
            }
            BlockKind::Callout { kind, title, blocks } => {
                self.callout(kind, title.as_deref().map(Inlines::as_slice), blocks, direction());
            }
            BlockKind::Disclosure { kind, summary, shown, open, blocks } => {
                let tag = if *open {
                    "<details class=\"disclosure\" open"
                } else {
                    "<details class=\"disclosure\""
                };
                self.raw(tag).direction(direction()).raw(">");
                self.disclosure(kind.as_deref(), summary, blocks.split_at(*shown as usize));
            }
            BlockKind::DefinitionList(definitions) => {
                self.raw("<dl").direction(direction()).raw(">\n").definitions(definitions);
            }
            BlockKind::Image(image) => {
                self.raw("<p class=\"picture\">").image(image);
                self.raw("</p>");
            }
            BlockKind::Diagram { source, .. } if self.drawn.contains_key(source.as_str()) => {
                let url = self.drawn[source.as_str()].as_str().into();
                self.raw("<p class=\"picture diagram\">").image(&Image {
                    url,
                    alt: source.clone(),
                    ..Image::default()
                });
                self.raw("</p>");
            }
            BlockKind::Diagram { language, source } => {
                self.raw("<pre class=\"diagram\"><code");
                self.language(Some(language)).raw(">").text(source).raw("</code></pre>");
            }
            BlockKind::Math(tex) if escape::is_safe_tex(tex) => {
                self.raw("<div class=\"maths\">\\[");
                escape::push_tex(&mut self.out, tex);
                self.raw("\\]</div>");
            }
            BlockKind::Math(tex) => {
                self.raw("<pre><code class=\"language-tex\">").text(tex).raw("</code></pre>");
            }
            BlockKind::Rule => {
                self.raw("<hr>");
            }
            BlockKind::Footnote { label, blocks } => {
                self.raw("<div class=\"footnote\"><span class=\"mark\">").text(label).raw("</span>\n");
                self.blocks(blocks);
                self.raw("</div>");
            }
        }
    }

    fn list(&mut self, list: &List, is_right_to_left: Option<bool>) {
        let name = if list.start.is_some() { "ol" } else { "ul" };
        self.raw("<").raw(name);
        if let Some(start) = list.start.filter(|&start| start != 1) {
            self.attribute("start", &start.to_string());
        }
        if list.items.iter().any(|item| item.task.is_some()) {
            self.raw(" class=\"tasks\"");
        }
        self.direction(is_right_to_left).raw(">\n");
        for item in &list.items {
            self.item(item, list.tight);
        }
        self.raw("</").raw(name).raw(">");
    }

    fn item(&mut self, item: &Item, tight: bool) {
        self.raw(match item.task {
            None => "<li>",
            Some(false) => "<li class=\"task\"><span class=\"box\">☐</span> ",
            Some(true) => "<li class=\"task done\"><span class=\"box\">☑</span> ",
        });
        for (index, block) in item.blocks.iter().enumerate() {
            if index > 0 {
                self.raw("\n");
            }
            match &block.kind {
                BlockKind::Paragraph(content) if tight => {
                    self.inlines(content);
                }
                _ => self.block(block),
            }
        }
        self.raw("</li>\n");
    }

    fn code(&mut self, code: &Code) {
        self.raw("<pre><code").language(code.language.as_deref()).raw(">");
        for run in code::highlight(code.language.as_deref(), &code.text) {
            let text = &code.text[run.range];
            match class(run.class) {
                None => self.text(text),
                Some(class) => self.raw("<span class=\"").raw(class).raw("\">").text(text).raw("</span>"),
            };
        }
        self.raw("</code></pre>");
    }

    fn language(&mut self, language: Option<&str>) -> &mut Self {
        let word = escape::class_word(language.unwrap_or_default());
        if !word.is_empty() {
            self.raw(" class=\"language-").raw(&word).raw("\"");
        }
        self
    }

    fn table(&mut self, table: &Table, is_right_to_left: Option<bool>) {
        self.raw("<div class=\"table\"><table").direction(is_right_to_left).raw(">\n<thead>\n");
        self.row("th", &table.head, &table.align);
        self.raw("</thead>\n");
        if !table.rows.is_empty() {
            self.raw("<tbody>\n");
            for row in &table.rows {
                self.row("td", row, &table.align);
            }
            self.raw("</tbody>\n");
        }
        self.raw("</table></div>");
    }

    fn row(&mut self, name: &str, row: &Row, align: &[Align]) {
        self.raw("<tr>");
        for (index, cell) in row.cells.iter().enumerate() {
            self.raw("<").raw(name);
            self.raw(match align.get(index) {
                None | Some(Align::Default) => "",
                Some(Align::Left) => " class=\"left\"",
                Some(Align::Center) => " class=\"center\"",
                Some(Align::Right) => " class=\"right\"",
            });
            self.raw(">").inlines(cell).raw("</").raw(name).raw(">");
        }
        self.raw("</tr>\n");
    }

    fn callout(
        &mut self,
        kind: &str,
        title: Option<&[Inline]>,
        blocks: &[Block],
        is_right_to_left: Option<bool>,
    ) {
        self.raw("<div class=\"callout callout-").raw(&escape::class_word(kind)).raw("\"");
        self.direction(is_right_to_left).raw("><div class=\"label\">");
        match title {
            Some(title) if !title.is_empty() => self.inlines(title),
            _ => self.text(&capitalised(kind)),
        };
        self.raw("</div>\n").blocks(blocks);
        self.raw("</div>");
    }

    fn disclosure(&mut self, kind: Option<&str>, summary: &[Inline], (shown, blocks): (&[Block], &[Block])) {
        self.raw("<summary>");
        if summary.is_empty() {
            self.text(&capitalised(kind.unwrap_or("details")));
        } else {
            self.inlines(summary);
        }
        if !shown.is_empty() {
            self.raw("\n").blocks(shown);
        }
        self.raw("</summary>\n").blocks(blocks);
        self.raw("</details>");
    }

    fn definitions(&mut self, definitions: &[Definition]) {
        for definition in definitions {
            for term in &definition.terms {
                self.element("dt", term).raw("\n");
            }
            for blocks in &definition.definitions {
                self.raw("<dd>").blocks(blocks);
                self.raw("</dd>\n");
            }
        }
        self.raw("</dl>");
    }

    fn inlines(&mut self, inlines: &[Inline]) -> &mut Self {
        for inline in inlines {
            self.inline(inline);
        }
        self
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.text(text),
            InlineKind::SoftBreak => self.raw("\n"),
            InlineKind::HardBreak => self.raw("<br>\n"),
            InlineKind::Strong(content) => self.element("strong", content),
            InlineKind::Emphasis(content) => self.element("em", content),
            InlineKind::Strike(content) => self.element("s", content),
            InlineKind::Superscript(content) => self.element("sup", content),
            InlineKind::Subscript(content) => self.element("sub", content),
            InlineKind::Code(code) => self.raw("<code>").text(code).raw("</code>"),
            InlineKind::Key(key) => self.raw("<kbd>").text(key).raw("</kbd>"),
            InlineKind::Link(link) => self.link(&link.url, &link.title, |html| {
                html.inlines(&link.content);
            }),
            InlineKind::Image(image) => self.image(image),
            InlineKind::Math(tex) if escape::is_safe_tex(tex) => {
                self.raw("\\(");
                escape::push_tex(&mut self.out, tex);
                self.raw("\\)")
            }
            InlineKind::Math(tex) => self.raw("<code>").text(tex).raw("</code>"),
            InlineKind::FootnoteReference(label) => {
                self.raw("<sup class=\"footnote-mark\">").text(label).raw("</sup>")
            }
        };
    }

    /// A link when the address may be followed, else only what it stands on.
    fn link(&mut self, url: &str, title: &str, content: impl FnOnce(&mut Self)) -> &mut Self {
        let Some(address) = escape::web_address(url) else {
            content(self);
            return self;
        };
        self.raw("<a").attribute("href", &address);
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.raw(">");
        content(self);
        self.raw("</a>")
    }

    /// A picture that travels with the deck; of any other the words, and a link where it is on the web:
    /// a card loads nothing from elsewhere.
    fn image(&mut self, image: &Image) -> &mut Self {
        if let Some(name) = escape::media_name(&image.url) {
            self.raw("<img").attribute("src", name).attribute("alt", &image.alt);
            if !image.title.is_empty() {
                self.attribute("title", &image.title);
            }
            return self.raw(">");
        }
        let words = [&image.alt, &image.title, &image.url].into_iter().find(|words| !words.trim().is_empty());
        self.link(&image.url, &image.title, |html| {
            html.text(words.map_or("", |words| words.as_str()));
        })
    }
}

/// The class name of a run of code; `None` for what needs none.
fn class(class: Class) -> Option<&'static str> {
    Some(match class {
        Class::Plain => return None,
        Class::Keyword => "hl-k",
        Class::String => "hl-s",
        Class::Comment => "hl-c",
        Class::Number => "hl-n",
        Class::Function => "hl-f",
        Class::Type => "hl-t",
        Class::Constant => "hl-o",
        Class::Attribute => "hl-a",
    })
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}
