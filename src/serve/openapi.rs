//! The description of the API, as OpenAPI 3.1. One table lists what there is.
//!
//! Format: <https://spec.openapis.org/oas/v3.1.0>.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::serve::params::{FILTERS, SEARCH};
use crate::service::limits::{
    MAX_CONTEXT, MAX_IDS, MAX_LIMIT, MAX_LIST, MAX_OFFSET, MAX_QUERY_BYTES, MAX_QUOTE_BYTES,
    MAX_VALUE_BYTES, MAX_VALUES,
};
use crate::service::{ListJson, SearchJson, StatusJson, VerdictsJson};

/// Where the description is.
pub(super) const OPENAPI_PATH: &str = "/api/v1/openapi.json";

/// What can be asked with GET.
struct Operation {
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    parameters: &'static [&'static [&'static str]],
    /// The name of the schema of the answer.
    answer: &'static str,
}

/// The properties that passages are counted by.
const FACETS: [&str; 7] = ["speaker", "section", "doc", "kind", "lang", "year", "month"];

/// The kinds of paragraphs.
const KINDS: [&str; 6] = [
    "body",
    "heading",
    "caption",
    "byline",
    "credit",
    "stage-direction",
];

/// All of them.
const OPERATIONS: [Operation; 11] = [
    Operation {
        path: "/api/v1/search",
        id: "search",
        summary: "Find passages, best first",
        parameters: &[&SEARCH, &FILTERS],
        answer: "Search",
    },
    Operation {
        path: "/api/v1/quotes",
        id: "quotes",
        summary: "Find what people say in the passages that match",
        parameters: &[&SEARCH, &FILTERS],
        answer: "Object",
    },
    Operation {
        path: "/api/v1/passages",
        id: "passages",
        summary: "Read passages by their ids",
        parameters: &[&["id", "context"]],
        answer: "Search",
    },
    Operation {
        path: "/api/v1/passages/{id}",
        id: "passage",
        summary: "Read one passage",
        parameters: &[&["context"]],
        answer: "Search",
    },
    Operation {
        path: "/api/v1/why",
        id: "why",
        summary: "See how the speakers of passages were found",
        parameters: &[&["id"]],
        answer: "Object",
    },
    Operation {
        path: "/api/v1/speakers",
        id: "speakers",
        summary: "List the speakers",
        parameters: &[&["q"], &["limit", "offset"], &FILTERS],
        answer: "List",
    },
    Operation {
        path: "/api/v1/sections",
        id: "sections",
        summary: "List the sections of each document",
        parameters: &[&["q"], &["limit", "offset"], &FILTERS],
        answer: "List",
    },
    Operation {
        path: "/api/v1/docs",
        id: "docs",
        summary: "List the documents",
        parameters: &[&["q"], &["limit", "offset"], &FILTERS],
        answer: "List",
    },
    Operation {
        path: "/api/v1/verify",
        id: "verify",
        summary: "Check a quotation; with POST also every quotation of a draft",
        parameters: &[&["quote", "speaker"]],
        answer: "Verdicts",
    },
    Operation {
        path: "/api/v1/trace",
        id: "trace",
        summary: "Follow a quotation through the sources, the earliest first",
        parameters: &[&["quote"], &FILTERS],
        answer: "Object",
    },
    Operation {
        path: "/api/v1/status",
        id: "status",
        summary: "Show what the index contains",
        parameters: &[],
        answer: "Status",
    },
];

/// The description.
pub(super) fn description() -> Value {
    let mut paths = Map::new();
    for operation in &OPERATIONS {
        paths.insert(operation.path.to_owned(), json!({"get": get(operation)}));
    }
    paths["/api/v1/verify"]["post"] = post();
    paths.insert("/healthz".to_owned(), health());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "onrecord",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Search who said what, where. Everything only reads.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    })
}

fn get(operation: &Operation) -> Value {
    let lists = operation.parameters.iter().copied();
    let mut parameters: Vec<Value> = lists
        .flatten()
        .map(|name| parameter(operation.id, name))
        .collect();
    if operation.path.ends_with("{id}") {
        parameters.push(json!({
            "name": "id", "in": "path", "required": true, "schema": {"type": "string"},
            "description": "The id of a passage, such as pfd23t5lntf7w:5",
        }));
    }
    json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": parameters,
        "responses": responses(operation.answer),
    })
}

fn post() -> Value {
    let text = json!({"type": "string", "pattern": "[A-Za-z0-9]"});
    let quotation = json!({
        "type": "object",
        "required": ["quote"],
        "properties": {"quote": text, "speaker": text},
        "additionalProperties": false,
    });
    let draft = json!({
        "type": "object",
        "required": ["draft"],
        "properties": {"draft": text},
        "additionalProperties": false,
    });
    json!({
        "operationId": "verifyDraft",
        "summary": "Check a quotation, or every quotation of a draft in Markdown",
        "requestBody": {
            "required": true,
            "content": {"application/json": {"schema": {"oneOf": [quotation, draft]}}},
        },
        "responses": responses("Verdicts"),
    })
}

fn health() -> Value {
    json!({"get": {
        "operationId": "health",
        "summary": "Whether the program answers",
        "responses": {"200": {
            "description": "It does",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        }},
    }})
}

