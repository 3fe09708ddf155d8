//! Content in the forms that several writers need: HTML for Anki, Markdown for sheets, plain text.

pub mod html;
pub mod markdown;
