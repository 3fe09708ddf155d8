//! What counts the pages of a printed document.

/// What counts pages is no longer than this, in bytes.
pub const LONGEST: usize = 100;

/// Whether a line is what stands at the foot of a printed page: it counts the pages, `Page 3 of 12`.
pub fn is_page_mark(line: &str) -> bool {
    const PAGES: &[&str] = &[
        "page",
        "seite",
        "página",
        "pagina",
        "pag",
        "pág",
        "pag",
        "pág",
        "sida",
        "side",
        "strona",
        "strana",
        "страница",
        "стр",
        "trang",
    ];
    const OF: &[&str] = &["of", "von", "de", "di", "sur", "av", "af", "z", "ze", "из", "/"];
    let is_sentence = line.trim_end().ends_with(['.', ':', '?', '!', ',', ';']);
    if line.len() > LONGEST || is_sentence || !line.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let line = line.to_lowercase().replace('/', " / ");
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    words.windows(4).any(|words| match words {
        [page, own, of, all] => {
            PAGES.contains(&page.trim_end_matches('.')) && is_number(own) && OF.contains(of) && is_number(all)
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_at_their_foot() {
        for line in ["Page 3 of 12", "Unit 4  page 3/12  J. Doe (2021)", "Seite 3 von 12", "стр. 3 из 12"]
        {
            assert!(is_page_mark(line), "{line}");
        }
        for line in ["See page 3 of 12.", "Page 3", "Pages 3 of the book", "3 of 12", "Look at page 3 of 12:"]
        {
            assert!(!is_page_mark(line), "{line}");
        }
    }
}
