//! Words that many hold at once: pieces of a document's text, which is kept once.

use arcstr::ArcStr;

use super::Span;

/// Words of a document: a piece of its text where they stand there as they are, else a text of their own. A clone
/// or a part of it costs a counter, whatever its length.
pub type Text = arcstr::Substr;

/// `words` that `span` of `source` says: a piece of it where it holds them as they are, else a text of their own.
pub fn said(source: &ArcStr, span: Span, words: &str) -> Text {
    let written = source.get(span.range()).unwrap_or_default();
    let at = if written.len() == words.len() { (written == words).then_some(0) } else { written.find(words) };
    at.map_or_else(
        || words.into(),
        |at| {
            let start = span.start as usize + at;
            source.substr(start..start + words.len())
        },
    )
}

/// `texts` one behind the other; a piece of their source where they stand there side by side.
pub fn joined(texts: &[&Text]) -> Text {
    let follows =
        |a: &Text, b: &Text| ArcStr::ptr_eq(a.parent(), b.parent()) && a.range().end == b.range().start;
    match texts {
        [first, .., last] if texts.windows(2).all(|pair| follows(pair[0], pair[1])) => {
            first.parent().substr(first.range().start..last.range().end)
        }
        _ => texts.iter().map(|text| text.as_str()).collect::<String>().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_piece(text: &Text, source: &ArcStr) -> bool {
        ArcStr::ptr_eq(text.parent(), source)
    }

    #[test]
    fn what_stands_in_the_source_is_a_piece_of_it() {
        let source = ArcStr::from("a `b` \\* c");
        let whole = said(&source, Span::new(0, 5), "a `b`");
        let code = said(&source, Span::new(2, 5), "b");
        let unescaped = said(&source, Span::new(6, 8), "*c");
        assert_eq!([&whole, &code, &unescaped], ["a `b`", "b", "*c"]);
        assert_eq!([&whole, &code, &unescaped].map(|text| is_piece(text, &source)), [true, true, false]);
        assert_eq!(code.range(), 3..4);
    }

    #[test]
    fn pieces_side_by_side_are_one_piece() {
        let source = ArcStr::from("one two");
        let [one, two] = [source.substr(..3), source.substr(3..)];
        assert!(is_piece(&joined(&[&one, &two]), &source));
        let turned = joined(&[&two, &one]);
        assert_eq!((turned.as_str(), is_piece(&turned, &source)), (" twoone", false));
    }
}
