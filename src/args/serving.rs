//! Flags of the commands that answer requests: `serve` and `mcp`.

#[cfg(feature = "serve")]
use std::net::IpAddr;
#[cfg(feature = "serve")]
use std::path::PathBuf;

use clap::Args;

use crate::args::sources::IndexFolder;

/// How to reach the page, and how to put it on a network.
#[cfg(feature = "serve")]
pub(crate) const SERVE_HELP: &str = "\
The page is at http://localhost:4747/, the API at http://localhost:4747/api. Both only read. Only \
this machine can reach them, unless --listen names another address; then a token is needed, which \
a browser gets by the link http://HOST:4747/?token=TOKEN and keeps. A proxy in front that ends TLS \
asks for its own name: --allow-host archive.example.org.";

/// How clients start it.
#[cfg(feature = "mcp")]
pub(crate) const MCP_HELP: &str = "\
A client starts this program itself. In its configuration, name the command and the index:

  {\"mcpServers\": {\"onrecord\": {\"command\": \"onrecord\",
                               \"args\": [\"mcp\", \"--index\", \"/path/to/.onrecord\"]}}}";

#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub index: IndexFolder,
    /// Port to listen on; 0 for any free one
    #[arg(long, value_name = "PORT", default_value_t = 4747)]
    pub port: u16,
    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,
    /// Listen on this address instead of this machine's own
    #[arg(long, value_name = "ADDR", requires = "token_file")]
    pub listen: Option<IpAddr>,
    /// File with the token that every request must have: 16 characters or more
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Also answer to this name, which a proxy passes on; may be given several times
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
}

#[cfg(feature = "mcp")]
#[derive(Debug, Args)]
pub(crate) struct McpArgs {
    #[command(flatten)]
    pub index: IndexFolder,
}
