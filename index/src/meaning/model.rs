//! Runs a model: from word pieces to vectors.
//!
//! The model is a BERT encoder in ONNX with the inputs `input_ids`, `attention_mask` and, if it has
//! one, `token_type_ids`. Its first output has either a vector for each piece, whose mean is taken
//! (`[texts, pieces, d]`), or one for each text (`[texts, d]`). Both are scaled to length 1.
//!
//! A text runs alone, so that its vector depends on nothing but itself, and on one thread: several
//! threads run several texts.
//!
//! Format: <https://onnx.ai>, read and run by `rten`.

use std::path::Path;
use std::sync::Arc;

use rten::{ModelOptions, NodeId, RunOptions, ThreadPool, Value, op_registry};
use rten_tensor::NdTensor;
use rten_tensor::prelude::{AsView, Layout};

use crate::error::{Error, Result};
use crate::meaning::entry::ModelRecord;
use crate::meaning::folder::{self, ModelFolder};
use crate::meaning::quantise::normalise;
use crate::meaning::vectors::MAX_DIMENSIONS;
use crate::meaning::vocabulary::Vocabulary;
use crate::meaning::word_pieces::word_pieces;
use crate::storage::panics;

/// Pieces of a text that the model reads, its start and end included. The models of this kind were
/// trained on at most 256; what is longer is cut.
pub const MAX_PIECES: usize = 256;

/// A model that turns texts into vectors. It is loaded from a folder, and never from a network.
pub struct Model {
    /// What an index records of it.
    pub record: ModelRecord,
    pub(crate) vocabulary: Vocabulary,
    inner: rten::Model,
    inputs: Inputs,
    output: NodeId,
}

/// The inputs of the model.
struct Inputs {
    pieces: NodeId,
    mask: NodeId,
    types: Option<NodeId>,
}

/// What one thread needs to run a model.
pub(crate) struct Worker<'m> {
    model: &'m Model,
    pool: Arc<ThreadPool>,
}

impl Model {
    /// Loads the model in a folder. Fails if a file is missing or if it is no model of texts.
    pub fn load(folder: &Path) -> Result<Model> {
        let ModelFolder {
            record,
            model,
            vocabulary,
        } = folder::read(folder)?;
        let failed = |reason: String| Error::Model {
            folder: folder.to_owned(),
            reason: format!("model.onnx: {reason}"),
        };
        let loaded = panics::catch(|| options().load(model));
        let inner = match loaded {
            Ok(Ok(inner)) => inner,
            Ok(Err(error)) => return Err(failed(one_line(&error.to_string()))),
            Err(panic) => return Err(failed(one_line(&panics::message(&*panic)))),
        };
        let input = |name: &str| inner.find_node(name);
        let needed = |name: &str| input(name).ok_or_else(|| failed(format!("no input {name}")));
        let output = inner.output_ids().first().copied();
        let mut model = Model {
            inputs: Inputs {
                pieces: needed("input_ids")?,
                mask: needed("attention_mask")?,
                types: input("token_type_ids"),
            },
            output: output.ok_or_else(|| failed("no output".to_owned()))?,
            record,
            vocabulary,
            inner,
        };
        // Shows whether the model runs at all, and how many components its vectors have.
        let probe = model.worker().run(&[vec![]]);
        model.record.dimensions = probe.map_err(failed)?[0].len();
        Ok(model)
    }

    /// The vector of a text, of length 1. Fails if the model cannot run on it.
    pub(crate) fn vector(&self, text: &str) -> Result<Vec<f32>> {
        self.worker().vector(&self.pieces(text))
    }

    /// The pieces of a text that the model reads, without its start and end.
    pub(crate) fn pieces(&self, text: &str) -> Vec<u32> {
        word_pieces(text, &self.vocabulary, MAX_PIECES - 2)
    }

    /// What a thread of its own needs to run the model.
    pub(crate) fn worker(&self) -> Worker<'_> {
        Worker {
            model: self,
            pool: Arc::new(ThreadPool::with_num_threads(1)),
        }
    }

    fn failed(&self, reason: String) -> Error {
        Error::Model {
            folder: self.record.folder.clone(),
            reason: format!("model.onnx: {reason}"),
        }
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model")
            .field("record", &self.record)
            .finish_non_exhaustive()
    }
}

