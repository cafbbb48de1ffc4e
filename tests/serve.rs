//! `onrecord serve` from outside: the API, the page, and each point of its security.
#![cfg(feature = "serve")]

mod desk;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use desk::Desk;
use serde_json::{Value, json};

const TALK: &str = "ANNA BERG: The harbour is full of mud.\n\nKARL HOLM: It was full in May.\n\n\
                    ANNA BERG: Then we shall dig in the harbour.\n";

const TOKEN: &str = "correct-horse-battery-staple";

/// The program, serving a folder.
struct Site {
    program: Child,
    port: u16,
}

/// What came back.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let prefix = format!("{name}: ");
        self.head
            .lines()
            .find_map(|line| line.strip_prefix(&prefix))
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

impl Site {
    fn new(desk: &Desk, more: &[&str]) -> Site {
        let mut program = desk
            .command(&[&["serve", "--port", "0"], more].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let mut line = String::new();
        let out = program.stdout.take().expect("output");
        BufReader::new(out)
            .read_line(&mut line)
            .expect("an address");
        let port = line.trim().trim_end_matches('/').rsplit(':').next();
        let port = port.and_then(|port| port.parse().ok()).expect("a port");
        Site { program, port }
    }

    /// Sends bytes, and reads to the end.
    fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream
            .set_read_timeout(Some(Duration::from_secs(40)))
            .expect("a time");
        // What is refused early is not taken to its end.
        let _ = stream.write_all(bytes);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        let all = String::from_utf8_lossy(&all).into_owned();
        let (head, body) = all.split_once("\r\n\r\n").unwrap_or((&all, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Answer {
            status: status.unwrap_or(0),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    fn ask(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|header| header.starts_with("Host:")) {
            request += &format!("Host: localhost:{}\r\n", self.port);
        }
        for header in headers {
            request += &format!("{header}\r\n");
        }
        if !body.is_empty() {
            request += &format!("Content-Length: {}\r\n", body.len());
        }
        self.raw(format!("{request}\r\n{body}").as_bytes())
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("texts/talk.txt", TALK);
    desk.check(&["index", "texts"], 0);
    desk
}

#[test]
fn the_api_gives_the_objects_of_json_output() {
    let desk = desk();
    let site = Site::new(&desk, &[]);
    let answer = site.get("/api/v1/search?q=harbour&limit=1&facets=speaker");
    assert_eq!(answer.status, 200, "{answer:?}");
    let found = answer.json();
    let args = [
        "search", "harbour", "-n", "1", "--facets", "speaker", "--format", "json",
    ];
    let printed: Value = serde_json::from_str(&desk.check(&args, 0).out).expect("JSON");
    for (name, value) in printed.as_object().expect("an object") {
        if name != "hits" {
            assert_eq!(&found[name], value, "{name}");
        }
    }
    for (name, value) in printed["hits"][0].as_object().expect("a hit") {
        assert_eq!(&found["hits"][0][name], value, "{name}");
    }
    assert_eq!(
        found["links"]["next"],
        "/api/v1/search?q=harbour&limit=1&facets=speaker&offset=1"
    );
    assert!(
        answer
            .header("link")
            .is_some_and(|link| link.contains("rel=\"next\""))
    );
    let last = site.get(found["links"]["next"].as_str().expect("a link"));
    assert!(last.json()["links"]["next"].is_null());
    let either = site
        .get("/api/v1/search?q=full&speaker=berg&speaker=holm")
        .json();
    assert_eq!(either["total"], 2);
    let id = found["hits"][0]["id"].as_str().expect("an id");
    assert_eq!(
        site.get(&format!("/api/v1/passages/{id}?context=1")).json()["hits"][0]["id"],
        id
    );
    assert_eq!(
        site.get(&format!("/api/v1/why?id={id}")).json()["passages"][0]["id"],
        id
    );
    assert_eq!(site.get("/api/v1/speakers").json()["total"], 2);
    assert_eq!(
        site.get("/api/v1/docs?speaker=holm").json()["values"][0]["passages"],
        1
    );
    assert_eq!(site.get("/api/v1/status").json()["passages"], 3);
    assert_eq!(
        site.get("/api/v1/quotes?q=harbour").json()["hits"][0]["how"],
        "said"
    );
    let verdict = site
        .get("/api/v1/verify?quote=harbour+is+full+of+mud&speaker=Berg")
        .json();
    assert_eq!(verdict["verdicts"][0]["accepted"], true);
    let places = site
        .get("/api/v1/trace?quote=harbour+is+full+of+mud")
        .json();
    assert_eq!(places["places"].as_array().map(Vec::len), Some(1));
    assert_eq!(site.get("/healthz").body, "ok\n");
    assert_eq!(site.get("/api/v1/openapi.json").json()["openapi"], "3.1.0");
}

#[test]
fn an_answer_is_not_sent_again_until_the_index_changes() {
    let desk = desk();
    let site = Site::new(&desk, &[]);
    let etag = site
        .get("/api/v1/search?q=ferry")
        .header("etag")
        .expect("an etag")
        .to_owned();
    let seen = format!("If-None-Match: {etag}");
    let again = site.ask("GET", "/api/v1/search?q=ferry", &[&seen], "");
    assert_eq!((again.status, &*again.body), (304, ""));
    desk.write("texts/more.txt", "EVA DAHL: The ferry is late.\n");
    desk.check(&["index"], 0);
    let changed = site.ask("GET", "/api/v1/search?q=ferry", &[&seen], "");
    assert_eq!((changed.status, &changed.json()["total"]), (200, &json!(1)));
}

#[test]
fn a_mistake_is_a_problem_with_its_place() {
    let desk = desk();
    let site = Site::new(&desk, &[]);
    let answer = site.get("/api/v1/search?q=F%C3%A4hre+spaeker%3Ax");
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json")
    );
    let problem = answer.json();
    assert_eq!(problem["characters"], json!([6, 13]));
    assert_eq!(problem["query"], "Fähre spaeker:x");
    let unknown = site.get("/api/v1/search?q=x&spaeker=y").json();
    assert_eq!(unknown["parameter"], "spaeker");
    assert_eq!(site.get("/api/v1/search").json()["parameter"], "query");
    assert_eq!(
        site.get("/api/v1/search?q=x&limit=many").json()["parameter"],
        "limit"
    );
    assert_eq!(site.get("/api/v1/passages/nothing:1").status, 404);
    assert_eq!(site.get("/api/v2").status, 404);
    let page = site.get("/search?q=spaeker%3Ax");
    assert_eq!(page.status, 400);
    assert!(page.body.contains("<mark>spaeker</mark>"), "{}", page.body);
}

#[test]
fn a_request_for_another_host_or_from_another_site_is_refused_before_routing() {
    let desk = desk();
    let site = Site::new(&desk, &["--allow-host", "archive.example.org"]);
    for path in ["/", "/api/v1/status", "/nowhere"] {
        let rebound = site.ask("GET", path, &["Host: evil.example"], "");
        assert_eq!(rebound.status, 403, "{path}");
        let foreign = site.ask("GET", path, &["Origin: http://evil.example"], "");
        assert_eq!(foreign.status, 403, "{path}");
    }
    let absolute = format!(
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n",
        site.port
    );
    assert_eq!(site.raw(absolute.as_bytes()).status, 403);
    let proxied = site.ask("GET", "/healthz", &["Host: archive.example.org"], "");
    assert_eq!(proxied.status, 200);
    let own = format!("Origin: http://localhost:{}", site.port);
    let own = site.ask("GET", "/api/v1/status", &[&own], "");
    assert_eq!(own.status, 200);
    assert_eq!(own.header("access-control-allow-origin"), None);
    let preflight = [
        "Origin: http://evil.example",
        "Access-Control-Request-Method: GET",
    ];
    assert_eq!(
        site.ask("OPTIONS", "/api/v1/search", &preflight, "").status,
        403
    );
}

#[test]
fn every_answer_keeps_other_sites_and_foreign_scripts_out() {
    let desk = desk();
    let site = Site::new(&desk, &[]);
    for path in [
        "/",
        "/search?q=harbour",
        "/api/v1/status",
        "/nowhere",
        "/assets/page.js",
    ] {
        let answer = site.get(path);
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert_eq!(
            answer.header("referrer-policy"),
            Some("same-origin"),
            "{path}"
        );
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            Some("same-origin"),
            "{path}"
        );
    }
    let refused = site.ask("GET", "/", &["Host: evil.example"], "");
    assert!(refused.header("content-security-policy").is_some());
}

#[test]
fn nothing_can_be_written() {
    let desk = desk();
    let before = desk.listing(".onrecord");
    let site = Site::new(&desk, &[]);
    for method in ["PUT", "DELETE", "PATCH", "POST"] {
        for path in [
            "/api/v1/search",
            "/api/v1/passages",
            "/search",
            "/",
            "/api/v1/docs",
        ] {
            assert_eq!(
                site.ask(method, path, &[], "{}").status,
                405,
                "{method} {path}"
            );
        }
    }
    assert_eq!(desk.listing(".onrecord"), before);
}

#[test]
fn what_is_too_long_is_refused() {
    let desk = desk();
    let site = Site::new(&desk, &[]);
    let long = "x".repeat(20_000);
    assert_eq!(site.get(&format!("/search?q={long}")).status, 414);
    let header = format!("X-Long: {}", "x".repeat(70_000));
    assert_eq!(site.ask("GET", "/", &[&header], "").status, 431);
    let many: Vec<String> = (0..100).map(|number| format!("X-{number}: y")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(site.ask("GET", "/", &many, "").status, 431);
    let kind = "Content-Type: application/json";
    let body = format!("{{\"draft\": \"{}\"}}", "x".repeat(1_000_000));
    assert_eq!(
        site.ask("POST", "/api/v1/verify", &[kind], &body).status,
        413
    );
    let body = format!("{{\"quote\": \"{}\"}}", "x ".repeat(30_000));
    let long = site.ask("POST", "/api/v1/verify", &[kind], &body);
    assert_eq!(
        (long.status, &long.json()["parameter"]),
        (400, &json!("quote"))
    );
    assert_eq!(
        site.ask("POST", "/api/v1/verify", &[kind], "{oops").status,
        400
    );
    assert_eq!(
        site.get("/api/v1/search?q=x&limit=101").json()["parameter"],
        "limit"
    );
}

#[test]
fn slow_clients_do_not_keep_others_waiting_and_are_closed() {
    let desk = desk();
    let site = Site::new(&desk, &[]);
    let slow: Vec<TcpStream> = (0..100)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", site.port)).expect("a connection");
            stream
                .write_all(b"GET / HTTP/1.1\r\nHost: loc")
                .expect("a beginning");
            stream
        })
        .collect();
    let started = Instant::now();
    assert_eq!(site.get("/api/v1/search?q=harbour").json()["total"], 2);
    assert!(started.elapsed() < Duration::from_secs(5));
    let mut first = slow.into_iter().next().expect("a connection");
    first
        .set_read_timeout(Some(Duration::from_secs(30)))
        .expect("a time");
    let mut rest = Vec::new();
    let closed = first.read_to_end(&mut rest);
    assert!(
        closed.is_ok(),
        "a connection without a request is still open: {closed:?}"
    );
}

#[test]
fn with_a_token_nobody_else_is_answered() {
    let desk = desk();
    desk.write("token", format!("{TOKEN}\n"));
    let site = Site::new(&desk, &["--token-file", "token"]);
    let none = site.get("/api/v1/status");
    assert_eq!(
        (none.status, none.header("www-authenticate")),
        (401, Some("Bearer"))
    );
    assert_eq!(site.get("/").status, 401);
    let bearer = format!("Authorization: Bearer {TOKEN}");
    assert_eq!(
        site.ask("GET", "/api/v1/status", &[&bearer], "").status,
        200
    );
    let wrong = "Authorization: Bearer correct-horse-battery-stapl";
    assert_eq!(site.ask("GET", "/api/v1/status", &[wrong], "").status, 401);
    let linked = site.get(&format!("/search?q=harbour&token={TOKEN}"));
    assert_eq!(
        (linked.status, linked.header("location")),
        (303, Some("/search?q=harbour"))
    );
    let cookie = linked.header("set-cookie").expect("a cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    let cookie = format!(
        "Cookie: a=b; {}",
        cookie.split(';').next().expect("a value")
    );
    assert_eq!(
        site.ask("GET", "/search?q=harbour", &[&cookie], "").status,
        200
    );
    let again = format!("/search?q=harbour&token={TOKEN}");
    assert_eq!(site.ask("GET", &again, &[&cookie], "").status, 303);
    assert_eq!(site.get("/search?q=harbour&token=wrong").status, 401);
    let rebound = site.ask("GET", "/", &["Host: evil.example", &bearer], "");
    assert_eq!(rebound.status, 403);
}

#[test]
fn other_addresses_need_a_token_and_a_token_needs_length() {
    let desk = desk();
    let ended = desk.check(&["serve", "--listen", "0.0.0.0"], 2);
    assert!(ended.err.contains("--token-file"), "{}", ended.err);
    desk.write("token", "short\n");
    let ended = desk.check(
        &["serve", "--listen", "127.0.0.1", "--token-file", "token"],
        2,
    );
    assert!(ended.err.contains("16 characters"), "{}", ended.err);
    let empty = Desk::new();
    assert!(
        empty
            .check(&["serve"], 3)
            .err
            .contains("onrecord index PATH")
    );
}

#[test]
fn every_page_is_there_without_a_script() {
    let desk = desk();
    let site = Site::new(&desk, &[]);
    let page = |path: &str| {
        let answer = site.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert_eq!(
            answer.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        answer.body
    };
    let start = page("/");
    assert!(start.contains("3 passages") && start.contains("ANNA BERG"));
    let search = page("/search?q=harbour&speaker=ANNA+BERG");
    assert!(search.contains("<mark>harbour</mark>"));
    assert!(search.contains("Filters that are set"));
    let found = site.get("/api/v1/search?q=harbour").json();
    let id = found["hits"][0]["id"].as_str().expect("an id");
    let passage = page(&format!("/passage/{id}"));
    for form in [
        "BibTeX",
        "CSL JSON",
        "@misc{",
        "Permanent address",
        "It was full in May.",
    ] {
        assert!(passage.contains(form), "{form}");
    }
    assert!(page("/document?path=texts/talk.txt").contains("It was full in May."));
    assert!(page("/speaker?name=ANNA+BERG").contains("2 passages"));
    assert!(page("/speakers").contains("KARL HOLM"));
    assert!(page("/documents").contains("talk.txt"));
    assert!(page("/api").contains("Find passages, best first."));
    assert!(page("/draft").contains("<textarea"));
    let draft = "draft=%22The+harbour+is+full+of+sand%2C%22+Berg+said.";
    let kind = "Content-Type: application/x-www-form-urlencoded";
    let checked = site.ask("POST", "/draft", &[kind], draft);
    assert_eq!(checked.status, 200);
    assert!(checked.body.contains("<del>sand</del>"), "{}", checked.body);
    let nothing = page("/search?q=zeppelin&speaker=berg");
    assert!(nothing.contains("No passage matches."));
}

#[test]
fn markup_in_texts_names_and_queries_is_shown_as_it_is() {
    let desk = Desk::new();
    let script = "<script>alert(1)</script>";
    let long = "x".repeat(10_000);
    desk.write(
        "texts/<b>bold<b>.jsonl",
        json!({
            "doc": format!("{script}\u{202e}doc"),
            "speaker": "<img src=x onerror=alert(1)>",
            "section": "\"><svg onload=alert(1)>",
            "text": format!("The harbour {script} is full. {long} \u{202e}backwards"),
        })
        .to_string(),
    );
    desk.check(&["index", "texts"], 0);
    let site = Site::new(&desk, &[]);
    let found = site.get("/api/v1/search?q=harbour").json();
    let id = found["hits"][0]["id"].as_str().expect("an id").to_owned();
    for path in [
        "/".to_owned(),
        "/search?q=harbour".to_owned(),
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        format!("/passage/{id}"),
        "/speakers".to_owned(),
        "/documents".to_owned(),
        "/search?q=%22%3E%3Csvg+onload%3Dalert(1)%3E&speaker=%3Cb%3E".to_owned(),
        "/passage/%3Cscript%3E".to_owned(),
    ] {
        let body = site.get(&path).body;
        for raw in ["<script>alert", "<img src=x", "<svg onload"] {
            assert!(!body.contains(raw), "{path}: {raw}");
        }
    }
}
