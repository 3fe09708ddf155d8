//! What the fuzz targets hold of every input: the same as the properties in `tests/it`.

#[path = "../tests/it/invariants.rs"]
pub mod invariants;
