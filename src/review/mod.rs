//! The way back from a review sheet into the documents.

pub mod read;
