//! The syntax of Anki's card templates, as far as a mistake in it would spoil every card. See "Card Templates" in Anki's
//! manual.

/// What Anki knows beside the fields of the note.
const SPECIAL: [&str; 8] = ["FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"];

/// Whether `text` is a template for notes with `fields` that Anki can fill in.
///
/// # Errors
/// At the first tag that names no field, is not closed, or closes what is not open: where it stands in bytes, and what
/// is wrong.
pub fn check(text: &str, fields: &[&str]) -> Result<(), (usize, String)> {
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    while let Some(start) = next(text, at) {
        let Some(length) = text[start..].find("}}") else {
            return Err((start, "`{{` without its `}}`".to_string()));
        };
        at = start + length + 2;
        let tag = text[start..at].trim_matches(['{', '}']).trim();
        let name = tag.trim_start_matches(['#', '^', '/']).trim();
        // `hint:Answer`: filters stand in front.
        let field = name.rsplit(':').next().unwrap_or(name).trim();
        if !fields.iter().chain(&SPECIAL).any(|known| *known == field) {
            let likeness = |known: &&&str| strsim::jaro_winkler(field, known);
            let nearest = fields.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b))).unwrap_or(&"");
            return Err((start, format!("there is no field `{field}`; did you mean `{nearest}`?")));
        }
        if tag.starts_with(['#', '^']) {
            open.push((start, name));
        } else if tag.starts_with('/') {
            match open.pop() {
                Some((_, opened)) if opened == name => {}
                Some((_, opened)) => {
                    return Err((start, format!("found `{{{{/{name}}}}}`, expected `{{{{/{opened}}}}}`")));
                }
                None => return Err((start, format!("`{{{{/{name}}}}}` closes what is not open"))),
            }
        }
    }
    match open.pop() {
        Some((start, name)) => {
            Err((start, format!("this section is not closed; write `{{{{/{name}}}}}` behind it")))
        }
        None => Ok(()),
    }
}

/// Where the next tag stands that is in no comment.
fn next(text: &str, mut at: usize) -> Option<usize> {
    loop {
        let tag = at + text[at..].find("{{")?;
        match text[at..tag].find("<!--") {
            Some(comment) => at += comment + text[at + comment..].find("-->")?,
            None => return Some(tag),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_found_where_they_stand() {
        let fields = ["Question", "My Notes"];
        let said = |text: &str| check(text, &fields).map_err(|(at, message)| format!("{at}: {message}"));
        for sound in [
            "",
            "{{Question}} {{hint:My Notes}} {{FrontSide}}",
            "{{#My Notes}}<b>{{^Question}}x{{/Question}}</b>{{/My Notes}}",
            "<!-- {{Nothing}} --> {{ Question }}",
        ] {
            assert_eq!(said(sound), Ok(()), "{sound}");
        }
        for (text, expected) in [
            ("ab {{Qestion}}", "3: there is no field `Qestion`; did you mean `Question`?"),
            ("{{Question}", "0: `{{` without its `}}`"),
            ("{{#Question}}", "0: this section is not closed; write `{{/Question}}` behind it"),
            ("{{/Question}}", "0: `{{/Question}}` closes what is not open"),
            (
                "{{#Question}}{{^My Notes}}{{/Question}}{{/My Notes}}",
                "26: found `{{/Question}}`, expected `{{/My Notes}}`",
            ),
        ] {
            assert_eq!(said(text), Err(expected.to_string()), "{text}");
        }
    }
}
