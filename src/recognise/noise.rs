//! What stands in documents and says nothing: contents, ways back to the top, badges, appeals.

use super::page::{Outline, Page};
use super::wording;
use super::words::{is_reveal, known_form, normalised};
use crate::model::content::{List, plain_text};
use crate::model::page_mark::{self, is_page_mark};
use crate::model::{Block, BlockKind, Inline, InlineKind, Inlines, Span};

/// The page's own blocks, each with whether its section is about the document rather than its subject.
pub fn blocks<'a>(page: &'a Page) -> impl Iterator<Item = (&'a Block, bool)> {
    page.tree.blocks.iter().scan(false, |about_document, block| {
        if let BlockKind::Heading { content, .. } = &block.kind {
            *about_document = is_about_document(&plain_text(content));
        }
        Some((block, *about_document))
    })
}

/// Whether `block` leads elsewhere or decorates, and is no content wherever it stands.
pub fn is_noise(block: &Block, outline: &Outline) -> bool {
    match &block.kind {
        BlockKind::Paragraph(_) if outline.farewell.is_some_and(|farewell| farewell.contains(block.span)) => {
            true
        }
        BlockKind::Paragraph(content) => {
            let is_short = block.span.len() <= page_mark::LONGEST;
            leads_back(content)
                || is_badges(content)
                || is_button(block)
                || (is_short && is_page_mark(&plain_text(content)))
        }
        BlockKind::Image(image) => is_badge(&image.url),
        BlockKind::List(list) => is_contents(list, outline),
        BlockKind::Table(table) => {
            let leads = |cell: &Inlines| !cell.is_empty() && cell.iter().all(is_link_inside);
            let leading = table.rows.iter().filter(|row| row.cells.iter().any(leads)).count();
            // Names of parts may stand between the rows that lead there.
            leading > 0 && leading * 4 >= table.rows.len() * 3
        }
        BlockKind::Disclosure { blocks, .. } | BlockKind::Quote(blocks) => {
            !blocks.is_empty() && blocks.iter().all(|block| is_noise(block, outline))
        }
        _ => false,
    }
}

/// Whether `list` is a table of contents: its items lead into the document, or are called as its parts are.
pub fn is_contents(list: &List, outline: &Outline) -> bool {
    let entries: Vec<(bool, bool)> = entries(list, outline);
    let leading = entries.iter().filter(|(leads, _)| *leads).count();
    let named = entries.iter().filter(|(leads, names)| *leads || *names).count();
    leading == entries.len() || (named >= 2 && named * 4 >= entries.len() * 3)
}

/// For each item of `list`, also of lists inside, whether it is a link into the document, and whether it
/// is called as a part of it. An item with content of its own is neither.
fn entries(list: &List, outline: &Outline) -> Vec<(bool, bool)> {
    let mut found = Vec::new();
    for item in &list.items {
        for (at, block) in item.blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(content) if at == 0 => {
                    let leads = leads_inside(content);
                    // A title is short.
                    let names = content.len() <= 8 && block.span.len() <= 400 && {
                        let text = plain_text(&wording::strip(content.clone()).question);
                        outline.titles.contains(&normalised(&text))
                    };
                    found.push((leads, names));
                }
                BlockKind::List(inner) => found.extend(entries(inner, outline)),
                _ => found.push((false, false)),
            }
        }
    }
    found
}

/// Whether `content` is nothing but links into the document.
pub fn leads_inside(content: &[Inline]) -> bool {
    content.iter().any(is_link_inside)
        && content.iter().all(|inline| is_link_inside(inline) || says_nothing(inline))
}

fn is_link_inside(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Link(link) => link.url.starts_with('#'),
        InlineKind::Strong(content) | InlineKind::Emphasis(content) => {
            !content.is_empty() && content.iter().all(is_link_inside)
        }
        _ => false,
    }
}

fn says_nothing(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => text.chars().all(|c| !c.is_alphabetic()),
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        _ => false,
    }
}

