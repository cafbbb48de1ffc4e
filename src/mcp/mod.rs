//! `onrecord mcp`: search, passages and checked quotations as tools for agents, over the Model
//! Context Protocol on standard input and output.
//!
//! Standard output carries JSON-RPC and nothing else; see `lines`. The tools only read; see
//! `tools`. Both the protocol with `initialize` and the one without are answered.
//!
//! Protocol: <https://modelcontextprotocol.io/specification>.

mod lines;
mod tools;

use std::sync::Arc;
use std::time::Duration;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData,
    Implementation, ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig,
};
use rmcp::service::{RequestContext, RoleServer, ServerInitializeError, serve_server};
use rmcp::{ErrorData as McpError, ServerHandler};

use crate::mcp::lines::Lines;
use crate::mcp::tools::{Tool, call, tools};
use crate::service::failure::Failure;
use crate::service::{Cancel, Service};

/// What an agent reads before it calls anything.
const INSTRUCTIONS: &str = "\
onrecord searches texts by who said what, where and when. Use `search` to find passages (filter by \
speaker, section and date), `get` to read a passage between its neighbours, and `verify` before \
you quote: it says whether the words are in a source and who said them. A hit with `stale` set is \
from a file that changed since it was indexed. Cite passages by id, path and line.";

/// Threads that answer. Requests beyond them wait.
const WORKERS: usize = 2;

/// Answers until the end of standard input.
pub(crate) fn run(service: Service) -> anyhow::Result<()> {
    // One thread for all but the work itself: the caller holds the lock of standard output, which
    // only its own thread can take again.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(WORKERS)
        .enable_time()
        .build()?;
    let outcome = runtime.block_on(answer(service));
    // A thread that waits for input cannot be stopped, and must not keep the program.
    runtime.shutdown_timeout(Duration::ZERO);
    outcome
}

async fn answer(service: Service) -> anyhow::Result<()> {
    let (lines, transport) = Lines::new();
    let pump = tokio::spawn(lines.run());
    let server = Server {
        service: Arc::new(service),
        workers: Arc::new(tokio::sync::Semaphore::new(WORKERS)),
    };
    match serve_server(server, transport).await {
        Ok(running) => {
            running.waiting().await?;
        }
        // The client left before it began: a clean end.
        Err(ServerInitializeError::ConnectionClosed(_)) => {}
        Err(error) => return Err(error.into()),
    }
    pump.await??;
    Ok(())
}

struct Server {
    service: Arc<Service>,
    workers: Arc<tokio::sync::Semaphore>,
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(
                Implementation::new("onrecord", env!("CARGO_PKG_VERSION"))
                    .with_title("onrecord: who said what, where"),
            )
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, McpError> {
        Ok(ListToolsResult::with_all_items(tools()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, McpError> {
        let Some(tool) = Tool::named(&request.name) else {
            let names = Tool::ALL.map(Tool::name).join(", ");
            let message = format!("unknown tool \"{}\": tools are {names}", request.name);
            return Err(ErrorData::invalid_params(message, None));
        };
        let service = Arc::clone(&self.service);
        let cancel = Cancel::default();
        let _permit = self.workers.acquire().await;
        let of_work = cancel.clone();
        let mut work = tokio::task::spawn_blocking(move || {
            call(
                &service,
                tool,
                request.arguments.unwrap_or_default(),
                &of_work,
            )
        });
        let done = tokio::select! {
            done = &mut work => done,
            () = context.ct.cancelled() => {
                cancel.cancel();
                work.await
            }
        };
        let result = match done {
            Ok(Ok(value)) => CallToolResult::structured(value),
            // The agent reads what is wrong and can mend it.
            Ok(Err(failure)) => CallToolResult::error(vec![ContentBlock::text(message(&failure))]),
            Err(panic) => return Err(ErrorData::internal_error(panic.to_string(), None)),
        };
        Ok(result.into())
    }
}

/// What is wrong, with its kind, and for a query the characters that are wrong.
fn message(failure: &Failure) -> String {
    let mut message = format!("{}: {failure}", failure.kind());
    if let Some([start, end]) = failure.characters() {
        message += &format!(" (characters {start} to {end} of the query)");
    }
    if !failure.is_of_request() {
        message += "; the same call may work later";
    }
    message
}
