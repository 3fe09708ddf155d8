//! Mathematics in a line: TeX as far as raised, lowered and plain signs can show it.
//!
//! What stands behind `^` and `_` is raised and lowered, a fraction has a slash, a root its sign, and commands that
//! name a sign (`\alpha`, `\leq`) become it. What is not known stays as it is written, so that nothing is lost.

use super::inline::{italic, shifted};
use super::text::{Look, Rich};

/// Deeper nested groups stay as they are written.
const DEEPEST: usize = 16;

/// Appends TeX as one line.
pub fn push(tex: &str, look: &Look, out: &mut Rich) {
    Line { rest: tex, look: look.clone(), letters: true, depth: 0 }.all(out);
}

/// Appends displayed TeX: `\\` ends a line.
pub fn push_display(tex: &str, look: &Look, out: &mut Rich) {
    for (index, line) in tex.split("\\\\").enumerate() {
        if index > 0 {
            out.push("\n", look);
        }
        push(line.trim(), look, out);
    }
}

/// A piece of TeX that is being read.
struct Line<'a> {
    rest: &'a str,
    look: Look,
    /// Whether letters are variables, and slanted; not so in `\text{..}`.
    letters: bool,
    depth: usize,
}

impl<'a> Line<'a> {
    fn all(mut self, out: &mut Rich) {
        while let Some(c) = self.rest.chars().next() {
            match c {
                '\\' => self.command(out),
                '^' | '_' => {
                    self.rest = &self.rest[1..];
                    let argument = self.argument();
                    let rise = if c == '^' { 0.36 } else { -0.16 };
                    self.inner(argument, shifted(&self.look, rise)).all(out);
                }
                '{' => {
                    let group = self.argument();
                    self.inner(group, self.look.clone()).all(out);
                }
                // A brace too many, an invisible part, a column of an alignment.
                '}' => self.rest = &self.rest[1..],
                '&' | '~' => self.sign(1, " ", out),
                '-' => self.sign(1, "−", out),
                '\'' => self.sign(1, "′", out),
                c if c.is_whitespace() => {
                    let spaces = self.rest.len() - self.rest.trim_start().len();
                    self.sign(spaces, " ", out);
                }
                c if c.is_alphabetic() && self.letters => {
                    let end = self
                        .rest
                        .find(|c: char| !c.is_alphabetic() || !c.is_ascii())
                        .unwrap_or(self.rest.len());
                    let end = end.max(c.len_utf8());
                    out.push(&self.rest[..end], &italic(&self.look));
                    self.rest = &self.rest[end..];
                }
                c => {
                    out.push(&self.rest[..c.len_utf8()], &self.look);
                    self.rest = &self.rest[c.len_utf8()..];
                }
            }
        }
    }

    fn inner(&self, rest: &'a str, look: Look) -> Self {
        Line { rest, look, letters: self.letters, depth: self.depth + 1 }
    }

    fn sign(&mut self, bytes: usize, said: &str, out: &mut Rich) {
        out.push(said, &self.look);
        self.rest = &self.rest[bytes..];
    }

    fn command(&mut self, out: &mut Rich) {
        let letters =
            self.rest[1..].find(|c: char| !c.is_ascii_alphabetic()).map_or(self.rest.len(), |end| end + 1);
        let end =
            if letters > 1 { letters } else { 1 + self.rest[1..].chars().next().map_or(0, char::len_utf8) };
        let command = &self.rest[..end];
        self.rest = &self.rest[end..];
        match &command[1..] {
            "frac" | "dfrac" | "tfrac" | "binom" => {
                let (above, below) = (self.argument(), self.argument());
                self.enclosed(above, out);
                out.push("/", &self.look);
                self.enclosed(below, out);
            }
            "sqrt" => {
                let degree = self.optional();
                if !degree.is_empty() {
                    self.inner(degree, shifted(&self.look, 0.36)).all(out);
                }
                out.push("√", &self.look);
                let root = self.argument();
                self.enclosed(root, out);
            }
            "text" | "mathrm" | "operatorname" | "textrm" | "mbox" | "mathbf" | "mathsf" | "texttt" => {
                let text = self.argument();
                Line { letters: false, ..self.inner(text, self.look.clone()) }.all(out);
            }
            "left" | "right" | "big" | "Big" | "bigg" | "Bigg" | "displaystyle" | "limits" | "nolimits" => {
                // A size, not a sign; an invisible delimiter is a dot.
                if let Some(rest) = self.rest.strip_prefix('.') {
                    self.rest = rest;
                }
            }
            "begin" | "end" => {
                self.argument();
            }
            "," | ":" | ";" | " " | "quad" | "qquad" => out.push(" ", &self.look),
            "!" => {}
            "{" | "}" | "%" | "$" | "#" | "&" | "_" | "|" => out.push(&command[1..], &self.look),
            name => match SIGNS.binary_search_by(|(known, _)| (*known).cmp(name)) {
                Ok(index) => out.push(SIGNS[index].1, &self.look),
                Err(_) if FUNCTIONS.contains(&name) => out.push(name, &self.look),
                Err(_) => out.push(command, &self.look),
            },
        }
    }

