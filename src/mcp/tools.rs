//! The tools: their parameters, their schemas, and the requests that they make of the service.
//!
//! A parameter that a tool does not have is refused by its name. Doc comments here are what agents
//! read.

use std::sync::Arc;

use onrecord_index::searcher::Property;
use rmcp::model::{JsonObject, Tool as Described, ToolAnnotations};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::service::failure::Failure;
use crate::service::request::{Filters, ListRequest, SearchRequest};
use crate::service::{Cancel, ListJson, SearchJson, Service, StatusJson, VerdictsJson};

/// A tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tool {
    Search,
    Get,
    Verify,
    Speakers,
    Status,
}

/// Find passages, best first.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SearchParameters {
    /// Words to search for; "words in quotation marks" as a phrase; - excludes, + requires, OR, ~5
    /// near, word* prefix; said:(words) for words that somebody says; * for every passage.
    query: String,
    /// Only passages by a speaker with these words in the name; of several, by any of them.
    #[serde(default)]
    speaker: Vec<String>,
    /// Only passages of a section with these words in its titles; of several, of any of them.
    #[serde(default)]
    section: Vec<String>,
    /// Only passages dated on or after this day, month or year: 2024, 2024-03, 2024-03-05.
    #[serde(default)]
    since: Option<String>,
    /// Only passages dated on or before this day, month or year.
    #[serde(default)]
    until: Option<String>,
    /// How many passages, at most 100. Default: 10.
    #[serde(default)]
    limit: Option<usize>,
    /// The `cursor` of the answer before, for the passages after those.
    #[serde(default)]
    cursor: Option<String>,
    /// Paragraphs to show before and after each passage, at most 20. Default: none.
    #[serde(default)]
    context: Option<usize>,
}

/// Read passages by their ids.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetParameters {
    /// The ids of passages, as `search` gives them: pfd23t5lntf7w:5.
    ids: Vec<String>,
    /// Paragraphs to show before and after each passage, at most 20. Default: none.
    #[serde(default)]
    context: Option<usize>,
}

/// Check a quotation, or every quotation of a draft, against the sources.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct VerifyParameters {
    /// The quotation. Give this or `draft`.
    #[serde(default)]
    quote: Option<String>,
    /// Who is said to have spoken the quotation.
    #[serde(default)]
    speaker: Option<String>,
    /// A text in Markdown whose quotations are all checked, each against who the text says said it.
    #[serde(default)]
    draft: Option<String>,
}

/// List the speakers, those with the most passages first.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SpeakersParameters {
    /// Only names with these words, or that match this pattern with *.
    #[serde(default)]
    pattern: Option<String>,
    /// How many, at most 1000. Default: 100.
    #[serde(default)]
    limit: Option<usize>,
    /// The `cursor` of the answer before, for the speakers after those.
    #[serde(default)]
    cursor: Option<String>,
}

/// Show what the index contains.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StatusParameters {}

/// An answer that continues.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "it only describes what `call` adds")]
struct Continued<T> {
    #[serde(flatten)]
    answer: T,
    /// Give it to the next call for what follows. Null after the last.
    cursor: Option<String>,
}

impl Tool {
    /// All tools.
    pub const ALL: [Tool; 5] = [
        Tool::Search,
        Tool::Get,
        Tool::Verify,
        Tool::Speakers,
        Tool::Status,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Tool::Search => "search",
            Tool::Get => "get",
            Tool::Verify => "verify",
            Tool::Speakers => "speakers",
            Tool::Status => "status",
        }
    }

    pub fn named(name: &str) -> Option<Tool> {
        Tool::ALL.into_iter().find(|tool| tool.name() == name)
    }

    fn title(self) -> &'static str {
        match self {
            Tool::Search => "Find passages",
            Tool::Get => "Read passages",
            Tool::Verify => "Check quotations",
            Tool::Speakers => "List speakers",
            Tool::Status => "Show what the index contains",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Tool::Search => {
                "Find passages by words, speaker, section and date, best first. Each hit has its \
                 text, who says what in it, date, document, path and line, and an id for `get`. \
                 `hints` says what to do about an answer with too little in it."
            }
            Tool::Get => "Read passages by their ids, with the paragraphs around them.",
            Tool::Verify => {
                "Check a quotation, or every quotation of a draft, against the sources. `words` \
                 says whether a source has them (exact, folded, elided are accepted; altered, \
                 spliced, near, not-found are not), with each edit; `speaker` says whether the \
                 person named said them (same, other, unknown, reported, unasked)."
            }
            Tool::Speakers => {
                "List the speakers with their numbers of passages, the most passages first. A \
                 role, such as President, is marked: it is a different person in each document."
            }
            Tool::Status => {
                "Show what the index contains: passages, documents, speakers' share, the files \
                 and folders, and `freshness.commit`, which changes when the index does."
            }
        }
    }

    fn schemas(self) -> [Arc<JsonObject>; 2] {
        match self {
            Tool::Search => [
                input::<SearchParameters>(),
                output::<Continued<SearchJson<'static>>>(),
            ],
            Tool::Get => [input::<GetParameters>(), output::<SearchJson<'static>>()],
            Tool::Verify => [
                input::<VerifyParameters>(),
                output::<VerdictsJson<'static>>(),
            ],
            Tool::Speakers => [
                input::<SpeakersParameters>(),
                output::<Continued<ListJson>>(),
            ],
            Tool::Status => [input::<StatusParameters>(), output::<StatusJson>()],
        }
    }
}

