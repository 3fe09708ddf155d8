//! Programming languages: which one a name means, what in its text is a keyword or a string, and
//! whether the text is well-formed.
//!
//! Knows nothing of colours, HTML or paper: whoever shows code gives the classes their look.

mod highlight;
mod languages;
mod syntax;

use std::ops::Range;

pub use highlight::highlight;
pub use syntax::{first_error, parses};

/// A run of code of one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Byte range of the code.
    pub range: Range<usize>,
    /// What it is.
    pub class: Class,
}

/// What a run of code is, as far as a reader cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Anything else.
    Plain,
    /// A word of the language.
    Keyword,
    /// Text.
    String,
    /// A remark.
    Comment,
    /// A number.
    Number,
    /// The name of something that is called.
    Function,
    /// The name of a type.
    Type,
    /// A constant of the language: `None`, `true`.
    Constant,
    /// A decorator, attribute, tag, key of data or preprocessor word.
    Attribute,
}
