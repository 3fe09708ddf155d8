//! The way back: what people changed in the review sheet goes into the documents, or beside them.

pub mod rewrite;