    /// What a command or a script takes: a group without its braces, a command, a character.
    fn argument(&mut self) -> &'a str {
        self.rest = self.rest.trim_start();
        let Some(first) = self.rest.chars().next() else { return "" };
        let taken = match first {
            '{' if self.depth < DEEPEST => {
                let end = closing(self.rest, '{', '}');
                let group = &self.rest[1..end];
                self.rest = self.rest[end..].strip_prefix('}').unwrap_or(&self.rest[end..]);
                return group;
            }
            '\\' => {
                let name =
                    self.rest[1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len() - 1);
                1 + name.max(self.rest[1..].chars().next().map_or(0, char::len_utf8))
            }
            first => first.len_utf8(),
        };
        let (argument, rest) = self.rest.split_at(taken);
        self.rest = rest;
        argument
    }

    /// What stands in square brackets behind a command.
    fn optional(&mut self) -> &'a str {
        let Some(rest) = self.rest.strip_prefix('[') else { return "" };
        let Some((inside, rest)) = rest.split_once(']') else { return "" };
        self.rest = rest;
        inside
    }

    /// In parentheses, unless it is one thing.
    fn enclosed(&self, part: &'a str, out: &mut Rich) {
        let is_one = part.chars().all(char::is_alphanumeric)
            || part.starts_with('\\') && part[1..].chars().all(|c| c.is_ascii_alphabetic());
        if !is_one {
            out.push("(", &self.look);
        }
        self.inner(part, self.look.clone()).all(out);
        if !is_one {
            out.push(")", &self.look);
        }
    }
}

