//! What stands where an answer should and is none.

use super::metadata;
use super::words::{known_form, normalised};
use crate::model::content::{plain_text, plain_text_of};
use crate::model::{Block, BlockKind, Inline, InlineKind, Link};

/// Why a question is open where nothing stands in place of its answer.
pub const NOTHING: &str = "nothing follows the question";

/// Why a question is open, in words, with the links that stand in place of its answer; `None` when
/// `blocks` answer it.
pub fn reason(blocks: &[Block]) -> Option<(String, Vec<Link>)> {
    let without_links = |reason: String| Some((reason, Vec::new()));
    if blocks.is_empty() {
        return without_links(NOTHING.to_string());
    }
    if blocks.iter().all(is_empty) {
        return without_links("what follows the question is empty".to_string());
    }
    if let Some(links) = only_links(blocks) {
        return Some(("only a link follows the question".to_string(), links));
    }
    // Code that stands alone is what it says.
    let is_code = |inline: &Inline| matches!(inline.kind, InlineKind::Code(_));
    if !blocks.iter().all(is_one_line)
        || matches!(blocks, [Block { kind: BlockKind::Paragraph(content), .. }] if content.iter().all(is_code))
    {
        return None;
    }
    let text = plain_text_of(blocks);
    is_placeholder(&text).then(|| (format!("`{}` stands in place of the answer", text.trim()), Vec::new()))
}

/// Whether `block` may be all of a placeholder, or frame one.
fn is_one_line(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(_) => true,
        BlockKind::Code(code) => !code.text.contains('\n'),
        BlockKind::List(list) => list.items.len() == 1,
        BlockKind::Callout { blocks, .. } | BlockKind::Quote(blocks) => blocks.len() == 1,
        _ => false,
    }
}

fn is_empty(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Image(_) | BlockKind::Math(_) | BlockKind::Diagram { .. } | BlockKind::Table(_) => false,
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
            !content.iter().any(shows_something)
        }
        BlockKind::Code(code) => code.text.trim().is_empty(),
        _ => block.children().into_iter().all(is_empty),
    }
}

fn shows_something(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Image(_) | InlineKind::FootnoteReference(_) => true,
        InlineKind::SoftBreak | InlineKind::HardBreak => false,
        _ => !plain_text(std::slice::from_ref(inline)).trim().is_empty(),
    }
}

/// The links of `blocks` when they are nothing but links, perhaps with "see" in front of them.
fn only_links(blocks: &[Block]) -> Option<Vec<Link>> {
    let mut links = Vec::new();
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(content) => {
                if !content.iter().all(only_leads) {
                    return None;
                }
                links.extend(metadata::links_in(content));
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    links.extend(only_links(&item.blocks)?);
                }
            }
            BlockKind::Rule => {}
            _ => return None,
        }
    }
    (!links.is_empty()).then_some(links)
}

fn only_leads(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Link { .. } | InlineKind::SoftBreak | InlineKind::HardBreak => true,
        InlineKind::Text(text) => known_form(text).is_some_and(|text| {
            text.is_empty()
                || LEADS.contains(&text.as_str())
                || text.split(' ').all(|word| LEADS.contains(&word))
        }),
        InlineKind::Strong(content) | InlineKind::Emphasis(content) => content.iter().all(only_leads),
        _ => false,
    }
}

/// Words that lead to a link and say nothing beside it.
const LEADS: &[&str] = &[
    "see",
    "read",
    "more",
    "here",
    "link",
    "links",
    "source",
    "sources",
    "reference",
    "references",
    "check",
    "out",
    "answer",
    "solution",
    "details",
    "docs",
    "documentation",
    "article",
    "video",
    "watch",
    "refer",
    "to",
    "this",
    "the",
    "at",
    "in",
    "and",
    "or",
    "on",
    "for",
    "also",
    "ver",
    "leer",
    "más",
    "aquí",
    "siehe",
    "mehr",
    "hier",
    "voir",
    "lire",
    "plus",
    "ici",
    "veja",
    "mais",
    "aqui",
    "см",
    "смотри",
    "подробнее",
    "здесь",
    "参考",
    "参见",
    "详见",
    "見る",
    "参照",
];

