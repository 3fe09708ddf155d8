//! Text that stays text: what HTML, Anki's templates, media and LaTeX scanners and MathJax would each
//! take for something of theirs comes out in a spelling that only the reader's eye reads as before.
//!
//! Every rule looks at the neighbours inside one string, and takes the string's edge for the worst
//! neighbour, because two strings may end up side by side.

/// Where a text goes, which decides what could be mistaken there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Between tags.
    Text,
    /// In a double-quoted attribute.
    Attribute,
    /// Between MathJax delimiters.
    Tex,
}

/// Appends `text` as character data.
pub fn push_text(out: &mut String, text: &str) {
    push(out, text, Place::Text);
}

/// Appends `text` as the inside of a double-quoted attribute.
pub fn push_attribute(out: &mut String, text: &str) {
    push(out, text, Place::Attribute);
}

/// Appends TeX as the inside of MathJax delimiters; ask [`is_safe_tex`] first.
pub fn push_tex(out: &mut String, tex: &str) {
    push(out, tex, Place::Tex);
}

fn push(out: &mut String, text: &str, place: Place) {
    let mut previous = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let rest = rest.as_str();
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if place == Place::Attribute => out.push_str("&quot;"),
            // A template tag or a cloze needs two in a row.
            '{' if matches!(previous, None | Some('{')) => out.push_str("&#123;"),
            '}' if matches!(previous, None | Some('}')) => out.push_str("&#125;"),
            '[' if may_open_anki_tag(rest) => out.push_str("&#91;"),
            '\\' if place != Place::Tex && may_delimit_maths(rest) => out.push_str(match place {
                // MathJax reads the page's text, where an entity is the character again; it does not
                // look for a delimiter across the edge of an element.
                Place::Text => "<span>\\</span>",
                _ => "&#92;",
            }),
            '\t' | '\n' => out.push(c),
            // Not allowed in HTML, and U+001F parts Anki's fields: shown by its control picture.
            '\0'..='\x1f' => out.extend(char::from_u32(0x2400 + u32::from(c))),
            '\x7f' => out.push('\u{2421}'),
            _ => out.push(c),
        }
        previous = Some(c);
    }
}

/// Whether a `[` before `rest` could open one of Anki's tags, which it finds in any case of letters and
/// even inside code.
fn may_open_anki_tag(rest: &str) -> bool {
    const OPENINGS: [&str; 5] = ["sound:", "latex]", "$", "anki:", "[type:"];
    let agree = |(opening, byte): (u8, u8)| opening == byte.to_ascii_lowercase();
    OPENINGS.iter().any(|opening| opening.bytes().zip(rest.bytes()).all(agree))
}

fn may_delimit_maths(rest: &str) -> bool {
    rest.chars().next().is_none_or(|next| matches!(next, '(' | ')' | '[' | ']'))
}

/// `html` as what fills a gap of Anki's, where `::` begins a hint and `}}` ends the gap. Braces in a row are no more
/// in what this module wrote; those of the gap itself may touch the last one.
pub fn in_gap(html: &str) -> String {
    const COLON: &str = "&#58;";
    let mut out = html.replace("::", &[":", COLON].concat());
    if let Some(rest) = out.strip_prefix(':') {
        out = [COLON, rest].concat();
    }
    for (mark, entity) in [(':', COLON), ('}', "&#125;")] {
        if out.ends_with(mark) {
            out.pop();
            out.push_str(entity);
        }
    }
    out
}

/// Whether `tex` can stand between MathJax delimiters: it neither ends nor opens one, its braces
/// balance (else MathJax reads on into the text behind), and no command of it makes links, attributes
/// or definitions, which would leave the formula.
pub fn is_safe_tex(tex: &str) -> bool {
    const REACHING_OUT: [&str; 17] = [
        "href",
        "url",
        "class",
        "style",
        "cssId",
        "data",
        "require",
        "csname",
        "def",
        "gdef",
        "edef",
        "xdef",
        "let",
        "newcommand",
        "renewcommand",
        "newenvironment",
        "html",
    ];
    let mut depth = 0_u32;
    let mut rest = tex;
    while let Some(at) = rest.find(['\\', '{', '}']) {
        let tail = &rest[at + 1..];
        match rest.as_bytes()[at] {
            b'{' => depth += 1,
            b'}' if depth == 0 => return false,
            b'}' => depth -= 1,
            _ => {
                let name = &tail[..tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len())];
                let delimits = name.is_empty() && may_delimit_maths(tail);
                if delimits || REACHING_OUT.contains(&name) {
                    return false;
                }
                let skipped = tail.chars().next().map_or(0, char::len_utf8).max(name.len());
                rest = &tail[skipped..];
                continue;
            }
        }
        rest = tail;
    }
    depth == 0
}

/// The address as it may stand in `href`; `None` when it leads anywhere but to the web or to a mail.
pub fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, _) = url.split_once(':')?;
    ["http", "https", "mailto"].iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)).then(|| {
        let mut address = String::with_capacity(url.len());
        for c in url.chars() {
            match c {
                '\\' => address.push_str("%5C"),
                ' ' => address.push_str("%20"),
                c if c.is_control() => {}
                c => address.push(c),
            }
        }
        address
    })
}