/// Where the group that `text` begins with ends.
fn closing(text: &str, open: char, close: char) -> usize {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == open => depth += 1,
            c if c == close => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// Commands that are written as they are called.
const FUNCTIONS: &[&str] = &[
    "arccos", "arcsin", "arctan", "arg", "argmax", "argmin", "cos", "cosh", "deg", "det", "dim", "exp",
    "gcd", "inf", "ker", "lim", "ln", "log", "max", "min", "mod", "sec", "sin", "sinh", "sup", "tan", "tanh",
    "Pr",
];

/// Commands that name a sign, in order.
#[rustfmt::skip]
const SIGNS: &[(&str, &str)] = &[
    ("Delta", "Δ"), ("Gamma", "Γ"), ("Lambda", "Λ"), ("Leftarrow", "⇐"), ("Leftrightarrow", "⇔"), ("Omega", "Ω"),
    ("Phi", "Φ"), ("Pi", "Π"), ("Psi", "Ψ"), ("Rightarrow", "⇒"), ("Sigma", "Σ"), ("Theta", "Θ"), ("Xi", "Ξ"),
    ("alpha", "α"), ("approx", "≈"), ("ast", "∗"), ("beta", "β"), ("bot", "⊥"), ("bullet", "•"), ("cap", "∩"),
    ("cdot", "·"), ("cdots", "⋯"), ("chi", "χ"), ("circ", "∘"), ("colon", ":"), ("cong", "≅"), ("cup", "∪"),
    ("dagger", "†"), ("delta", "δ"), ("div", "÷"), ("dots", "…"), ("ell", "ℓ"), ("emptyset", "∅"),
    ("epsilon", "ε"), ("equiv", "≡"), ("eta", "η"), ("exists", "∃"), ("forall", "∀"), ("gamma", "γ"),
    ("ge", "≥"), ("geq", "≥"), ("gg", "≫"), ("iff", "⇔"), ("implies", "⇒"), ("in", "∈"), ("infty", "∞"),
    ("int", "∫"), ("iota", "ι"), ("kappa", "κ"), ("lambda", "λ"), ("land", "∧"), ("langle", "⟨"), ("lceil", "⌈"),
    ("ldots", "…"), ("le", "≤"), ("leftarrow", "←"), ("leftrightarrow", "↔"), ("leq", "≤"), ("lfloor", "⌊"),
    ("ll", "≪"), ("lnot", "¬"), ("lor", "∨"), ("mapsto", "↦"), ("mid", "∣"), ("mu", "μ"), ("nabla", "∇"),
    ("ne", "≠"), ("neg", "¬"), ("neq", "≠"), ("notin", "∉"), ("nu", "ν"), ("omega", "ω"), ("oplus", "⊕"),
    ("otimes", "⊗"), ("partial", "∂"), ("perp", "⊥"), ("phi", "φ"), ("pi", "π"), ("pm", "±"), ("prime", "′"),
    ("prod", "∏"), ("propto", "∝"), ("psi", "ψ"), ("rangle", "⟩"), ("rceil", "⌉"), ("rfloor", "⌋"), ("rho", "ρ"),
    ("rightarrow", "→"), ("setminus", "∖"), ("sigma", "σ"), ("sim", "∼"), ("subset", "⊂"), ("subseteq", "⊆"),
    ("sum", "∑"), ("supset", "⊃"), ("supseteq", "⊇"), ("tau", "τ"), ("theta", "θ"), ("tilde", "∼"),
    ("times", "×"), ("to", "→"), ("top", "⊤"), ("varepsilon", "ε"), ("varphi", "φ"), ("vee", "∨"), ("vert", "|"),
    ("wedge", "∧"), ("xi", "ξ"), ("zeta", "ζ"),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::font::{Face, Fonts};
    use super::super::theme::Colour;
    use super::super::units::Pt;
    use super::*;

    /// What is written, raised parts behind `^`, lowered ones behind `_`, each in brackets.
    fn shown(tex: &str) -> String {
        let look = Look::new(Face::SANS, Pt(10.0), Colour::INK);
        let mut rich = Rich::default();
        push_display(tex, &look, &mut rich);
        let (mut out, mut start) = (String::new(), 0);
        for (end, look) in &rich.spans {
            let text = &rich.text[start..*end];
            match look.rise.0.partial_cmp(&0.0) {
                Some(std::cmp::Ordering::Greater) => out.push_str(&format!("^[{text}]")),
                Some(std::cmp::Ordering::Less) => out.push_str(&format!("_[{text}]")),
                _ => out.push_str(text),
            }
            start = *end;
        }
        out
    }

    #[test]
    fn scripts_are_raised_and_lowered() {
        assert_eq!(shown("x^2 + y_{ij}"), "x^[2] + y_[ij]");
        assert_eq!(shown("e^{i\\pi} + 1 = 0"), "e^[i]^[π] + 1 = 0");
    }

    #[test]
    fn fractions_and_roots_stand_in_a_line() {
        assert_eq!(shown("\\frac{1}{2}"), "1/2");
        assert_eq!(shown("\\frac{a+b}{2n}"), "(a+b)/2n");
        assert_eq!(shown("\\sqrt{x+1}\\sqrt[3]{n}"), "√(x+1)^[3]√n");
        assert_eq!(shown("O(n \\log n) \\leq \\text{all of it}"), "O(n log n) ≤ all of it");
        assert_eq!(
            shown("\\left( a \\right. \\begin{aligned} a &= b \\\\ c \\end{aligned}"),
            "( a   a  = b\nc "
        );
    }

    #[test]
    fn what_is_not_known_stays_as_it_is_written() {
        assert_eq!(shown("\\unknown{x} \\"), "\\unknownx \\");
    }

    #[test]
    fn every_sign_has_a_font_and_its_place() {
        assert!(SIGNS.is_sorted_by_key(|(name, _)| *name));
        for (name, sign) in SIGNS {
            assert!(Fonts::SHIPPED.of(Face::SANS, sign).is_some(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn nothing_hangs_or_panics(tex in "([\\\\^_{}a-z\\[\\] ]|\\PC){0,60}") {
            shown(&tex);
        }
    }
}
