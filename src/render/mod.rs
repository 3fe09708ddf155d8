//! Content in the forms that several writers need: HTML for Anki, Markdown for sheets, and all of it as data.

pub mod diagram;
pub mod html;
pub mod markdown;
pub mod model;
pub mod sheet;
