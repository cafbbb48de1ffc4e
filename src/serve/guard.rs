//! Decides which requests are answered at all, before they are routed.
//!
//! A page in the user's browser can send requests to this machine, under a name of its own
//! (DNS rebinding) or from another site. So a request must be for a name of ours (`Host`), must not
//! come from another site (`Origin`, `Sec-Fetch-Site`), and must have the token if there is one.

use std::net::SocketAddr;

use axum::extract::Request;
use axum::http::header::{
    AUTHORIZATION, COOKIE, HOST, HeaderMap, HeaderName, HeaderValue, LOCATION, ORIGIN, SET_COOKIE,
    WWW_AUTHENTICATE,
};
use axum::http::uri::Authority;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use crate::serve::params::Params;
use crate::serve::problem;

/// The cookie that keeps the token.
const COOKIE_NAME: &str = "onrecord_token";

/// The parameter of the link that sets it.
const TOKEN_PARAMETER: &str = "token";

/// What every page may load: its own style, script and pictures, and nothing else. No page may be
/// shown inside another.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
                              img-src 'self'; connect-src 'self'; form-action 'self'; \
                              base-uri 'none'; frame-ancestors 'none'";

/// Which requests are answered.
pub(super) struct Guard {
    /// Hosts with their port, as `Host` has them.
    hosts: Vec<String>,
    /// Names that may come with any port: a proxy's.
    names: Vec<String>,
    /// The port, if any address of this machine is listened on. A page cannot give a name of its
    /// own the form of an address.
    any_address: Option<u16>,
    token: Option<String>,
}

impl Guard {
    /// For the address that is listened on. `names` are those that the user allows.
    pub fn new(address: SocketAddr, token: Option<String>, names: &[String]) -> Guard {
        let port = address.port();
        let mut hosts = vec![
            format!("localhost:{port}"),
            format!("127.0.0.1:{port}"),
            format!("[::1]:{port}"),
        ];
        if !address.ip().is_unspecified() {
            hosts.push(address.to_string());
        }
        Guard {
            hosts,
            any_address: address.ip().is_unspecified().then_some(port),
            names: names.iter().map(|name| name.to_ascii_lowercase()).collect(),
            token,
        }
    }

    /// The refusal of a request. `None` if it may be answered.
    pub fn check(&self, request: &Request) -> Option<Response> {
        let headers = request.headers();
        if !self.is_for_us(request.uri(), headers) {
            return Some(problem::forbidden(
                "the request is for a host that this is not: --allow-host NAME allows a name",
            ));
        }
        if self.is_foreign(request, headers) {
            return Some(problem::forbidden("the request comes from another site"));
        }
        let token = self.token.as_deref()?;
        if let Some(response) = self.log_in(request.uri(), token) {
            return Some(response);
        }
        if request.uri().path() == "/healthz" || has_token(headers, token) {
            return None;
        }
        Some(refuse())
    }

    /// Whether a request is for a name of ours.
    fn is_for_us(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let mut named = headers.get_all(HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else {
            return false;
        };
        let is_ours = |host: &str| self.is_ours(host);
        host.to_str().is_ok_and(is_ours)
            && uri.authority().is_none_or(|other| is_ours(other.as_str()))
    }

    fn is_ours(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        if self.hosts.contains(&host) {
            return true;
        }
        if let Some(port) = self.any_address
            && host
                .parse()
                .is_ok_and(|host: SocketAddr| host.port() == port)
        {
            return true;
        }
        let authority: Option<Authority> = host.parse().ok();
        authority.is_some_and(|authority| {
            // `user@host` is nobody's Host.
            !host.contains('@') && self.names.iter().any(|name| name == authority.host())
        })
    }

    /// Whether a page of another site sent the request.
    fn is_foreign(&self, request: &Request, headers: &HeaderMap) -> bool {
        if headers.contains_key(ORIGIN) {
            let ours = |origin: &HeaderValue| {
                let origin = origin.to_str().unwrap_or_default();
                let host = origin
                    .strip_prefix("http://")
                    .or_else(|| origin.strip_prefix("https://"));
                host.is_some_and(|host| self.is_ours(host))
            };
            if !headers.get_all(ORIGIN).iter().all(ours) {
                return true;
            }
        }
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let is_cross = matches!(header("sec-fetch-site"), Some("cross-site" | "same-site"));
        // A link on another page may lead here: the other page does not see the answer.
        let is_link = header("sec-fetch-mode") == Some("navigate")
            && header("sec-fetch-dest") == Some("document")
            && request.method().is_safe();
        is_cross && !is_link
    }

    /// Sets the cookie for a link with the right token, and leads to the page without the token.
    fn log_in(&self, uri: &Uri, token: &str) -> Option<Response> {
        let mut params = Params::parse(uri.query().unwrap_or_default());
        let given = params.remove(TOKEN_PARAMETER)?;
        if !is_same(given.as_bytes(), token.as_bytes()) {
            return None;
        }
        let to = params.link(uri.path());
        // A path that begins with `//` would lead to another host.
        let to = format!("/{}", to.trim_start_matches('/'));
        let cookie = format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Strict");
        let mut response = StatusCode::SEE_OTHER.into_response();
        let headers = response.headers_mut();
        headers.insert(LOCATION, HeaderValue::from_str(&to).ok()?);
        headers.insert(SET_COOKIE, HeaderValue::from_str(&cookie).ok()?);
        Some(response)
    }
}

fn refuse() -> Response {
    let mut response = problem::unauthorized();
    let scheme = HeaderValue::from_static("Bearer");
    response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
    response
}

/// Whether a request has the token, as a header or in the cookie.
fn has_token(headers: &HeaderMap, token: &str) -> bool {
    let bearer = headers.get(AUTHORIZATION);
    let bearer = bearer.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let cookies = headers.get_all(COOKIE).iter();
    let cookies = cookies.filter_map(|cookies| cookies.to_str().ok());
    let cookie = cookies
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, value)| value);
    let mut given = bearer.into_iter().chain(cookie);
    given.any(|given| is_same(given.trim().as_bytes(), token.as_bytes()))
}

