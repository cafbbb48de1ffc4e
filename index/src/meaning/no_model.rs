//! What the model is in a program that was built without the feature `semantic`: never there.

use std::convert::Infallible;
use std::path::Path;

use crate::error::{Error, Result};
use crate::meaning::entry::ModelRecord;

/// A model that turns texts into vectors. This program was built without any.
#[derive(Debug)]
pub struct Model {
    /// What an index records of it.
    pub record: ModelRecord,
    never: Infallible,
}

impl Model {
    /// Fails: the program was built without the feature `semantic`.
    pub fn load(folder: &Path) -> Result<Model> {
        Err(Error::Model {
            folder: folder.to_owned(),
            reason: "this program was built without models (the feature `semantic`)".to_owned(),
        })
    }

    /// There is no vector without a model.
    pub(crate) fn vector(&self, _: &str) -> Result<Vec<f32>> {
        match self.never {}
    }
}