impl Worker<'_> {
    /// The vector of a text that was cut into pieces.
    pub fn vector(&self, pieces: &[u32]) -> Result<Vec<f32>> {
        let mut vectors = self.vectors(&[pieces.to_vec()])?;
        Ok(vectors.pop().unwrap_or_default())
    }

    /// The vectors of texts with equally many pieces.
    pub fn vectors(&self, texts: &[Vec<u32>]) -> Result<Vec<Vec<f32>>> {
        let vectors = self
            .run(texts)
            .map_err(|reason| self.model.failed(reason))?;
        let dimensions = self.model.record.dimensions;
        if vectors.iter().any(|vector| vector.len() != dimensions) {
            let reason = "its vectors have different lengths".to_owned();
            return Err(self.model.failed(reason));
        }
        Ok(vectors)
    }

    /// Like [`vectors`](Self::vectors). The error is the reason.
    fn run(&self, texts: &[Vec<u32>]) -> std::result::Result<Vec<Vec<f32>>, String> {
        match panics::catch(|| self.try_run(texts)) {
            Ok(outcome) => outcome,
            Err(panic) => Err(one_line(&panics::message(&*panic))),
        }
    }

    fn try_run(&self, texts: &[Vec<u32>]) -> std::result::Result<Vec<Vec<f32>>, String> {
        let vocabulary = &self.model.vocabulary;
        let length = texts.first().map_or(0, Vec::len) + 2;
        let shape = [texts.len(), length];
        let pieces = NdTensor::from_fn(shape, |[text, place]| {
            let piece = match place {
                0 => vocabulary.start,
                _ if place == length - 1 => vocabulary.end,
                _ => texts[text][place - 1],
            };
            piece.cast_signed()
        });
        let mask = NdTensor::<i32, 2>::full(shape, 1);
        let types = NdTensor::<i32, 2>::full(shape, 0);
        let inputs = &self.model.inputs;
        let mut given = vec![
            (inputs.pieces, pieces.view().into()),
            (inputs.mask, mask.view().into()),
        ];
        given.extend(inputs.types.map(|id| (id, types.view().into())));
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&self.pool)));
        let outputs = self
            .model
            .inner
            .run(given, &[self.model.output], Some(options));
        let outputs = outputs.map_err(|error| one_line(&error.to_string()))?;
        let output = outputs.into_iter().next().ok_or("no output")?;
        pooled(output, shape)
    }
}

/// A vector for each text, of length 1.
fn pooled(output: Value, shape: [usize; 2]) -> std::result::Result<Vec<Vec<f32>>, String> {
    let [texts, pieces] = shape;
    let Value::FloatTensor(output) = output else {
        return Err("its output is not of 32-bit floats".to_owned());
    };
    let found = output.shape().to_vec();
    let (of_each, dimensions) = match found[..] {
        [first, second, dimensions] if first == texts && second == pieces => (pieces, dimensions),
        [first, dimensions] if first == texts => (1, dimensions),
        _ => {
            return Err(format!(
                "its output has the shape {found:?}, not [{texts}, {pieces}, d] or [{texts}, d]"
            ));
        }
    };
    if dimensions == 0 || dimensions > MAX_DIMENSIONS {
        return Err(format!(
            "its vectors have {dimensions} components; 1 to {MAX_DIMENSIONS} are possible"
        ));
    }
    let values = output.to_vec();
    let text = values.chunks_exact(of_each * dimensions);
    Ok(text
        .map(|text| {
            let mut sum = vec![0.0; dimensions];
            for piece in text.chunks_exact(dimensions) {
                sum.iter_mut().zip(piece).for_each(|(sum, x)| *sum += x);
            }
            // The sum has the direction of the mean.
            normalise(&mut sum);
            sum
        })
        .collect())
}

/// The operators of text encoders, as the usual exporters and quantisers write them. All operators
/// would make the program larger by as much again.
fn options() -> ModelOptions {
    let operators = op_registry!(
        Abs,
        Add,
        And,
        Cast,
        CastLike,
        Clip,
        Concat,
        ConstantOfShape,
        CumSum,
        DequantizeLinear,
        Div,
        DynamicQuantizeLinear,
        Equal,
        Erf,
        Exp,
        Expand,
        Flatten,
        Gather,
        GatherElements,
        GatherND,
        Gelu,
        Gemm,
        Greater,
        GreaterOrEqual,
        Identity,
        IsNaN,
        LayerNormalization,
        Less,
        LessOrEqual,
        MatMul,
        MatMulInteger,
        Max,
        Min,
        Mul,
        Neg,
        Not,
        Or,
        Pow,
        QuantizeLinear,
        Range,
        Reciprocal,
        ReduceL2,
        ReduceMean,
        ReduceSum,
        Relu,
        Reshape,
        Shape,
        Sigmoid,
        Slice,
        Softmax,
        Split,
        Sqrt,
        Squeeze,
        Sub,
        Tanh,
        Tile,
        Transpose,
        Trilu,
        Unsqueeze,
        Where
    );
    let mut options = ModelOptions::with_ops(operators);
    options.prepack_weights(true);
    options
}

/// A reason that fits into a message: without line breaks.
fn one_line(reason: &str) -> String {
    reason.split_whitespace().collect::<Vec<_>>().join(" ")
}