/// The tools, described for clients.
pub(super) fn tools() -> Vec<Described> {
    let tools = Tool::ALL.into_iter();
    let described = tools.map(|tool| {
        let [input, output] = tool.schemas();
        let mut described = Described::new(tool.name(), tool.description(), input);
        described.title = Some(tool.title().to_owned());
        described.output_schema = Some(output);
        described.annotations = Some(
            ToolAnnotations::with_title(tool.title())
                .read_only(true)
                .destructive(false)
                .idempotent(true)
                .open_world(false),
        );
        described
    });
    described.collect()
}

fn input<T: JsonSchema>() -> Arc<JsonObject> {
    schema::<T>(SchemaSettings::draft2020_12())
}

fn output<T: JsonSchema>() -> Arc<JsonObject> {
    schema::<T>(SchemaSettings::draft2020_12().for_serialize())
}

fn schema<T: JsonSchema>(settings: SchemaSettings) -> Arc<JsonObject> {
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let object = match schema.to_value() {
        Value::Object(object) => object,
        _ => JsonObject::new(),
    };
    Arc::new(object)
}

/// Answers a call.
pub(super) fn call(
    service: &Service,
    tool: Tool,
    arguments: JsonObject,
    cancel: &Cancel,
) -> Result<Value, Failure> {
    match tool {
        Tool::Search => search(service, parameters(arguments)?, cancel),
        Tool::Get => {
            let given: GetParameters = parameters(arguments)?;
            service.get(&given.ids, given.context.unwrap_or(0), cancel)
        }
        Tool::Verify => verify(service, &parameters(arguments)?, cancel),
        Tool::Speakers => speakers(service, parameters(arguments)?, cancel),
        Tool::Status => {
            let _: StatusParameters = parameters(arguments)?;
            service.status(cancel)
        }
    }
}

/// The parameters of a call. Unknown ones are named by the error.
fn parameters<T: DeserializeOwned>(arguments: JsonObject) -> Result<T, Failure> {
    serde_json::from_value(Value::Object(arguments))
        .map_err(|error| Failure::parameter("arguments", error.to_string()))
}

fn search(service: &Service, given: SearchParameters, cancel: &Cancel) -> Result<Value, Failure> {
    let cursor = given.cursor.as_deref().map(Cursor::parse).transpose()?;
    let request = SearchRequest {
        query: given.query,
        filters: Filters {
            speaker: given.speaker,
            section: given.section,
            since: given.since,
            until: given.until,
            ..Filters::default()
        },
        limit: given.limit,
        offset: cursor.as_ref().map_or(0, |cursor| cursor.offset),
        context: given.context.unwrap_or(0),
        ..SearchRequest::default()
    };
    continued(service.search(&request, cancel)?, cursor)
}

fn verify(service: &Service, given: &VerifyParameters, cancel: &Cancel) -> Result<Value, Failure> {
    let filters = Filters::default();
    match (&given.quote, &given.draft) {
        (Some(quote), None) => service.verify(quote, given.speaker.as_deref(), &filters, cancel),
        (None, Some(_)) if given.speaker.is_some() => {
            let message = "belongs to `quote`: a draft says itself who said what";
            Err(Failure::parameter("speaker", message))
        }
        (None, Some(draft)) => service.verify_draft(draft, &filters, cancel),
        _ => Err(Failure::parameter(
            "quote",
            "give either `quote` or `draft`",
        )),
    }
}

fn speakers(
    service: &Service,
    given: SpeakersParameters,
    cancel: &Cancel,
) -> Result<Value, Failure> {
    let cursor = given.cursor.as_deref().map(Cursor::parse).transpose()?;
    let request = ListRequest {
        pattern: given.pattern,
        limit: given.limit,
        offset: cursor.as_ref().map_or(0, |cursor| cursor.offset),
        ..ListRequest::default()
    };
    continued(service.list(Property::Speaker, &request, cancel)?, cursor)
}

/// Where an answer continues, and in which state of the index: `10.1f2e3d4c5b6a7988`.
struct Cursor {
    offset: usize,
    state: String,
}

impl Cursor {
    fn parse(text: &str) -> Result<Cursor, Failure> {
        let parts = text.split_once('.');
        let parsed = parts.and_then(|(offset, state)| {
            Some(Cursor {
                offset: offset.parse().ok()?,
                state: state.to_owned(),
            })
        });
        parsed.ok_or_else(|| {
            let message = "is not one of an answer: copy it as it is, or omit it";
            Failure::parameter("cursor", message)
        })
    }
}

/// The answer with the cursor of what follows, and a hint if the index changed since `from`.
fn continued(mut answer: Value, from: Option<Cursor>) -> Result<Value, Failure> {
    let state = answer["freshness"]["commit"].as_str().unwrap_or_default();
    let cursor = answer["next"]
        .as_u64()
        .map(|next| format!("{next}.{state}"));
    let has_changed = from.is_some_and(|from| from.state != state);
    answer["cursor"] = cursor.into();
    if has_changed && let Some(hints) = answer["hints"].as_array_mut() {
        let hint = "the index has changed since the answer before: some entries may be missing \
                    or come twice";
        hints.push(hint.into());
    }
    Ok(answer)
}