fn responses(answer: &str) -> Value {
    let problem = |description: &str| {
        json!({
            "description": description,
            "content": {"application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
            }},
        })
    };
    json!({
        "200": {
            "description": "The answer",
            "headers": {"ETag": {
                "description": "The state of the index",
                "schema": {"type": "string"},
            }},
            "content": {"application/json": {
                "schema": {"$ref": format!("#/components/schemas/{answer}")},
            }},
        },
        "304": {"description": "The index is as it was"},
        "400": problem("A parameter or the query is not accepted; for a query, `characters` says \
                        where"),
        "401": problem("The token is missing"),
        "403": problem("The request is for another host or from another site"),
        "404": problem("There is no such passage"),
        "413": problem("The body is too long"),
        "414": problem("The address is too long"),
        "503": problem("Too many requests wait, or the answer takes too long"),
    })
}

/// A parameter of an operation.
fn parameter(operation: &str, name: &str) -> Value {
    let repeated = |most: usize| {
        let items = json!({"type": "string", "minLength": 1, "maxLength": MAX_VALUE_BYTES});
        json!({"type": "array", "items": items, "maxItems": most})
    };
    let number = |most: usize| json!({"type": "integer", "minimum": 0, "maximum": most});
    let text = |most: usize| json!({"type": "string", "minLength": 1, "maxLength": most});
    let is_list = matches!(operation, "speakers" | "sections" | "docs");
    let each_of = |values: &[&str]| {
        let items = json!({"type": "string", "enum": values});
        json!({"type": "array", "items": items, "maxItems": values.len()})
    };
    let date = json!({"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"});
    let id = json!({"type": "string", "pattern": "^[a-z2-7]{13}:[0-9]{1,9}$"});
    let one_of = |values: &[&str]| json!({"type": "string", "enum": values});
    let (schema, description) = match name {
        "q" if is_list => (
            text(MAX_VALUE_BYTES),
            "Only those with these words, or a pattern with *",
        ),
        "q" => (text(MAX_QUERY_BYTES), "The query; * is every passage"),
        "quote" => (text(MAX_QUOTE_BYTES), "The quotation"),
        "speaker" if operation == "verify" => {
            (text(MAX_VALUE_BYTES), "Who is said to have spoken it")
        }
        "limit" if is_list => (number(MAX_LIST), "How many values"),
        "limit" => (number(MAX_LIMIT), "How many hits; 10 if absent"),
        "offset" if is_list => (number(usize::MAX >> 12), "How many values to skip"),
        "offset" => (number(MAX_OFFSET), "How many hits to skip"),
        "context" => (
            number(MAX_CONTEXT),
            "Paragraphs on either side of each passage",
        ),
        "sort" => (
            one_of(&["score", "date", "place"]),
            "Best first, newest first, or as they are",
        ),
        "match" => (
            one_of(&["all", "any"]),
            "Only passages with every part, or with some",
        ),
        "facets" => (each_of(&FACETS), "Properties to count the passages by"),
        "id" => (
            json!({"type": "array", "items": id, "minItems": 1, "maxItems": MAX_IDS}),
            "The ids of passages",
        ),
        "speaker" => (repeated(MAX_VALUES), "Words of the name of a speaker"),
        "section" => (
            repeated(MAX_VALUES),
            "Words of the titles of a section, or its number",
        ),
        "doc" => (
            repeated(MAX_VALUES),
            "The name of a document, words of it, or a pattern",
        ),
        "path" => (repeated(MAX_VALUES), "Words of a path, or a pattern"),
        "lang" => (repeated(MAX_VALUES), "A language, such as en"),
        "kind" => (each_of(&KINDS), "Kinds of paragraphs"),
        "since" => (date, "On or after this date: 2024, 2024-03, 2024-03-05"),
        _ => (date, "On or before this date"),
    };
    let required = match name {
        "q" => !is_list,
        "quote" => true,
        "id" => true,
        _ => false,
    };
    json!({
        "name": name,
        "in": "query",
        "required": required,
        "description": description,
        "schema": schema,
    })
}

/// The schemas of answers and problems, by name.
fn schemas() -> Value {
    let mut schemas = Map::new();
    add::<SearchJson<'static>>("Search", &mut schemas);
    add::<ListJson>("List", &mut schemas);
    add::<VerdictsJson<'static>>("Verdicts", &mut schemas);
    add::<StatusJson>("Status", &mut schemas);
    schemas.insert("Object".to_owned(), json!({"type": "object"}));
    schemas.insert(
        "Problem".to_owned(),
        json!({
            "type": "object",
            "required": ["type", "title", "status", "detail"],
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string", "description": "What is wrong, and what is right"},
                "parameter": {"type": "string"},
                "query": {"type": "string"},
                "span": {"type": "array", "items": {"type": "integer"}},
                "characters": {
                    "type": "array",
                    "items": {"type": "integer"},
                    "description": "Start and end of the mistake in the query, in characters",
                },
            },
        }),
    );
    Value::Object(schemas)
}

/// Adds the schema of a type, and those that it refers to.
fn add<T: JsonSchema>(name: &str, schemas: &mut Map<String, Value>) {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.definitions_path = "/components/schemas".into();
    let mut generator = settings.into_generator();
    let mut schema = generator.root_schema_for::<T>().to_value();
    if let Some(object) = schema.as_object_mut() {
        object.remove("$schema");
        object.remove("components");
    }
    schemas.extend(generator.take_definitions(true));
    schemas.insert(name.to_owned(), schema);
}

#[cfg(test)]
mod tests {
    use super::description;

    #[test]
    fn every_schema_that_is_referred_to_is_there() {
        let description = description();
        let text = description.to_string();
        let prefix = "\"#/components/schemas/";
        let names: Vec<&str> = text
            .split(prefix)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(names.len() > 20);
        for name in names {
            let schema = &description["components"]["schemas"][name];
            assert!(schema.is_object(), "no schema {name}");
        }
        assert!(!text.contains("$defs"));
    }
}