/// Compares in a time that does not tell how much is right.
fn is_same(given: &[u8], token: &[u8]) -> bool {
    let differing = given.iter().zip(token).fold(0, |all, (a, b)| all | (a ^ b));
    given.len() == token.len() && differing == 0
}

/// Adds what browsers need to know to keep other sites out.
pub(super) fn with_security_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", CONTENT_POLICY),
        ("x-content-type-options", "nosniff"),
        // With `no-referrer` browsers send forms with the origin `null`.
        ("referrer-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::Request;

    use super::Guard;

    /// The status with which a request is refused; 0 if it is answered.
    fn check(headers: &[(&str, &str)]) -> u16 {
        let address = "127.0.0.1:4747".parse().expect("an address");
        let guard = Guard::new(address, None, &["Archive.example.org".to_owned()]);
        let mut request = Request::builder().uri("/search?q=x");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        guard
            .check(&request)
            .map_or(0, |refused| refused.status().as_u16())
    }

    #[test]
    fn a_request_must_be_for_a_name_of_ours() {
        for host in [
            "localhost:4747",
            "127.0.0.1:4747",
            "[::1]:4747",
            "LOCALHOST:4747",
        ] {
            assert_eq!(check(&[("host", host)]), 0, "{host}");
        }
        for host in ["archive.example.org", "archive.example.org:8443"] {
            assert_eq!(check(&[("host", host)]), 0, "{host}");
        }
        for host in [
            "evil.example",
            "localhost",
            "localhost:80",
            "localhost:4747.evil.example",
        ] {
            assert_eq!(check(&[("host", host)]), 403, "{host}");
        }
        let twice = [("host", "localhost:4747"), ("host", "evil.example")];
        assert_eq!(check(&twice), 403);
        assert_eq!(check(&[]), 403);
        assert_eq!(check(&[("host", "evil@archive.example.org")]), 403);
    }

    #[test]
    fn on_every_address_any_address_will_do_but_no_name() {
        let address = "0.0.0.0:4747".parse().expect("an address");
        let guard = Guard::new(address, None, &[]);
        for host in ["192.168.1.5:4747", "[fe80::1]:4747", "localhost:4747"] {
            assert!(guard.is_ours(host), "{host}");
        }
        for host in [
            "evil.example:4747",
            "192.168.1.5:80",
            "192.168.1.5.evil.example:4747",
        ] {
            assert!(!guard.is_ours(host), "{host}");
        }
    }

    #[test]
    fn a_request_must_not_come_from_another_site() {
        let host = ("host", "localhost:4747");
        let from = |origin| check(&[host, ("origin", origin)]);
        assert_eq!(from("http://localhost:4747"), 0);
        assert_eq!(from("https://archive.example.org"), 0);
        for origin in [
            "http://evil.example",
            "null",
            "http://localhost:80",
            "file://",
            "",
        ] {
            assert_eq!(from(origin), 403, "{origin}");
        }
        assert_eq!(check(&[host, ("sec-fetch-site", "cross-site")]), 403);
        assert_eq!(check(&[host, ("sec-fetch-site", "same-site")]), 403);
        assert_eq!(check(&[host, ("sec-fetch-site", "same-origin")]), 0);
        let link = [
            host,
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ];
        assert_eq!(check(&link), 0);
        let framed = [link[0], link[1], link[2], ("sec-fetch-dest", "iframe")];
        assert_eq!(check(&framed), 403);
    }
}