/// Links back to the top, to edit the page, or from page to page, and nothing else.
fn leads_back(content: &[Inline]) -> bool {
    let names_top = |text: &str| {
        let text = known_form(text).filter(|text| text.len() < 60);
        text.is_some_and(|text| BACK.iter().any(|words| text.contains(words)))
    };
    let points = || {
        let text = plain_text(content);
        let links = text.contains(['⬆', '↑', '🔝', '⤴']) || content.iter().any(holds_link);
        links && names_top(&text)
    };
    leads_inside(content) || points()
}

/// Whether `block` is what a page offers to be pressed below a question, `Reveal Solution  Hide Solution  Discussion 20`:
/// what it opens is not there.
pub fn is_button(block: &Block) -> bool {
    const BESIDE: &[&str] = &["discussion", "discuss", "comments"];
    const LONGEST: usize = 80;
    const MOST: usize = 12;
    let BlockKind::Paragraph(content) = &block.kind else { return false };
    if content.len() > MOST {
        return false;
    }
    let text = plain_text(content);
    if text.len() > LONGEST {
        return false;
    }
    let text = normalised(&text);
    let words = text.split(' ').filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit()));
    let (beside, offered): (Vec<_>, Vec<_>) = words.partition(|word| BESIDE.contains(word));
    let offers = offered.first().is_some_and(|first| ["reveal", "show", "hide", "view"].contains(first));
    offers && (!beside.is_empty() || offered.len() > 2) && is_reveal(&offered.join(" "))
}

/// Where a document takes leave of its reader, in its last paragraphs: wishes, thanks, offers of more, what chat programs
/// say of themselves, what stands at the foot of a page.
pub fn farewell(blocks: &[Block]) -> Option<Span> {
    const LONGEST: usize = 400;
    const OPENINGS: &[&str] = &[
        "feel free to",
        "please feel free to",
        "let me know",
        "would you like me to",
        "would you like a",
        "do you want me to",
        "want me to",
        "if you'd like",
        "if you want, i can",
        "if you want me to",
        "i hope this helps",
        "hope this helps",
        "good luck",
        "best of luck",
        "happy coding",
        "happy learning",
        "happy interviewing",
        "thanks for reading",
        "thank you for reading",
        "viel erfolg",
        "viel glück",
        "buena suerte",
        "mucha suerte",
        "bonne chance",
        "bon courage",
        "boa sorte",
        "bons estudos",
        "buona fortuna",
        "in bocca al lupo",
        "удачи",
        "успехов",
        "powodzenia",
        "succes!",
        "iyi şanslar",
        "başarılar",
        "chúc bạn",
        "祝你",
        "祝大家",
        "希望对你",
        "頑張って",
    ];
    let leaves = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => {
            let text = plain_text(content);
            let words =
                text.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'");
            is_footer(&text)
                || text.len() <= LONGEST && OPENINGS.iter().any(|opening| words.starts_with(opening))
        }
        BlockKind::Rule => true,
        _ => false,
    };
    let from = blocks.iter().rposition(|block| !leaves(block)).map_or(0, |last| last + 1);
    let paragraphs = || blocks[from..].iter().filter(|block| block.kind != BlockKind::Rule);
    Some(paragraphs().next()?.span.cover(paragraphs().next_back()?.span))
}

/// Whether a line is what pages have at their foot: a way from page to page, who owns it, where to share it.
fn is_footer(text: &str) -> bool {
    const LONGEST: usize = 120;
    const OPENINGS: &[&str] = &[
        "copyright ",
        "all rights reserved",
        "follow us",
        "subscribe",
        "share this",
        "share on",
        "leave a reply",
        "leave a comment",
        "your email address will not be published",
        "privacy policy",
        "last updated",
        "last modified",
        "compartir en",
        "última actualización",
        "síguenos",
        "teilen auf",
        "partager sur",
        "compartilhar",
        "condividi su",
        "поделиться",
        "この記事をシェア",
        "分享到",
    ];
    // What errs, and what the reader is to do.
    const SAID: &[(&str, &str)] = &[
        ("can make mistakes", "check"),
        ("can make mistakes", "verify"),
        ("kann fehler machen", "prüf"),
        ("puede cometer errores", "verific"),
        ("peut faire des erreurs", "vérifie"),
        ("pode cometer erros", "verifi"),
    ];
    let text = text.trim();
    if text.len() > LONGEST {
        return false;
    }
    let lower = text.to_lowercase();
    let pages = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()));
    let turns = ["«", "»", "<<", ">>", "‹", "›"].iter().any(|mark| text.contains(mark)) && pages.count() > 1;
    let errs = SAID.iter().any(|(errs, due)| lower.contains(errs) && lower.contains(due));
    turns || errs || text.starts_with('©') || OPENINGS.iter().any(|opening| lower.starts_with(opening))
}