fn is_placeholder(text: &str) -> bool {
    const LONGEST: usize = 60;
    // Only marks, such as dots or a dash, but not a term of operators.
    if text.trim().chars().all(|c| matches!(c, '.' | '…' | '-' | '–' | '—' | '_' | '?' | '*' | '。')) {
        return true;
    }
    // A comment in code is a placeholder as well as one in text.
    let text = normalised(text.trim().trim_start_matches(['/', '#', '-', '*']));
    if text.chars().count() > LONGEST {
        return false;
    }
    let text = text.trim_end_matches(['.', '!', '…', '。']).trim();
    WHOLE.contains(&text)
        || OPENING.iter().any(|opening| {
            text.strip_prefix(opening)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', ' ', '-', ',']))
                && text.split(' ').count() <= 8
        })
}

/// What a placeholder may be, whole.
const WHOLE: &[&str] = &[
    "wip",
    "work in progress",
    "in progress",
    "pending",
    "placeholder",
    "n/a",
    "none",
    "empty",
    "later",
    "stub",
    "soon",
    "answer",
    "your answer",
    "add answer",
    "an answer",
    "not answered",
    "unanswered",
    "no answer",
    "no answer yet",
    "not answered yet",
    "under construction",
    "lorem ipsum",
    "xxx",
    "tk",
    "draft",
    "pendiente",
    "próximamente",
    "sin respuesta",
    "offen",
    "noch offen",
    "folgt",
    "folgt noch",
    "kommt noch",
    "fehlt",
    "fehlt noch",
    "à venir",
    "bientôt",
    "bientôt disponible",
    "pendente",
    "em breve",
    "sem resposta",
    "da fare",
    "in arrivo",
    "wkrótce",
    "скоро",
    "нет ответа",
    "в процессе",
    "в работе",
    "пусто",
    "позже",
    "略",
    "无",
    "暂无",
    "暂无答案",
    "待补充",
    "待完善",
    "待续",
    "待定",
    "未完成",
    "稍后补充",
    "準備中",
    "作成中",
    "未回答",
    "後で書く",
    "執筆中",
    "工事中",
    "준비 중",
    "작성 중",
    "추후 작성",
];

/// What a placeholder may open with.
const OPENING: &[&str] = &[
    "todo",
    "to do",
    "to-do",
    "tbd",
    "tba",
    "tbc",
    "tbw",
    "fixme",
    "to be completed",
    "to be added",
    "to be done",
    "to be written",
    "to be determined",
    "to be filled",
    "to be answered",
    "to be continued",
    "to be updated",
    "coming soon",
    "answer here",
    "answer goes here",
    "your answer here",
    "your answer goes here",
    "write your answer",
    "write answer here",
    "add your answer",
    "add answer here",
    "enter your answer",
    "insert answer",
    "answer coming soon",
    "answer to be",
    "will be added",
    "will be updated",
    "please contribute",
    "contributions welcome",
    "por hacer",
    "por completar",
    "a completar",
    "respuesta aquí",
    "escribe aquí",
    "tu respuesta aquí",
    "wird ergänzt",
    "antwort folgt",
    "antwort kommt",
    "lösung folgt",
    "respuesta pendiente",
    "réponse à venir",
    "resposta em breve",
    "risposta in arrivo",
    "ответ будет",
    "ответ скоро",
    "wird noch ergänzt",
    "noch zu",
    "antwort hier",
    "hier antwort",
    "à compléter",
    "à faire",
    "à rédiger",
    "réponse ici",
    "a fazer",
    "resposta aqui",
    "sua resposta aqui",
    "da completare",
    "do uzupełnienia",
    "дополнить",
    "будет дополнено",
    "ответ здесь",
    "здесь будет ответ",
    "здесь ответ",
    "答案待补充",
    "在此填写",
    "ここに回答",
    "回答をここに",
    "ここに答え",
    "여기에 답",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_short_answers() {
        for text in [
            "TODO",
            "TBD.",
            "// TODO: implement",
            "_Answer here_",
            "To be completed by a volunteer",
            "Coming soon!",
            "...",
            "…",
            "待补充",
            "Noch offen.",
            "à compléter",
            "Ответ здесь",
            "準備中。",
            "[Your answer here]",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "No.",
            "42",
            "A todo list is a list of tasks to be done by somebody at some later time.",
            "`TODOs`",
            "Empty set",
            "==",
            "+",
            "Later versions do.",
            "Tomorrow",
            "$",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
