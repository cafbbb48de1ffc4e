//! `onrecord serve`: the page and the API.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;

use crate::args::serving::ServeArgs;
use crate::paths::{index_folder, open_index};
use crate::serve::{self, Options};
use crate::service::Service;
use crate::service::limits::DEADLINE;
use crate::status::{self, BadUsage, Status};

/// Characters of the shortest token: what a password manager makes.
const MIN_TOKEN: usize = 16;

pub(super) fn run(args: &ServeArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let token = args.token_file.as_deref().map(read_token).transpose()?;
    // A missing index is reported now, not by every page.
    open_index(args.index.folder.as_deref())?;
    let folder = index_folder(args.index.folder.as_deref());
    let address = args.listen.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let options = Options {
        address: SocketAddr::new(address, args.port),
        token,
        hosts: args.allow_host.clone(),
    };
    let opened = |at: SocketAddr| {
        let host = match at.ip() {
            ip if ip.is_loopback() => "localhost".to_owned(),
            ip => SocketAddr::new(ip, 0).to_string().replace(":0", ""),
        };
        let page = format!("http://{host}:{}/", at.port());
        writeln!(out, "{page}")?;
        out.flush()?;
        status::hint("Ctrl-C ends it");
        if args.open {
            open(&page);
        }
        Ok(())
    };
    serve::run(Service::new(folder, DEADLINE), &options, opened)?;
    Ok(Status::Done)
}

fn read_token(path: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(path);
    let text = text.with_context(|| format!("cannot read {}", path.display()))?;
    let token = text.trim();
    let is_plain = token.bytes().all(|byte| byte.is_ascii_graphic());
    if token.len() < MIN_TOKEN || !is_plain {
        let message = format!(
            "{}: the token needs {MIN_TOKEN} characters or more, letters, digits and signs without \
             spaces",
            path.display()
        );
        return Err(BadUsage(message).into());
    }
    Ok(token.to_owned())
}

/// Opens a page in the browser, if there is one.
fn open(page: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let started = Command::new(opener)
        .arg(page)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if started.is_err() {
        status::hint(&format!("no browser could be opened: visit {page}"));
    }
}
