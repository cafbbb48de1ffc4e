//! `onrecord mcp` as a client runs it: lines of JSON-RPC in, lines of JSON-RPC out.
#![cfg(feature = "mcp")]

mod desk;

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use desk::Desk;
use serde_json::{Value, json};

const TALK: &str = "ANNA BERG: The harbour is full of mud.\n\nKARL HOLM: It was full in May.\n\n\
                    ANNA BERG: Then we shall dig in the harbour.\n";

/// The program, started by a client.
struct Client {
    program: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    asked: u64,
}

impl Client {
    /// Starts it and says hello.
    fn new(desk: &Desk) -> Client {
        let mut client = Client::silent(desk);
        let hello = client.ask(
            "initialize",
            json!({
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            }),
        );
        assert_eq!(hello["result"]["serverInfo"]["name"], "onrecord");
        assert!(hello["result"]["capabilities"]["tools"].is_object());
        client.write(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string());
        client
    }

    fn silent(desk: &Desk) -> Client {
        let mut program = desk
            .command(&["mcp"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        Client {
            input: program.stdin.take(),
            output: BufReader::new(program.stdout.take().expect("output")),
            program,
            asked: 0,
        }
    }

    fn write(&mut self, line: &str) {
        let input = self.input.as_mut().expect("input");
        writeln!(input, "{line}").expect("a line is taken");
        input.flush().expect("a line is taken");
    }

    fn read(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a line");
        let value: Value = serde_json::from_str(&line).expect("every line is JSON");
        assert_eq!(value["jsonrpc"], "2.0", "{line}");
        value
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        let request = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        self.write(&request.to_string());
        let answer = self.read();
        assert_eq!(answer["id"], id);
        answer
    }

    fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let params = json!({"name": tool, "arguments": arguments});
        self.ask("tools/call", params)["result"].take()
    }

    /// Ends the input. Returns what is still written, and the exit status.
    fn end(mut self) -> (Vec<Value>, i32) {
        drop(self.input.take());
        let lines = self.output.lines();
        let lines = lines.map(|line| serde_json::from_str(&line.expect("a line")).expect("JSON"));
        let rest = lines.collect();
        let status = self.program.wait().expect("an end");
        (rest, status.code().unwrap_or(-1))
    }
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("texts/talk.txt", TALK);
    desk.check(&["index", "texts"], 0);
    desk
}

#[test]
fn there_are_five_tools_that_only_read_and_describe_what_they_take_and_give() {
    let desk = desk();
    let mut client = Client::new(&desk);
    let listed = client.ask("tools/list", json!({}));
    let tools = listed["result"]["tools"].as_array().expect("tools").clone();
    let names: Vec<&str> = tools
        .iter()
        .filter_map(|tool| tool["name"].as_str())
        .collect();
    assert_eq!(names, ["search", "get", "verify", "speakers", "status"]);
    for tool in &tools {
        assert_eq!(tool["annotations"]["readOnlyHint"], true);
        assert_eq!(tool["inputSchema"]["type"], "object", "{tool}");
        assert_eq!(tool["inputSchema"]["additionalProperties"], false);
        assert_eq!(tool["outputSchema"]["type"], "object", "{tool}");
        // Clients take no `true` for a schema, although JSON Schema does.
        for schema in ["inputSchema", "outputSchema"] {
            for (name, property) in tool[schema]["properties"].as_object().into_iter().flatten() {
                assert!(property.is_object(), "{schema}: {name}");
            }
        }
    }
    let takes = &tools[0]["inputSchema"]["properties"];
    let takes: Vec<&String> = takes.as_object().expect("properties").keys().collect();
    let expected = [
        "context", "cursor", "limit", "query", "section", "since", "speaker", "until",
    ];
    assert_eq!(takes, expected);
    assert_eq!(client.end(), (vec![], 0));
}

#[test]
fn tools_answer_with_structured_content() {
    let desk = desk();
    let mut client = Client::new(&desk);
    let page = client.call("search", json!({"query": "harbour", "limit": 1}));
    let found = &page["structuredContent"];
    assert_eq!(
        (&found["total"], &page["isError"]),
        (&json!(2), &json!(false))
    );
    assert!(found["freshness"]["commit"].is_string());
    let text = page["content"][0]["text"]
        .as_str()
        .expect("the same as text");
    assert_eq!(&serde_json::from_str::<Value>(text).expect("JSON"), found);
    let next = json!({"query": "harbour", "limit": 1, "cursor": found["cursor"]});
    let next = client.call("search", next);
    assert_eq!(next["structuredContent"]["hits"][0]["rank"], 2);
    assert!(next["structuredContent"]["cursor"].is_null());
    let by_holm = client.call("search", json!({"query": "full", "speaker": ["holm"]}));
    assert_eq!(by_holm["structuredContent"]["total"], 1);
    let id = &found["hits"][0]["id"];
    let got = client.call("get", json!({"ids": [id], "context": 1}));
    assert_eq!(&got["structuredContent"]["hits"][0]["id"], id);
    let quote = json!({"quote": "The harbour is full of mud", "speaker": "Holm"});
    let checked = client.call("verify", quote);
    let verdict = &checked["structuredContent"]["verdicts"][0];
    assert_eq!(
        (&verdict["words"], &verdict["speaker"]),
        (&json!("exact"), &json!("other"))
    );
    let draft = json!({"draft": "\"The harbour is full of mud,\" Berg said."});
    let checked = client.call("verify", draft);
    assert_eq!(checked["structuredContent"]["totals"]["checked"], 1);
    let speakers = client.call("speakers", json!({}));
    assert_eq!(speakers["structuredContent"]["total"], 2);
    let status = client.call("status", json!({}));
    assert_eq!(status["structuredContent"]["passages"], 3);
    assert_eq!(client.end(), (vec![], 0));
}

#[test]
fn mistakes_are_named_and_the_next_call_works() {
    let desk = desk();
    let mut client = Client::new(&desk);
    let mut wrong = |tool: &str, arguments: Value, named: &str| {
        let answer = client.call(tool, arguments);
        let text = answer["content"][0]["text"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert_eq!(answer["isError"], true, "{text}");
        assert!(text.contains(named), "{text}");
    };
    wrong("search", json!({"query": "x", "spaeker": ["y"]}), "spaeker");
    wrong("search", json!({"query": "spaeker:x"}), "characters 0 to 7");
    wrong(
        "search",
        json!({"query": "x", "limit": 1000}),
        "limit: at most 100",
    );
    wrong(
        "search",
        json!({"query": "x", "speaker": "Berg"}),
        "expected a sequence",
    );
    wrong("search", json!({}), "query");
    wrong("search", json!({"query": "x", "cursor": "first"}), "cursor");
    wrong("get", json!({"ids": ["nothing:1"]}), "not-found");
    wrong("verify", json!({}), "quote");
    wrong("status", json!({"all": true}), "all");
    let unknown = client.ask("tools/call", json!({"name": "delete", "arguments": {}}));
    assert_eq!(unknown["error"]["code"], -32602);
    let unknown = client.ask("tools/burn", json!({}));
    assert_eq!(unknown["error"]["code"], -32601);
    client.write("this is no JSON");
    let answer = client.read();
    assert_eq!(
        (&answer["error"]["code"], &answer["id"]),
        (&json!(-32700), &Value::Null)
    );
    assert_eq!(client.call("status", json!({}))["isError"], false);
    assert_eq!(client.end(), (vec![], 0));
}

#[test]
fn the_end_of_input_is_a_clean_end_and_what_was_asked_is_answered() {
    let desk = desk();
    assert_eq!(Client::silent(&desk).end(), (vec![], 0));
    let mut client = Client::new(&desk);
    for id in 100..110 {
        let params = json!({"name": "search", "arguments": {"query": "harbour"}});
        let request = json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params});
        client.write(&request.to_string());
    }
    let (rest, status) = client.end();
    assert_eq!((rest.len(), status), (10, 0));
}

#[test]
fn without_an_index_every_call_says_what_to_do() {
    let desk = Desk::new();
    let mut client = Client::new(&desk);
    let answer = client.call("search", json!({"query": "x"}));
    let text = answer["content"][0]["text"].as_str().unwrap_or_default();
    assert!(text.contains("onrecord index PATH"), "{text}");
    desk.write("texts/talk.txt", TALK);
    desk.check(&["index", "texts"], 0);
    let answer = client.call("search", json!({"query": "harbour"}));
    assert_eq!(answer["structuredContent"]["total"], 2);
    assert_eq!(client.end(), (vec![], 0));
}