/// The name when `url` is that of a file which travels with the deck: `deckpress-`, the hash of its
/// content and an extension. Any other name might be missing, or be a file of the user's own.
pub fn media_name(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("deckpress-")?;
    rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).then_some(url)
}

/// `word` reduced to what may stand in a class name.
pub fn class_word(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '#'))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> String {
        let mut out = String::new();
        push_text(&mut out, text);
        out
    }

    #[test]
    fn plain_words_stay_as_they_are() {
        for plain in [
            "O(n log n) – schön",
            "d[k] = {1: x}",
            "list[str] xs[last]",
            "C:\\temp \"quoted\" it's",
            "日本語 🙂\ttab\nline",
        ] {
            assert_eq!(text(plain), plain);
        }
    }

    #[test]
    fn nothing_that_anki_or_mathjax_reads_is_left() {
        assert_eq!(text("a {{Front}}"), "a {&#123;Front}&#125;");
        assert_eq!(text("{{{"), "&#123;&#123;&#123;");
        assert_eq!(text("x [sound:a.mp3] [LaTeX] [$]x[/$]"), "x &#91;sound:a.mp3] &#91;LaTeX] &#91;$]x[/$]");
        assert_eq!(text("[[type:Answer]]"), "&#91;[type:Answer]]");
        assert_eq!(
            text(r"\(a\) \[b\] \n"),
            r"<span>\</span>(a<span>\</span>) <span>\</span>[b<span>\</span>] \n"
        );
        assert_eq!(text("a\u{1f}b\0"), "a␟b␀");
        assert_eq!(text("<b>&amp;"), "&lt;b&gt;&amp;amp;");
    }

    #[test]
    fn nothing_in_a_gap_begins_a_hint_or_ends_it() {
        assert_eq!(in_gap("std::vec"), "std:&#58;vec");
        assert_eq!(in_gap(":::a:"), "&#58;&#58;:a&#58;");
        assert_eq!(in_gap(&text("{a: {}}")), "&#123;a: {}&#125;");
        for hostile in ["::", ":::::", "a}", "}}}", ":}", "}:", "::}}::"] {
            let gap = format!("{{{{c1::{}::{}}}}}", in_gap(&text(hostile)), in_gap(&text(hostile)));
            assert_eq!(gap.matches("::").count(), 2, "{gap}");
            assert_eq!((gap.find("}}"), gap.contains(":::")), (Some(gap.len() - 2), false), "{gap}");
        }
    }

    #[test]
    fn strings_side_by_side_make_nothing_new() {
        assert_eq!(text("{") + &text("{x"), "&#123;&#123;x");
        assert_eq!(text("a[") + &text("sound:x]"), "a&#91;sound:x]");
        assert_eq!(text("a\\") + &text("(x"), "a<span>\\</span>(x");
    }

    /// What a reader sees of our HTML.
    fn read(html: &str) -> String {
        let entities =
            [("&lt;", "<"), ("&gt;", ">"), ("&#123;", "{"), ("&#125;", "}"), ("&#91;", "["), ("&amp;", "&")];
        let text = html.replace("<span>", "").replace("</span>", "");
        entities.iter().fold(text, |text, (entity, character)| text.replace(entity, character))
    }

    fn hostile() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            "{", "}", "[", "]", "(", ")", "\\", "$", "<", ">", "&", ";", "sound:", "LaTeX]", "[type:",
            "ANKI:", "lt", "x", "é",
        ];
        proptest::collection::vec(proptest::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_texts_side_by_side_read_the_same_and_mean_nothing(one in hostile(), other in hostile()) {
            let html = text(&one) + &text(&other);
            prop_assert_eq!(read(&html), format!("{one}{other}"));
            let html = html.to_lowercase();
            for read_by_others in
                ["{{", "}}", "[sound:", "[latex]", "[$", "[anki:", "[[type:", "\\(", "\\)", "\\[", "\\]"]
            {
                prop_assert!(!html.contains(read_by_others), "`{}` in {}", read_by_others, html);
            }
        }
    }

    #[test]
    fn tex_that_would_leave_its_delimiters_is_refused() {
        for good in [r"\frac{a}{b}", r"a_{i} \\[4pt] b", r"\{x\}", "n < m", r"\left(x\right]"] {
            assert!(is_safe_tex(good), "{good}");
        }
        for bad in
            [r"a \) b", r"\[x", "{a", "a}", "a\\", r"\href{javascript:x}{y}", r"\csname href\endcsname"]
        {
            assert!(!is_safe_tex(bad), "{bad}");
        }
    }

    #[test]
    fn only_the_web_and_mail_are_linked() {
        assert_eq!(web_address(" HTTPS://a.example/x\\(y").as_deref(), Some("HTTPS://a.example/x%5C(y"));
        assert_eq!(web_address("mailto:a@b.example").as_deref(), Some("mailto:a@b.example"));
        for bad in [
            "javascript:alert(1)",
            "java\nscript:x",
            "#top",
            "../a.md",
            "//host/x",
            "data:text/html,x",
            "",
            "http",
        ] {
            assert_eq!(web_address(bad), None, "{bad}");
        }
    }
}
