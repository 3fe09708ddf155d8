//! Mathematics in a line.

use super::inline::italic;
use super::text::{Look, Rich};

/// Appends TeX as far as a line can show it.
pub fn push(tex: &str, look: &Look, out: &mut Rich) {
    out.push(&tex.replace('\n', " "), &italic(look));
}

/// Appends displayed TeX; its line breaks stay.
pub fn push_display(tex: &str, look: &Look, out: &mut Rich) {
    out.push(tex, &italic(look));
}