const BACK: &[&str] = &[
    "back to top",
    "back to the top",
    "return to top",
    "go to top",
    "to the top",
    "back to contents",
    "back to table of contents",
    "edit this page",
    "edit on github",
    "edit this on",
    "suggest an edit",
    "improve this page",
    "volver arriba",
    "volver al inicio",
    "nach oben",
    "zurück nach oben",
    "retour en haut",
    "haut de page",
    "voltar ao topo",
    "наверх",
    "к началу",
    "к оглавлению",
    "回到顶部",
    "返回顶部",
    "返回目录",
    "トップへ戻る",
    "先頭に戻る",
    "목차로",
    "위로",
    "retour au sommaire",
    "retour au début",
    "torna su",
    "torna all'inizio",
    "terug naar boven",
    "wróć na górę",
    "powrót na górę",
    "do góry",
    "вверх",
    "в начало",
    "к содержанию",
    "вгору",
    "до змісту",
    "başa dön",
    "yukarı çık",
    "yukarı dön",
    "lên đầu trang",
    "về đầu trang",
    "quay lại đầu",
    "kembali ke atas",
    "العودة إلى الأعلى",
    "العودة للأعلى",
    "إلى الأعلى",
    "回到頂部",
    "回頂部",
    "回目录",
    "上に戻る",
    "目次へ",
    "목차로",
    "맨 위로",
];

fn holds_link(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Link(_)) || inline.children().iter().any(holds_link)
}

/// Pictures of services, and pictures that are links, and nothing else.
fn is_badges(content: &[Inline]) -> bool {
    let badge = |inline: &Inline| match &inline.kind {
        InlineKind::Image(image) => is_badge(&image.url),
        InlineKind::Link(link) => {
            !link.content.is_empty()
                && link.content.iter().all(|inner| matches!(inner.kind, InlineKind::Image(_)))
        }
        _ => false,
    };
    content.iter().any(badge) && content.iter().all(|inline| badge(inline) || says_nothing(inline))
}

fn is_badge(url: &str) -> bool {
    const PARTS: &[&str] = &[
        "shields.io",
        "badge",
        "star-history",
        "contrib.rocks",
        "opencollective",
        "visitor",
        "hits.",
        "codecov.io",
        "travis-ci",
        "circleci",
        "buymeacoffee",
        "ko-fi",
        "patreon",
        "sponsor",
    ];
    PARTS.iter().any(|part| url.contains(part))
}

/// Whether a section called `title` holds nothing to learn: what it says is about the document.
pub fn is_about_document(title: &str) -> bool {
    const TITLES: &[&str] = &[
        "table of contents",
        "contents",
        "toc",
        "sponsors",
        "sponsor",
        "our sponsors",
        "backers",
        "contributors",
        "star history",
        "stargazers",
        "stargazers over time",
        "license",
        "licence",
        "contributing",
        "support us",
        "support",
        "show your support",
        "support this project",
        "contribute",
        "want to contribute",
        "how to contribute",
        "contributions",
        "contributor",
        "contribution",
        "contribution guidelines",
        "connect with me",
        "let's connect",
        "stay connected",
        "follow me",
        "contact me",
        "about the author",
        "índice",
        "tabla de contenidos",
        "contenido",
        "inhalt",
        "inhaltsverzeichnis",
        "table des matières",
        "sommaire",
        "sumário",
        "indice",
        "spis treści",
        "содержание",
        "оглавление",
        "目录",
        "目錄",
        "目次",
        "목차",
    ];
    TITLES.contains(&normalised(&wording::title(title)).as_str())
}
