//! What spreadsheets make of texts that nobody edits.

/// Whether `now` is what a spreadsheet may have made of `was` by itself, so that it is no edit: a number or date written
/// in another way (`007` as `7`, `1/2` as `02. Jan`), letters that an encoding does not have as `?`, the lines of a
/// text joined to one, or tabs that a format does not keep.
///
/// Rather too often than too rarely: what is taken for no edit is told, what is taken for one destroys the text.
pub fn is_respelt(was: &str, now: &str) -> bool {
    was != now
        && (is_other_value(was, now) || is_lossy(was, now) || is_joined(was, now) || is_untabbed(was, now))
}

/// Both look like values, as a spreadsheet reads them from a text file.
fn is_other_value(was: &str, now: &str) -> bool {
    let number = |text: &str| text.trim().replace(',', ".").parse::<f64>().ok();
    match (number(was), number(now)) {
        (Some(was), Some(now)) => (was - now).abs() <= f64::EPSILON * was.abs().max(now.abs()),
        _ => is_date_like(was) && is_date_like(now) || is_truth(was) && is_truth(now),
    }
}

/// Short, with digits, and with nothing else but signs and the name of a month.
fn is_date_like(text: &str) -> bool {
    let text = text.trim();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).count();
    let has_digits = text.chars().any(|c| c.is_ascii_digit());
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || " .,:/-".contains(c));
    has_digits && is_plain && text.chars().count() <= 24 && words <= 1 && letters <= 10
}

fn is_truth(text: &str) -> bool {
    ["true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "falso"]
        .contains(&text.trim().to_lowercase().as_str())
}

/// Letters beyond ASCII became `?`, and all else stayed.
fn is_lossy(was: &str, now: &str) -> bool {
    let mut pairs = was.chars().zip(now.chars());
    was.chars().count() == now.chars().count()
        && pairs.all(|(was, now)| was == now || now == '?' && !was.is_ascii())
}

/// The lines of a text became one, and its words stayed.
fn is_joined(was: &str, now: &str) -> bool {
    was.trim().contains('\n')
        && !now.trim().contains('\n')
        && was.split_whitespace().eq(now.split_whitespace())
}

/// Tabs became spaces, as where they part cells, or nothing, as in LibreOffice's OpenDocument; all else stayed.
fn is_untabbed(was: &str, now: &str) -> bool {
    was.contains('\t') && (was.replace('\t', " ") == now || was.replace('\t', "") == now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheets_respell() {
        for (was, now) in [
            ("007", "7"),
            ("1.50", "1.5"),
            ("1.5", "1,5"),
            ("1/2", "02. Jan"),
            ("2024-01-02", "02.01.2024"),
            ("Mar 1", "01.03.2026"),
            ("true", "WAHR"),
            ("a → b", "a ? b"),
            ("one\ntwo  three\n", "one two three"),
            ("one\ttwo", "onetwo"),
            ("\tone\n\ttwo", " one\n two"),
        ] {
            assert!(is_respelt(was, now), "{was:?} {now:?}");
        }
    }

    #[test]
    fn people_edit() {
        for (was, now) in [
            ("7", "8"),
            ("What is a?", "What is b?"),
            ("one\ntwo", "one two three"),
            ("one two", "one\ntwo"),
            ("easy", "hard"),
            ("", "7"),
            ("It takes 3 to 5 days.", "It takes 4 days."),
            ("same", "same"),
        ] {
            assert!(!is_respelt(was, now), "{was:?} {now:?}");
        }
    }
}
