//! The collection as `model.json`, for other programs and for tests.

use super::{WriteContext, WriteError, Writer, Written};
use crate::model::{Artifact, Collection};
use crate::render::model::model;

/// Name of the artifact.
pub const NAME: &str = "model.json";

/// Writes `model.json`.
pub struct Json;

impl Writer for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn write(&self, collection: &Collection, _: &WriteContext) -> Result<Written, WriteError> {
        let mut bytes = serde_json::to_vec_pretty(&model(collection))
            .map_err(|source| WriteError::Engine { artifact: NAME, source: source.into() })?;
        bytes.push(b'\n');
        Ok(vec![Artifact { name: NAME.to_owned(), bytes }].into())
    }
}
