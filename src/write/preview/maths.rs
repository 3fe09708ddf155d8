//! Formulas as MathML, which browsers draw: the page has no MathJax, as Anki has.

use std::borrow::Cow;

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::mathml::push_mathml;
use pulldown_latex::{Parser, ParserError, Storage};

/// Longer TeX stays TeX: the parser takes four times as long for twice the nesting.
const LONGEST: usize = 2000;

/// `html` of a field with its formulas drawn; those that cannot be stay TeX.
///
/// A backslash and a bracket in a row are nothing else there, as `render::html` sees to.
pub fn drawn(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut done, mut at) = (0, 0);
    while let Some(open) = html[at..].find('\\').map(|offset| at + offset) {
        let (close, mode) = match html.as_bytes().get(open + 1) {
            Some(b'(') => ("\\)", DisplayMode::Inline),
            Some(b'[') => ("\\]", DisplayMode::Block),
            _ => {
                at = open + 1;
                continue;
            }
        };
        let inside = open + 2;
        let Some(length) = html[inside..].find(close) else { break };
        at = inside + length + close.len();
        if let Some(mathml) = mathml(&decoded(&html[inside..inside + length]), mode) {
            out.push_str(&html[done..open]);
            out.push_str(&mathml);
            done = at;
        }
    }
    if done == 0 { Cow::Borrowed(html) } else { Cow::Owned(out + &html[done..]) }
}

fn mathml(tex: &str, display_mode: DisplayMode) -> Option<String> {
    // pulldown-latex 0.8.0 cuts what follows `\char` inside of a letter, and panics.
    if tex.len() > LONGEST || tex.contains("\\char") {
        return None;
    }
    let storage = Storage::new();
    let events: Vec<_> = Parser::new(tex, &storage).collect::<Result<_, _>>().ok()?;
    let mut out = String::new();
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    push_mathml(&mut out, events.into_iter().map(Ok::<_, ParserError>), config).ok()?;
    // Of the signs only `<` is not escaped; it is all of its element.
    Some(out.replace("<</", "&lt;</"))
}

/// TeX as it was before `render::html` escaped it.
fn decoded(html: &str) -> String {
    const ENTITIES: [(&str, &str); 7] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#123;", "{"),
        ("&#125;", "}"),
        ("&#91;", "["),
        ("&#58;", ":"),
        ("&amp;", "&"),
    ];
    ENTITIES.iter().fold(html.to_string(), |text, (entity, sign)| text.replace(entity, sign))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_drawn_and_the_rest_stays() {
        assert_eq!(
            drawn("a \\(x &lt; \\frac{1}{2}\\) b"),
            "a <math display=\"inline\"><mi>x</mi><mo>&lt;</mo><mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow>\
             </mfrac></math> b"
        );
        assert!(drawn("<div class=\"maths\">\\[a &amp;lt; b\\]</div>").starts_with("<div class=\"maths\">"));
        for same in ["no maths", "\\(\\unknown{x}\\)", "\\(open", "<span>\\</span>(x)", "\\(\\char é\\)"] {
            assert_eq!(drawn(same), same);
        }
    }

    proptest! {
        #[test]
        fn no_tex_breaks_out_of_its_formula(tex in proptest::collection::vec(proptest::sample::select(vec![
            "\\frac", "{", "}", "a", "^", "_", "\\left(", "\\right)", "\\text", "<", ">", "&", "&lt;b&gt;", "é", "\\\\",
            "\\begin{cases}", "\\end{cases}", "\\char", "\"", "%", "'", "\\color{red}", "</math>", "<script>", "\\href",
        ]), 0..10)) {
            let tex = tex.concat().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let html = drawn(&format!("\\({tex}\\)")).into_owned();
            prop_assert!(!html.contains("<script") && html.matches("</math>").count() <= 1, "{}", html);
        }
    }
}
