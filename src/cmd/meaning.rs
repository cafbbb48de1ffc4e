//! Search by meaning, for the commands that search: what the flags ask for, and the model.

use std::sync::Arc;

#[cfg(feature = "semantic")]
use onrecord_index::embedding::{EmbedOptions, NoEmbedProgress};
use onrecord_index::searcher::{Answer, Meaning, Searcher};
use onrecord_index::{Index, Model};

use crate::args::meaning::{MeaningArgs, SemanticBy};
#[cfg(feature = "semantic")]
use crate::cmd::reading::cores;
use crate::print::number::counted;
use crate::status;
#[cfg(feature = "semantic")]
use crate::status::BadUsage;

/// What the flags ask for.
pub(super) fn wanted(args: &MeaningArgs) -> Option<Meaning> {
    args.semantic.map(|semantic| match semantic {
        SemanticBy::Lookup => Meaning::Lookup,
        SemanticBy::Full => Meaning::Model,
    })
}

/// The searcher, with the model if the flags ask for it.
pub(super) fn prepared(searcher: Searcher, args: &MeaningArgs) -> anyhow::Result<Searcher> {
    match args.semantic {
        Some(SemanticBy::Full) => {
            let recorded = searcher.model_record()?;
            let folder = args.model.as_ref().unwrap_or(&recorded.folder);
            Ok(searcher.with_model(Arc::new(Model::load(folder)?))?)
        }
        Some(SemanticBy::Lookup) => {
            // Says before anything is printed that there are no vectors.
            searcher.model_record()?;
            Ok(searcher)
        }
        None => Ok(searcher),
    }
}

/// Gives the passages of an index in memory their vectors.
#[cfg(feature = "semantic")]
pub(super) fn embed(index: &Index, args: &MeaningArgs) -> anyhow::Result<()> {
    let folder = args.model.as_ref().ok_or_else(|| {
        let message = "with --corpus, --semantic needs the model's folder: --model DIR";
        BadUsage(message.to_owned())
    })?;
    let options = EmbedOptions {
        threads: cores(),
        ..EmbedOptions::default()
    };
    index.embed(&Model::load(folder)?, &options, &NoEmbedProgress)?;
    Ok(())
}

/// Fails: there are no models in this program.
#[cfg(not(feature = "semantic"))]
pub(super) fn embed(_: &Index, args: &MeaningArgs) -> anyhow::Result<()> {
    Model::load(args.model.as_deref().unwrap_or(std::path::Path::new(".")))?;
    Ok(())
}

/// Says how many passages could not be compared by meaning.
pub(super) fn hint_at_missing(answer: &Answer) {
    if answer.without_vector > 0 {
        let passages = counted(answer.without_vector as u64, "passage has", "passages have");
        status::hint(&format!(
            "{passages} no vector yet and {} ranked by words: run `onrecord embed`",
            if answer.without_vector == 1 {
                "is"
            } else {
                "are"
            }
        ));
    }
}
